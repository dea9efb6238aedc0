import policySchema from '../../../schemas/policy.schema.json' with { type: 'json' };

/** What the published schema says of a place in the file: the keys that are known there, and our words for its form. */
export interface SchemaPlace {
  readonly knownKeys: readonly string[];
  readonly expected: string | null;
}

/** Follows a JSON pointer into the data through the schema (the validator's own path starts anew at each definition). */
export function schemaPlace(pointer: string): SchemaPlace {
  const steps = pointer === '' ? [] : pointer.slice(1).split('/');
  const nodes = steps.reduce<unknown[]>(
    (forms, step) => forms.flatMap((form) => below(form, step)),
    resolve(policySchema),
  );
  const expected = nodes.map((node) => member(node, 'x-expected')).find((words) => typeof words === 'string');
  return {
    knownKeys: nodes.flatMap((node) => keysOf(member(node, 'properties'))),
    expected: typeof expected === 'string' ? expected : null,
  };
}

/** The forms that a node may have: itself, what it refers to, and its alternatives. */
function resolve(node: unknown): unknown[] {
  const reference = member(node, '$ref');
  const target = typeof reference === 'string' ? [member(policySchema.$defs, reference.slice('#/$defs/'.length))] : [];
  const alternatives = member(node, 'anyOf');
  return [node, ...target.flatMap(resolve), ...(Array.isArray(alternatives) ? alternatives.flatMap(resolve) : [])];
}

function below(node: unknown, step: string): unknown[] {
  const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
  const own = member(member(node, 'properties'), key) ?? member(node, 'additionalProperties') ?? member(node, 'items');
  return own === undefined || own === false ? [] : resolve(own);
}

function member(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined;
}

function keysOf(node: unknown): string[] {
  return typeof node === 'object' && node !== null ? Object.keys(node) : [];
}
