import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inputNames, outputNames } from '../../src/action/keys.ts';
import { commands, formats } from '../../src/action/inputs.ts';
import { loadActionParser } from './action-parser.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Keys {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { description: string; required: boolean; default: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
}

const keys = JSON.parse(read('schemas/action-keys.json')) as Keys;
const action = parse(read('action.yml')) as Keys & { runs: { using: string; main: string } };

describe('the keys of the Action', () => {
  it('are the same in the list, in action.yml and in code', () => {
    const { name, description, inputs, outputs } = action;
    expect({ name, description, inputs, outputs }).toEqual({ ...keys });
    expect(Object.keys(keys.inputs)).toEqual([...inputNames]);
    expect(Object.keys(keys.outputs)).toEqual([...outputNames]);
  });

  it('stand in the documentation with their sentences', () => {
    const page = read('docs/reference/inputs.md');
    for (const [name, { description }] of Object.entries({ ...keys.inputs, ...keys.outputs })) {
      expect(page).toContain(`| \`${name}\` |`);
      expect(page).toContain(description.split('.')[0]);
    }
  });

  it('are read nowhere but where the list says', () => {
    const sources = ['inputs.ts', 'main.ts', 'run.ts', 'check.ts', 'record-eval.ts', 'outputs.ts', 'capsule-file.ts'];
    const texts = sources.map((file) => read(`src/action/${file}`)).join('\n');
    const unread = [...inputNames, ...outputNames].filter(
      (name) => !new RegExp(`['"\\x60.]${name}\\b|\\b${name}:`).test(texts) && name !== 'pull-request',
    );
    expect(unread).toEqual([]);
    for (const variable of texts.match(/INPUT_[A-Z-]+/g) ?? []) {
      expect(inputNames as readonly string[]).toContain(variable.slice('INPUT_'.length).toLowerCase());
    }
  });

  it('are described in full sentences that name every word that an input takes', () => {
    for (const { description } of [...Object.values(keys.inputs), ...Object.values(keys.outputs)]) {
      expect(description).toMatch(/^[\p{L}].+\.$/u);
    }
    for (const word of commands) expect(keys.inputs['command']?.description).toContain(word);
    for (const word of formats) expect(keys.inputs['format']?.description).toContain(word);
  });

  it('start a file that the bundle has', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.cjs' });
    expect(existsSync(join(root, action.runs.main))).toBe(true);
  });
});

describe("GitHub's own parser of action files", () => {
  let errorsOf: Awaited<ReturnType<typeof loadActionParser>>;
  beforeAll(async () => {
    errorsOf = await loadActionParser();
  });

  it('takes action.yml', () => expect(errorsOf('action.yml', read('action.yml'))).toEqual([]));

  it.each([
    ['a runtime that is not there', (text: string) => text.replace('node24', 'node99')],
    ['a required that is no boolean', (text: string) => text.replace('required: false', 'required: perhaps')],
    ['a missing description', (text: string) => text.replace(/^description: .*$/m, '')],
    ['an unknown key', (text: string) => `${text}\nrunz: x\n`],
    ['no main', (text: string) => text.replace('  main: dist/index.cjs\n', '')],
  ])('would not take %s', (_sentence, broken) => {
    expect(errorsOf('action.yml', broken(read('action.yml'))).length).toBeGreaterThan(0);
  });
});
