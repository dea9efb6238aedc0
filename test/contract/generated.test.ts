import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputsFromSchemas } from '../../scripts/generate/from-schemas.ts';
import { staleOutputs, writeOutputs } from '../../scripts/generate/output-set.ts';
import { isNode, mapSchema, readSchemas, type SchemaNode } from '../../scripts/generate/schema-set.ts';
import { validateEvalReport } from '../../src/generated/validators/eval-report.js';
import { processorTime } from '../support/processor-time.ts';

const root = join(import.meta.dirname, '../..');
const schemas = readSchemas(join(root, 'schemas'));

describe('published schemas', () => {
  it.each(schemas)('$name carries its own address and draft', ({ name, root: schema }) => {
    expect(schema['$id']).toBe(`https://rollout-gate.dev/schemas/${name}.schema.json`);
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it.each(schemas)('$name uses only patterns that answer at once on long hostile text', ({ root: schema }) => {
    const patterns = collect(schema, (node) => (typeof node['pattern'] === 'string' ? [node['pattern']] : []));
    const hostile = ['a', '0', ' ', '-', '/', 'a-', 'aA0.', '\u0000'].map(
      (piece) => `${piece.repeat(65_536 / piece.length)}!`,
    );
    const slow = patterns.filter((pattern) => {
      const took = processorTime(() => {
        for (const text of hostile) new RegExp(pattern, 'u').test(text);
      });
      return took > 50 * hostile.length;
    });
    expect(slow).toEqual([]);
  });
});

describe('published schemas', () => {
  it.each(schemas)('$name describes every key', ({ root: schema }) => {
    const bare = collect(schema, (node) =>
      isNode(node['properties'])
        ? Object.entries(node['properties']).flatMap(([key, value]) => (isDescribed(value) ? [] : [key]))
        : [],
    );
    expect(bare).toEqual([]);
  });
});

describe('generated files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'generated-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are what the schemas say, twice the same', async () => {
    const first = await outputsFromSchemas(join(root, 'schemas'));
    const second = await outputsFromSchemas(join(root, 'schemas'));
    expect([...second]).toEqual([...first]);
    expect(staleOutputs(root, first)).toEqual([]);
  });

  it('are reported when missing, edited or left over, and mended by writing them', async () => {
    const outputs = await outputsFromSchemas(join(root, 'schemas'));
    expect(staleOutputs(folder, outputs)).toHaveLength(outputs.size);
    writeOutputs(folder, outputs);
    expect(staleOutputs(folder, outputs)).toEqual([]);

    const types = join(folder, 'src/generated/types.ts');
    writeFileSync(types, `${readFileSync(types, 'utf8')}// edited by hand\n`);
    const leftOver = join(folder, 'src/generated/validators/gone.js');
    mkdirSync(dirname(leftOver), { recursive: true });
    writeFileSync(leftOver, readFileSync(types, 'utf8'));
    writeFileSync(join(folder, 'src/generated/by-another-script.ts'), 'export {};\n');
    expect(staleOutputs(folder, outputs)).toEqual([
      'src/generated/types.ts is not what schemas/ says',
      'src/generated/validators/gone.js has no schema any more',
    ]);

    expect(writeOutputs(folder, outputs)).toEqual(['src/generated/types.ts']);
    expect(staleOutputs(folder, outputs)).toEqual([]);
    expect(existsSync(join(folder, 'src/generated/by-another-script.ts'))).toBe(true);
  });
});

describe('generated validators', () => {
  const folder = join(root, 'src/generated/validators');

  it('need no package and compile nothing at run time', () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).not.toMatch(/\brequire\(|\bnew Function\b|\beval\(|\bimport\(/);
      expect(
        [...text.matchAll(/\bimport\b[^;]*?\bfrom ?["']([^"']+)["']/g)]
          .map((match) => match[1])
          .filter((from) => from !== './runtime.js'),
      ).toEqual([]);
    }
  });

  it('count only own keys, so that an inherited name is not there', () => {
    const inherited: unknown = Object.create({ version: 1, suite: 'x' });
    expect(validateEvalReport(inherited)).toBe(false);
    expect(validateEvalReport.errors?.some(({ keyword }) => keyword === 'required')).toBe(true);
  });

  it('report all findings at once, each with its pointer', () => {
    expect(validateEvalReport({ version: 'one', cases: 3 })).toBe(false);
    const pointers = validateEvalReport.errors?.map(({ instancePath }) => instancePath) ?? [];
    expect(pointers).toEqual(expect.arrayContaining(['/version', '/cases', '']));
  });
});

function isDescribed(value: unknown): boolean {
  return (
    value === true || (isNode(value) && (typeof value['description'] === 'string' || typeof value['$ref'] === 'string'))
  );
}

/** What `pick` finds in each schema object of a schema. */
function collect(schema: SchemaNode, pick: (node: SchemaNode) => readonly string[]): string[] {
  const found: string[] = [];
  mapSchema(schema, (node) => {
    found.push(...pick(node));
    return node;
  });
  return found;
}
