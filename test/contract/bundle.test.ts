import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildAction, staleBundle } from '../../scripts/build/action-bundle.ts';

const root = join(import.meta.dirname, '../..');

const sources = {
  'main.ts':
    "import { parse } from 'yaml';\nimport { word } from './word.ts';\nconsole.log(parse(word).a, typeof import.meta.dirname, import.meta.url.slice(0, 5));\n",
  'word.ts': "export const word: string = 'a: 24';\n",
};

describe('the bundle of the Action', () => {
  // Inside the repository, so that packages resolve the way they do for the real one.
  let folder = '';
  beforeEach(() => {
    mkdirSync(join(root, '.tmp'), { recursive: true });
    folder = mkdtempSync(join(root, '.tmp/bundle-'));
    mkdirSync(join(folder, 'src/action'), { recursive: true });
    for (const [file, text] of Object.entries(sources)) writeFileSync(join(folder, 'src/action', file), text);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('runs as one file, without node_modules or TypeScript', async () => {
    await buildAction(folder);
    const run = spawnSync(process.execPath, ['dist/index.cjs'], { cwd: folder, encoding: 'utf8' });
    expect([run.stderr, run.stdout]).toEqual(['', '24 string file:\n']);
  });

  it('is the same bytes twice and names no path of this machine', async () => {
    await buildAction(folder);
    const first = readFileSync(join(folder, 'dist/index.cjs'), 'utf8');
    await buildAction(folder);
    expect(readFileSync(join(folder, 'dist/index.cjs'), 'utf8')).toBe(first);
    expect(first).not.toContain(root);
  });

  it('comes with the licence of every package in it', async () => {
    await buildAction(folder);
    const text = readFileSync(join(folder, 'dist/licenses.txt'), 'utf8');
    expect(text).toMatch(/^yaml \d+\.\d+\.\d+ \(ISC\)\n-+\nCopyright/);
    expect(text).not.toContain(root);
  });

  it('is stale when missing, and when a single byte differs', async () => {
    expect(await staleBundle(folder)).toEqual(['dist/index.cjs is missing', 'dist/licenses.txt is missing']);
    await buildAction(folder);
    expect(await staleBundle(folder)).toEqual([]);
    const file = join(folder, 'dist/index.cjs');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = 0x20;
    writeFileSync(file, bytes);
    expect(await staleBundle(folder)).toEqual([expect.stringMatching(/^dist\/index\.cjs differs from a fresh build/)]);
  });
});
