import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENT_CHANGE_KEYS } from '../../src/records/change/document.ts';
import { REFERENCE_CHANGE_KEYS } from '../../src/records/change/reference.ts';
import { DOCUMENT_ROLLOUT_KEYS } from '../../src/records/rollout/document.ts';
import { REFERENCE_ROLLOUT_KEYS } from '../../src/records/rollout/reference.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schemas = {
  change: JSON.parse(read('schemas/change.schema.json')),
  rollout: JSON.parse(read('schemas/rollout.schema.json')),
};
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, keywords: ['x-validator'] });
const validate = { change: ajv.compile(schemas.change), rollout: ajv.compile(schemas.rollout) };
const example = (name: string) => parse(read(`test/fixtures/records/examples/${name}`));

describe('the published schema of', () => {
  it.each([
    ['change', 'change.yaml'],
    ['change', 'change-record.yaml'],
    ['rollout', 'rollout.yaml'],
    ['rollout', 'rollout-record.yaml'],
  ] as const)('a %s file takes the example %s', (name, file) => {
    expect(validate[name](example(file)) || validate[name].errors).toBe(true);
  });

  it('a rollout file takes both shapes in one file, with the checks under either', () => {
    const { required_checks: _, ...gate } = example('rollout-record.yaml');
    expect(validate.rollout({ ...gate, ...example('rollout.yaml') })).toBe(true);
    expect(validate.rollout(gate)).toBe(false);
  });

  it.each([
    ['change', {}],
    ['change', { change: null }],
    ['change', { kind: 'rollout_gate_record' }],
    ['rollout', {}],
    ['rollout', { rollout: [] }],
    ['rollout', { rollout: {}, blocking_findings: [] }],
    ['rollout', { rollout: { require: ['a', 'a'] } }],
  ] as const)('a %s file refuses %j', (name, data) => {
    expect(validate[name](data)).toBe(false);
  });

  it.each([
    ['change', 'ChangeFileFields', REFERENCE_CHANGE_KEYS],
    ['change', 'ChangeFileDocument', DOCUMENT_CHANGE_KEYS],
    ['rollout', 'RolloutFileFields', REFERENCE_ROLLOUT_KEYS],
    ['rollout', 'RolloutFileDocument', DOCUMENT_ROLLOUT_KEYS],
  ] as const)('%s: %s has the keys that the reader knows, each with a description', (name, definition, keys) => {
    const { properties } = schemas[name].$defs[definition];
    expect(Object.keys(properties)).toEqual([...keys]);
    for (const key of keys) expect(properties[key].description).toMatch(/\.$/);
  });
});
