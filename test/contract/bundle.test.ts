import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildAction, staleBundle } from '../../scripts/build/action-bundle.ts';

const root = join(import.meta.dirname, '../..');

const sources = {
  'main.ts':
    "import { parse } from 'yaml';\nimport { word } from './word.ts';\nconsole.log(parse(word).a, typeof import.meta.dirname, import.meta.url.slice(0, 5));\nvoid import('./late.ts').then(({ late }) => late());\n",
  'word.ts': "export const word: string = 'a: 24';\n",
  'late.ts':
    "import { setOutput } from '@actions/core';\nimport { word } from './word.ts';\nexport const late = () => console.log(typeof setOutput, word);\n",
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

  it('runs without node_modules or TypeScript', async () => {
    await buildAction(folder);
    const run = spawnSync(process.execPath, ['dist/index.cjs'], { cwd: folder, encoding: 'utf8' });
    expect([run.stderr, run.stdout]).toEqual(['', '24 string file:\nfunction a: 24\n']);
  });

  it('keeps what is loaded later in a file of its own', async () => {
    const files = (await buildAction(folder)).map(([path]) => path);
    expect(files).toEqual(['dist/index.cjs', 'dist/late.cjs', 'dist/licenses.txt']);
    expect(readFileSync(join(folder, 'dist/index.cjs'), 'utf8')).not.toContain('GITHUB_OUTPUT');
  });

  it('takes of the toolkit what is used: neither undici nor the HTTP client behind it', async () => {
    await buildAction(folder);
    expect(readFileSync(join(folder, 'dist/late.cjs'), 'utf8').length).toBeLessThan(20_000);
  });

  it('can be built elsewhere', async () => {
    await buildAction(folder, join(folder, 'elsewhere'));
    expect(existsSync(join(folder, 'elsewhere/dist/index.cjs'))).toBe(true);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
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
    expect(text).toMatch(/^@actions\/core \d/);
    expect(text).toMatch(/^yaml \d+\.\d+\.\d+ \(ISC\)\n-+\nCopyright/m);
    expect(text).not.toContain(root);
  });

  it('is stale when missing, and when a single byte differs', async () => {
    expect(await staleBundle(folder)).toEqual(
      ['index.cjs', 'late.cjs', 'licenses.txt'].map((name) => `dist/${name} is missing`),
    );
    await buildAction(folder);
    expect(await staleBundle(folder)).toEqual([]);
    const file = join(folder, 'dist/index.cjs');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = 0x20;
    writeFileSync(file, bytes);
    writeFileSync(join(folder, 'dist/old.cjs'), '');
    expect(await staleBundle(folder)).toEqual([
      expect.stringMatching(/^dist\/index\.cjs differs from a fresh build/),
      'dist/old.cjs is left over from an older build',
    ]);
  });
});

describe('the bundle as it is now', () => {
  it('takes at most 900 KB in all, and its entry is small', async () => {
    const target = mkdtempSync(join(tmpdir(), 'rollout-gate-bundle-'));
    const files = await buildAction(root, target);
    rmSync(target, { recursive: true, force: true });
    expect(files.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(900_000);
    expect(new Map(files).get('dist/index.cjs')).toBeLessThan(5_000);
  });
});
