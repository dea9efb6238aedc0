import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputsFromSchemas } from '../../scripts/generate/from-schemas.ts';
import { writeOutputs } from '../../scripts/generate/output-set.ts';

const root = join(import.meta.dirname, '../..');
const draft = 'https://json-schema.org/draft/2020-12/schema';
const id = (name: string) => ({ $schema: draft, $id: `https://rollout-gate.dev/schemas/${name}.schema.json` });

const schemas = {
  'order.schema.json': {
    ...id('order'),
    'x-validator': true,
    type: 'object',
    description: 'An order.',
    properties: {
      title: { type: 'string', minLength: 2 },
      code: { type: 'string', 'x-codes': 'reasons', description: 'Why.' },
      place: { $ref: '#/$defs/Place', description: 'Where it stands.' },
      point: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
      shared: { $ref: 'parts.schema.json#/$defs/Shared' },
      tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    },
    required: ['title'],
    additionalProperties: false,
    if: { properties: { title: { const: 'gone' } } },
    then: { required: ['code'] },
    $defs: { Place: { enum: ['here', 'there'] } },
  },
  'parts.schema.json': {
    ...id('parts'),
    $defs: {
      Shared: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
      Place: { type: 'string' },
    },
  },
};
const reasons = [
  { code: 'too_late', means: 'It is too late.', next: 'Come earlier.', effect: 'block' },
  { code: 'too_early', means: 'It is too early.', next: 'Wait.', effect: 'wait' },
];

describe('generating from a small set of schemas', () => {
  let folder = '';
  beforeEach(() => {
    mkdirSync(join(root, '.tmp'), { recursive: true });
    folder = mkdtempSync(join(root, '.tmp/schemas-'));
    mkdirSync(join(folder, 'schemas/codes'), { recursive: true });
    for (const [file, schema] of Object.entries(schemas)) save(file, schema);
    save('codes/reasons.json', reasons);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const save = (file: string, value: unknown) => writeFileSync(join(folder, 'schemas', file), JSON.stringify(value));
  const generate = () => outputsFromSchemas(join(folder, 'schemas'));

  it('names each type once, readonly, and keeps properties that are called like annotations', async () => {
    const types = (await generate()).get('src/generated/types.ts') ?? '';
    const flat = types.replaceAll(/\s+/g, ' ');
    expect(flat).toContain("import type { ReasonCode } from './codes.ts';");
    expect(flat).toContain('export interface Order { readonly title: string; /** Why. */ readonly code?: ReasonCode;');
    expect(flat).toContain(
      '/** Where it stands. */ readonly place?: OrderPlace; readonly point?: readonly [ number, number ];',
    );
    expect(flat).toContain('readonly shared?: Shared; readonly tags?: readonly string[];');
    expect(flat).toContain('export type PartsPlace = string;');
    expect(flat.match(/interface Shared /g)).toHaveLength(1);
    expect(flat).not.toContain('interface Parts');
  });

  it('makes a closed list with its texts', async () => {
    const codes = (await generate()).get('src/generated/codes.ts') ?? '';
    expect(codes).toContain('export const reasonCodes = [\n  "too_late",\n  "too_early",\n] as const;');
    expect(codes).toContain('  too_late: {"means":"It is too late.","next":"Come earlier.","effect":"block"},');
  });

  it('makes a validator that knows the codes, the conditions and only own keys', async () => {
    writeOutputs(folder, await generate());
    const file = pathToFileURL(join(folder, 'src/generated/validators/order.js')).href;
    const { validateOrder } = (await import(/* @vite-ignore */ file)) as { validateOrder: (value: unknown) => boolean };
    const cases: readonly (readonly [value: unknown, valid: boolean])[] = [
      [{ title: 'ok' }, true],
      [{ title: 'o' }, false],
      [{ title: '😀' }, false],
      [{ title: 'ok', code: 'too_late', place: 'here', point: [1, 2], shared: { a: 1 }, tags: ['a', 'b'] }, true],
      [{ title: 'ok', code: 'never' }, false],
      [{ title: 'gone' }, false],
      [{ title: 'gone', code: 'too_late' }, true],
      [{ title: 'ok', tags: ['a', 'a'] }, false],
      [{ title: 'ok', shared: Object.create({ a: 1 }) }, false],
      [{ title: 'ok', ['__proto__']: 1 }, false],
      [Object.assign(Object.create({ other: 1 }), { title: 'ok' }), true],
    ];
    expect(cases.map(([value]) => validateOrder(value))).toEqual(cases.map(([, valid]) => valid));
  });

  it('documents keys and codes in tables', async () => {
    const outputs = await generate();
    expect(outputs.get('docs/reference/fields.md')).toContain(
      '| `place` | [Place](#order-place) |  |  | Where it stands. |',
    );
    expect(outputs.get('docs/reference/codes.md')).toContain(
      '| `too_late` | block | It is too late. | Come earlier. |',
    );
  });

  it.each([
    [
      'a list that is not there',
      'a.schema.json',
      { ...id('a'), type: 'string', 'x-codes': 'faults' },
      /schemas\/codes\/faults\.json/,
    ],
    ['a $ref to nowhere', 'a.schema.json', { ...id('a'), $ref: 'b.schema.json' }, /no schema has/],
    ['a validator without an address', 'a.schema.json', { type: 'string', 'x-validator': true }, /"\$id"/],
    ['a code twice', 'codes/reasons.json', [reasons[0], reasons[0]], /stands twice/],
    ['a code without a next step', 'codes/reasons.json', [{ code: 'a', means: 'b' }], /"next"/],
    ['a code in another spelling', 'codes/reasons.json', [{ code: 'a-b', means: 'b', next: 'c' }], /snake_case/],
  ])('refuses %s and says what is wrong', async (_name, file, value, message) => {
    save(file, value);
    await expect(generate()).rejects.toThrow(message);
  });
});
