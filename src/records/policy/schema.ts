import policySchema from '../../../schemas/policy.schema.json' with { type: 'json' };

/** What the published schema says at a validator's `schemaPath`: the keys that are known there, and our words for a pattern. */
export interface SchemaPlace {
  readonly knownKeys: readonly string[];
  readonly expected: string | null;
}

/** `#/$defs/PolicyFileWave/additionalProperties` → the node that holds the keyword. */
export function schemaPlace(schemaPath: string): SchemaPlace {
  const steps = schemaPath
    .slice(schemaPath.indexOf('#') + 1)
    .split('/')
    .slice(1, -1);
  const node = steps.map(decodeStep).reduce<unknown>(child, policySchema);
  const properties = child(node, 'properties');
  const expected = child(node, 'x-expected');
  return {
    knownKeys: typeof properties === 'object' && properties !== null ? Object.keys(properties) : [],
    expected: typeof expected === 'string' ? expected : null,
  };
}

function child(node: unknown, step: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, step) ? Reflect.get(node, step) : undefined;
}

function decodeStep(step: string): string {
  return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
}
