import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../../scripts/build/package-files.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/rollout-gate.js');

describe('the command on an old Node', () => {
  it.each(['20.20.2', '18.0.0', '22.12.0'])('says on %s which version it needs and ends with status 3', (version) => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
    const run = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, bin, '--help'],
      {
        encoding: 'utf8',
      },
    );
    expect(run.stderr).toBe(`rollout-gate needs Node 24 or newer; this is Node ${version}.\n`);
    expect(run.stdout).toBe('');
    expect(run.status).toBe(3);
  });

  it('is written in syntax that an old Node can read', () => {
    const text = readFileSync(bin, 'utf8');
    expect(text).not.toMatch(/=>|`|\?\?|\?\.|\b(const|let|class|async|await)\b|^import /m);
  });
});

describe('the package', () => {
  /** A project that has installed the package: its files in a folder of its own, the dependencies above it. */
  let home = '';
  let folder = '';
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'package-'));
    folder = join(home, 'rollout-gate');
    symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
    buildPackage(root, join(folder, 'build'));
    for (const name of ['bin', 'schemas', 'package.json'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('holds no sandbox, no Action and no TypeScript', () => {
    expect(readdirSync(join(folder, 'build')).filter((name) => ['sandbox', 'start', 'action'].includes(name))).toEqual(
      [],
    );
    const files = readdirSync(join(folder, 'build'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.endsWith('.ts'))).toEqual([]);
    expect(files.length).toBeGreaterThan(10);
  });

  it('imports nothing that it does not hold or depend on', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const allowed = Object.keys(manifest.dependencies);
    const files = readdirSync(join(folder, 'build'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.js'),
    );
    const wrong = files.flatMap((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, 'build', file), 'utf8'), true, true);
      return importedFiles
        .map(({ fileName }) => fileName)
        .filter(
          (from) => !from.startsWith('node:') && !isHeld(folder, file, from) && !allowed.includes(packageOf(from)),
        )
        .map((from) => `build/${file} imports ${from}`);
    });
    expect(wrong).toEqual([]);
  });

  it('has a manifest in which publint finds nothing', async () => {
    const { messages } = await publint({ pkgDir: folder, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  it('runs the command with only its own files and its dependencies', () => {
    const run = spawnSync(process.execPath, ['bin/rollout-gate.js', '--help'], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('rollout-gate');
    expect(run.status).toBe(0);
  });
});

describe('the packed package', () => {
  /** A project that has the tarball installed, with the runtime dependencies and no others. */
  let project = '';
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [join(project, 'node_modules/rollout-gate/bin/rollout-gate.js'), ...words], {
      cwd: project,
      encoding: 'utf8',
    });

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'project-'));
    const source = join(project, 'source');
    buildPackage(root, join(source, 'build'));
    const names = ['bin', 'schemas', 'templates', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];
    for (const name of names) cpSync(join(root, name), join(source, name), { recursive: true });
    const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
      cwd: source,
      encoding: 'utf8',
    });
    const [tarball] = readdirSync(project).filter((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(packed.stderr);
    const modules = join(project, 'node_modules');
    mkdirSync(join(modules, 'rollout-gate'), { recursive: true });
    spawnSync('tar', ['-xzf', tarball, '-C', join(modules, 'rollout-gate'), '--strip-components=1'], { cwd: project });
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
  }, 60_000);
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it.each<readonly [words: readonly string[], status: number, said: string]>([
    [['--help'], 0, 'rollout-gate COMMAND [OPTIONS]'],
    [['--version'], 0, '.'],
    [['schema', 'change'], 0, '"$schema"'],
    [['init', '--template', 'team'], 0, 'wrote    .github/rollout-gate.yml'],
    [['validate'], 0, 'no problem in 3 files'],
    [['policy', '--effective'], 0, '"surfaces"'],
    [['check-change', 'changes/example/change.yaml'], 1, 'offline_eval_passed'],
    [
      ['check-change', '--config-dir', 'changes/example', '--signal', 'offline_eval_passed=true', '--json'],
      0,
      '"ready":true',
    ],
    [['explain', 'surface_undeclared'], 0, 'surface_undeclared'],
    [['check', '--base', 'a', '--head', 'b'], 3, ''],
  ])('runs %j', (words, status, said) => {
    const result = run(...words);
    expect(result.stdout).toContain(said);
    expect(result.status).toBe(status);
    if (status < 2) expect(result.stderr).toBe('');
    else expect(result.stderr).toContain('git_failed');
  });

  it('holds nothing but what it needs', () => {
    const held = readdirSync(join(project, 'node_modules/rollout-gate')).toSorted();
    expect(held).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'build',
      'package.json',
      'schemas',
      'templates',
    ]);
  });
});

/** `octokit` for `octokit/types`, `@octokit/core` for `@octokit/core/types`. */
function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

/** A relative import that leads to a file of the package: built code, or a schema beside it. */
function isHeld(folder: string, file: string, from: string): boolean {
  return from.startsWith('.') && existsSync(join(folder, 'build', file, '..', from));
}
