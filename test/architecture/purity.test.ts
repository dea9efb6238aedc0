import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findImpurities } from './purity-scan.ts';

const root = join(import.meta.dirname, '../..');

describe.each(['src/core', 'src/report'])('%s', (folder) => {
  it('has no clock, chance, machine, async or throw', () => {
    const found = typeScriptFiles(folder).flatMap((file) =>
      findImpurities(readFileSync(join(root, file), 'utf8'), file).map(
        ({ line, what, message }) => `${file}:${line} uses ${what}: ${message}.`,
      ),
    );
    expect(found).toEqual([]);
  });
});

const impure: readonly (readonly [text: string, what: string])[] = [
  ['export const now = Date.now();', 'Date.now'],
  ['export const now = new Date();', 'new Date()'],
  ['export const now = Date();', 'new Date()'],
  ['export const x = Math.random();', 'Math.random'],
  ['export const x = crypto.randomUUID();', 'crypto'],
  ['export const x = process.env;', 'process'],
  ["console.log('x');", 'console'],
  ['export const x = performance.now();', 'performance'],
  ['export async function f() {}', 'async'],
  ['export const f = async () => 1;', 'async'],
  ['await g();', 'await'],
  ["export const f = () => { throw new Error('x'); };", 'throw'],
  ['export const p = Promise.resolve(1);', 'Promise'],
  ["export const m = import('./m.ts');", 'import()'],
  ['export const r = (pattern: string) => new RegExp(pattern);', 'new RegExp(value)'],
  ["export const x = ['b', 'a'].sort((a, b) => a.localeCompare(b));", 'localeCompare'],
  ['export const h = (at: Date) => at.getHours();', 'getHours'],
  ['export const g = globalThis;', 'globalThis'],
  ['setTimeout(() => 1, 1);', 'setTimeout'],
  ["export const x = eval('1');", 'eval'],
];

const pure: readonly string[] = [
  'export const at = (now: string) => new Date(now).getTime();',
  'export const hours = (at: Date) => at.getUTCHours();',
  'export interface Check { readonly process: string; readonly crypto: number; }',
  'export const f = (check: { process: string }) => check.process;',
  'export const f = ({ process }: { process: string }) => ({ process: 1 });',
  'export const r = /^a+$/;',
  'export const parse = (text: string) => Date.parse(text);',
  '// a comment may say throw, await and Date.now()\nexport const x = 1;',
];

describe('the scan', () => {
  it.each(impure)('finds %s', (text, what) => {
    expect(findImpurities(text).map((impurity) => impurity.what)).toContain(what);
  });

  it.each(pure)('lets %s be', (text) => {
    expect(findImpurities(text)).toEqual([]);
  });
});

function typeScriptFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
}
