import { describe, expect, it } from 'vitest';
import policySchema from '../../../schemas/policy.schema.json' with { type: 'json' };
import { readPolicy } from '../../../src/records/policy/reader.ts';

/** Every node of the schema that describes a value, with its path. */
function nodes(value: unknown, path = '#'): [string, Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => nodes(child, `${path}/${key}`));
  return [[path, { ...value }], ...inner];
}

describe('the schema of policies', () => {
  const all = nodes(policySchema);

  it('describes every key', () => {
    const keys = all.filter(([path]) => /\/properties\/[^/]+$/.test(path));
    expect(keys.length).toBeGreaterThan(90);
    expect(keys.filter(([, node]) => typeof node['description'] !== 'string').map(([path]) => path)).toEqual([]);
  });

  it('knows every key of every mapping', () => {
    const open = all.filter(([, node]) => node['type'] === 'object' && node['additionalProperties'] === undefined);
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it('has words for every pattern, so that no message shows one', () => {
    const patterns = all.filter(([, node]) => typeof node['pattern'] === 'string');
    expect(patterns.length).toBeGreaterThan(8);
    expect(patterns.filter(([, node]) => typeof node['x-expected'] !== 'string').map(([path]) => path)).toEqual([]);
  });

  it('refuses keys that would reach a prototype', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const { effective, problems } = readPolicy(`version: 1\nroles:\n  ${key}: {}\n`, 'p.yml');
      expect(effective).toBeNull();
      expect(problems[0]?.code).toBe('yaml_key_forbidden');
    }
  });
});
