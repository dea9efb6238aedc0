import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv';
import { isKnownError } from './known-errors.ts';
import type { DescriptionProblem } from './problem.ts';

export type Schema = { readonly [keyword: string]: unknown };

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Problems beyond these in one value are noise: the schemas' `anyOf` report every branch that did not fit. */
const mostProblems = 5;

/**
 * One checked-in description. Shapes are compiled when first asked for and kept; `resolve` follows references within
 * the document.
 */
export class Description<Document extends object> {
  readonly document: Document;
  readonly #ajv: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(file: URL) {
    this.document = JSON.parse(readFileSync(file, 'utf8')) as Document;
    this.#ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, formats: { 'date-time': dateTime } });
    this.#ajv.addSchema(this.document as AnySchema, 'github');
  }

  /** `pointer` is where the schema stands in the document: `['operations', 'checks/create', 'body', 'schema']`. */
  check(pointer: readonly string[], value: unknown, where: string): readonly DescriptionProblem[] {
    const validate = this.#compile(pointer);
    if (validate(value)) return [];
    const problems = (validate.errors ?? []).map((error) => toProblem(error, where));
    return problems.filter((problem) => !isKnownError(pointer[1] ?? '', problem.where)).slice(0, mostProblems);
  }

  resolve(schema: Schema): Schema {
    const reference = schema['$ref'];
    if (typeof reference !== 'string') return schema;
    let target: unknown = this.document;
    for (const step of reference.slice(2).split('/')) target = (target as Record<string, unknown>)[step];
    return this.resolve(target as Schema);
  }

  #compile(pointer: readonly string[]): ValidateFunction {
    const key = pointer.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const validate = this.#ajv.compile({ $ref: `github#/${encodeURI(key)}` });
    this.#compiled.set(key, validate);
    return validate;
  }
}

function toProblem(error: ErrorObject, where: string): DescriptionProblem {
  const details = error.keyword === 'enum' ? ` (${(error.params['allowedValues'] as unknown[]).join(', ')})` : '';
  return { code: 'shape_wrong', where: `${where}${error.instancePath}`, message: `${error.message ?? ''}${details}` };
}
