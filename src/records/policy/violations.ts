import type { SchemaError } from '../../generated/schema-error.ts';
import type { PolicyFile } from '../../generated/types.ts';
import { validatePolicy } from '../../generated/validators/policy.js';
import { didYouMean } from '../spelling.ts';
import type { YamlData } from '../yaml/node.ts';
import { pointerStep } from '../yaml/node.ts';
import { MAX_PROBLEMS } from '../yaml/limits.ts';
import { either, label, shown } from './label.ts';
import type { PolicyLog } from './log.ts';
import { schemaPlace } from './schema.ts';

/** Checks the file against the published schema; every violation is logged as one readable problem. */
export function fitsSchema(data: YamlData, log: PolicyLog): data is YamlData & PolicyFile {
  const value: unknown = data;
  if (validatePolicy(value)) return true;
  const errors = withoutEchoes(validatePolicy.errors ?? [], data);
  for (const error of errors.slice(0, MAX_PROBLEMS + 1)) logViolation(error, data, log);
  return false;
}

/** A validator finds every fault of a file that is all faults; what is shown is far less (`MAX_PROBLEMS`). */
const MAX_ERRORS = 500;

/**
 * Where a value may have one of two shapes, the validator reports both. A mapping was meant as the mapping: only what is
 * wrong inside it counts. Anything else gets one sentence with all that is possible.
 */
export function withoutEchoes(errors: readonly SchemaError[], data: unknown): SchemaError[] {
  const considered = errors.slice(0, MAX_ERRORS);
  const forks = new Set(
    considered.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath),
  );
  return considered.flatMap((error) => {
    if (!forks.has(error.instancePath)) return [error];
    const isMapping = shown(valueAt(data, error.instancePath)) === 'a mapping';
    if (error.keyword !== 'anyOf')
      return isMapping && error.keyword !== 'type' && error.keyword !== 'enum' ? [error] : [];
    if (isMapping) return [];
    const branches = considered.filter(
      (other) => other.instancePath === error.instancePath && other.keyword !== 'anyOf',
    );
    return [{ ...error, params: { words: branchWords(branches) } }];
  });
}

function branchWords(branches: readonly SchemaError[]): string[] {
  const words = branches.map((error) => expectedWords(error));
  const hasChoice = branches.some(({ keyword }) => keyword === 'enum');
  return [...new Set(words)].filter((word) => !(hasChoice && word === TYPE_WORDS['string']));
}

function logViolation(error: SchemaError, data: YamlData, log: PolicyLog): void {
  const { instancePath: pointer, keyword, params } = error;
  if (keyword === 'additionalProperties') return logUnknownKey(error, log);
  if (keyword === 'required') {
    const key = String(params['missingProperty']);
    const at = pointerStep(pointer, key);
    return log.errorAtKey('policy_key_missing', at, `${label(at)} is required`, `Add ${key}.`);
  }
  if (keyword === 'uniqueItems') {
    const [first, again] = [Number(params['j']), Number(params['i'])].toSorted((a, b) => a - b);
    const at = pointerStep(pointer, again ?? 0);
    return log.error(
      'list_entry_duplicate',
      at,
      `${label(at)} stands in this list already, as entry ${(first ?? 0) + 1}`,
    );
  }
  const got = shown(valueAt(data, pointer));
  const message = `${label(pointer)} must be ${expectedWords(error)}, got ${got}`;
  log.error('policy_value', pointer, message, nearestWord(error, data));
}

function logUnknownKey(error: SchemaError, log: PolicyLog): void {
  const key = String(error.params['additionalProperty']);
  const at = pointerStep(error.instancePath, key);
  const { knownKeys } = schemaPlace(error.instancePath);
  const meant = didYouMean(key, knownKeys);
  const hint = meant === null ? `Known here: ${knownKeys.join(', ')}.` : `Did you mean ${meant}?`;
  log.errorAtKey('policy_key_unknown', at, `${label(at)} is no key of the policy`, hint);
}

/** For a closed list, the word that was probably meant. */
function nearestWord({ params, instancePath }: SchemaError, data: YamlData): string | undefined {
  const [allowed, value] = [params['allowedValues'], valueAt(data, instancePath)];
  const meant = Array.isArray(allowed) && typeof value === 'string' ? didYouMean(value, allowed.map(String)) : null;
  return meant === null ? undefined : `Did you mean ${meant}?`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  object: 'a mapping',
  array: 'a list',
  boolean: 'true or false',
};

/** What the schema wants, as it follows "must be". */
function expectedWords({ keyword, params, instancePath }: SchemaError): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'type':
      return TYPE_WORDS[String(params['type'])] ?? String(params['type']);
    case 'enum':
      return either(Array.isArray(params['allowedValues']) ? params['allowedValues'].map(String) : []);
    case 'anyOf':
      return either(Array.isArray(params['words']) ? params['words'].map(String) : []);
    case 'const':
      return String(params['allowedValue']);
    case 'pattern':
      return schemaPlace(instancePath).expected ?? 'of another form';
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'minLength':
      return 'a text that is not empty';
    case 'maxLength':
      return `at most ${limit} characters`;
    case 'minItems':
      return 'a list that is not empty';
    case 'maxItems':
      return `a list of at most ${limit} entries`;
    case 'maxProperties':
      return `a mapping of at most ${limit} keys`;
    default:
      return 'of another form';
  }
}

function valueAt(data: unknown, pointer: string): unknown {
  const steps = pointer === '' ? [] : pointer.slice(1).split('/');
  return steps.reduce<unknown>((value, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? Reflect.get(value, key)
      : undefined;
  }, data);
}
