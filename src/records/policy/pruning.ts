import type { SchemaError } from '../../generated/schema-error.ts';
import type { PolicyFile } from '../../generated/types.ts';
import { validatePolicy } from '../../generated/validators/policy.js';
import type { YamlData } from '../yaml/node.ts';
import { pointerStep } from '../yaml/node.ts';
import { withoutEchoes } from './violations.ts';

/** Removing a bad value can leave a mapping without a required key: so deep is no policy. */
const MAX_ROUNDS = 8;

/**
 * What is left of a file when everything that doesn't fit the schema is taken out, so that the rest can be checked at once.
 * A list with a bad entry goes as a whole: without the entry, the pointers of the others would be wrong. Null = nothing is left.
 */
export function pruneToSchema(data: YamlData): PolicyFile | null {
  const copy: unknown = structuredClone(data);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (validatePolicy(copy)) return copy;
    for (const error of withoutEchoes(validatePolicy.errors ?? [], copy)) remove(copy, culprit(error));
  }
  return null;
}

function culprit({ keyword, params, instancePath }: SchemaError): string {
  return keyword === 'additionalProperties'
    ? pointerStep(instancePath, String(params['additionalProperty']))
    : instancePath;
}

function remove(data: unknown, pointer: string): void {
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  // The version has one right value: it is put in, because nothing else would be left of a file without it.
  if (isObject(data) && (pointer === '' || pointer === '/version')) data['version'] = 1;
  let [holder, key]: [unknown, string | undefined] = [null, undefined];
  let node: unknown = data;
  for (const step of steps) {
    if (isObject(node)) [holder, key] = [node, step];
    node = typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined;
  }
  if (isObject(holder) && key !== undefined && key !== 'version') delete holder[key];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
