import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBorders } from './border-check.ts';
import { borders } from './border-table.ts';

const root = join(import.meta.dirname, '../..');
const drafts: string[] = [];

afterEach(() => {
  for (const folder of drafts.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('import borders', () => {
  it('hold, and every TypeScript module under src was seen', async () => {
    const { modules, violations } = await checkBorders(root);
    expect(violations.map(({ message }) => message)).toEqual([]);
    expect(modules.toSorted()).toEqual(typeScriptFiles(join(root, 'src')));
  }, 60_000);

  it('name every folder of src', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).toSorted()).toEqual(borders.map(({ folder }) => folder).toSorted());
  });
});

/** file, its text, the rule that must catch it (null: allowed). */
const seeds: readonly (readonly [file: string, text: string, rule: string | null])[] = [
  ['core/gate/a.ts', "import { parse } from '../../records/parse.ts';\nexport const x = parse;", 'core-folders'],
  ['core/gate/a.ts', "import type { Parse } from '../../records/parse.ts';\nexport type X = Parse;", 'core-folders'],
  ['core/gate/a.ts', "import { codes } from '../../generated/codes.ts';\nexport const x = codes;", 'core-types-only'],
  ['core/gate/a.ts', "import type { Code } from '../../generated/codes.ts';\nexport type X = Code;", null],
  ['core/gate/a.ts', "import { parse } from 'yaml';\nexport const x = parse;", 'core-packages'],
  ['core/gate/a.ts', "import { join } from 'node:path';\nexport const x = join;", 'core-built-ins'],
  ['core/gate/a.ts', "import { x } from './missing.ts';\nexport const y = x;", 'unresolvable'],
  ['records/a.ts', "import { parse } from 'yaml';\nexport const x = parse;", null],
  ['records/a.ts', "import { Octokit } from 'octokit';\nexport const x = Octokit;", 'records-packages'],
  ['records/a.ts', "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;", 'records-built-ins'],
  ['records/a.ts', "import { Ajv } from 'ajv';\nexport const x = Ajv;", 'published-code-needs-runtime-dependencies'],
  ['report/a.ts', "import { parse } from '../records/parse.ts';\nexport const x = parse;", 'report-folders'],
  ['settings/a.ts', "import { parse } from '../records/parse.ts';\nexport const x = parse;", 'settings-folders'],
  ['reconcile/a.ts', "import { read } from '../adapters/github/read.ts';\nexport const x = read;", 'reconcile-folders'],
  ['reconcile/a.ts', "import { Octokit } from 'octokit';\nexport const x = Octokit;", 'reconcile-packages'],
  ['adapters/a.ts', "import { judge } from '../reconcile/judge.ts';\nexport const x = judge;", 'adapters-folders'],
  ['adapters/a.ts', "import type { Port } from '../reconcile/ports.ts';\nexport type X = Port;", null],
  ['adapters/a.ts', "import { codes } from '../generated/codes.ts';\nexport const x = codes;", null],
  ['adapters/a.ts', "import { check } from '../generated/check.ts';\nexport const x = check;", 'adapters-types-only'],
  ['sandbox/a.ts', "import { judge } from '../reconcile/judge.ts';\nexport const x = judge;", 'sandbox-folders'],
  ['app/a.ts', "import { main } from '../cli/main.ts';\nexport const x = main;", 'app-folders'],
  ['app/a.ts', "import { spawn } from 'node:child_process';\nexport const x = spawn;", 'no-child-processes'],
  ['app/a.ts', "import { git } from '../adapters/checkout/git.ts';\nexport const x = git;", 'app-folders'],
  ['app/a.ts', "import { fetch } from 'undici';\nexport const x = fetch;", 'app-loads-undici-late'],
  ['app/a.ts', "export const x = () => import('../adapters/github/transport/undici-exchange.ts');", null],
  [
    'app/a.ts',
    "import { x } from '../adapters/github/transport/undici-exchange.ts';\nexport const y = x;",
    'app-loads-undici-late',
  ],
  ['start/a.ts', "import { spawn } from 'node:child_process';\nexport const x = spawn;", null],
  ['app/a.ts', "import { serve } from '../sandbox/serve.ts';\nexport const x = serve;", 'app-folders'],
  ['action/a.ts', "import { open } from '../adapters/store/open.ts';\nexport const x = open;", 'action-folders'],
  ['action/a.ts', "import { read } from '../adapters/github/read.ts';\nexport const x = read;", null],
  ['cli/a.ts', "import { Probot } from 'probot';\nexport const x = Probot;", 'cli-packages'],
  ['start/a.ts', "import { judge } from '../reconcile/judge.ts';\nexport const x = judge;", 'start-folders'],
  ['generated/a.ts', "import { parse } from '../records/parse.ts';\nexport const x = parse;", 'generated-folders'],
  ['core/gate/a.ts', "import { b } from './b.ts';\nexport const a = b;", 'no-cycles'],
];

/** What the seeds import, so that only the border can be wrong with them. */
const surroundings: Readonly<Record<string, string>> = {
  'records/parse.ts': 'export type Parse = string;\nexport const parse = 1;',
  'generated/codes.ts': "export type Code = 'a';\nexport const codes = 1;",
  'generated/check.ts': 'export const check = 1;',
  'reconcile/judge.ts': 'export const judge = 1;',
  'reconcile/ports.ts': 'export interface Port {\n  read(): void;\n}',
  'adapters/github/read.ts': 'export const read = 1;',
  'adapters/github/transport/undici-exchange.ts': 'export const x = 1;',
  'adapters/checkout/git.ts': 'export const git = 1;',
  'adapters/store/open.ts': 'export const open = 1;',
  'sandbox/serve.ts': 'export const serve = 1;',
  'cli/main.ts': 'export const main = 1;',
  'core/gate/b.ts': "import { a } from './a.ts';\nexport const b: number = a;",
};

describe('seeded imports', () => {
  it.each(seeds)('%s with %j meets %s', async (file, text, rule) => {
    const folder = seedFolder({
      ...surroundings,
      [file]: text,
      ...(rule === 'no-cycles' ? {} : { 'core/gate/b.ts': '' }),
    });
    const { violations } = await checkBorders(folder);
    const found = violations.filter(({ from }) => from === `src/${file}`);
    expect(found.map((violation) => violation.rule)).toEqual(rule === null ? [] : expect.arrayContaining([rule]));
    for (const { message } of found) expect(message.split('): ')[1]?.length).toBeGreaterThan(40);
  });
});

/** A tree inside the repository, so that packages resolve the way they do for the real one. */
function seedFolder(files: Readonly<Record<string, string>>): string {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, '.tmp/borders-'));
  drafts.push(folder);
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'src', file)), { recursive: true });
    writeFileSync(join(folder, 'src', file), text);
  }
  return folder;
}

function typeScriptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .toSorted();
}
