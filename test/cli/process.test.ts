import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change } from './agents-repository.ts';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'src/cli/main.ts');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-'));
  writeFileSync(join(folder, 'change.yaml'), change);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined };
const run = (words: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8', env: { ...environment, ...env } });

describe('the process', () => {
  it.each<readonly [words: readonly string[], status: number]>([
    [['validate'], 0],
    [['check-change', '--json'], 1],
    [['check-change', '--signal= =true'], 2],
    [['nonsense'], 2],
    [['check-change', 'absent.yaml'], 3],
  ])('%j ends with status %i', (words, status) => {
    const result = run(words);
    expect(result.status).toBe(status);
    // Results go to standard output, complaints to standard error, never both.
    expect([result.stdout === '', result.stderr === '']).toEqual([status > 1, status <= 1]);
  });

  it('paints in a pipe only when told to, and never against NO_COLOR', () => {
    writeFileSync(join(folder, 'rollout.yaml'), 'rollout: 1\n');
    expect(run(['validate']).stdout).not.toContain('\u001b');
    expect(run(['validate'], { FORCE_COLOR: '1' }).stdout).toContain('\u001b[31m');
    expect(run(['validate'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain('\u001b');
  });

  it('keeps the text of records from the runner that reads its log, and gives it annotations when asked', () => {
    const record = change.replace('[offline_eval_passed]', '["::error::x", "##[add-mask]y"]');
    writeFileSync(join(folder, '::warning::z-change.yaml'), `${record}  bad: 1\n`);
    const actions = { GITHUB_ACTIONS: 'true' };
    const texts = [run(['check-change'], actions), run(['validate', './::warning::z-change.yaml'], actions)];
    for (const { stdout, stderr } of texts) expect(`${stdout}${stderr}`).not.toMatch(/^\s*::|##\[/m);
    const { stdout } = run(['validate', './::warning::z-change.yaml', '--format', 'github'], actions);
    expect(stdout).toMatch(/^::warning file=%3A%3Awarning%3A%3Az-change.yaml,line=\d+,/);
  });

  it('ends quietly when its reader has seen enough', () => {
    const pipe = `"${process.execPath}" "${main}" explain | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', pipe], { encoding: 'utf8', env: environment });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });

  it('answers from a checkout by npm run, with nothing built', () => {
    const words = ['run', '--silent', 'rollout-gate', '--', 'explain', 'surface_undeclared'];
    const { stdout, status } = spawnSync('npm', words, { cwd: root, encoding: 'utf8', env: environment });
    expect(stdout).toContain('surface_undeclared (a reason of a decision: blocks)');
    expect(status).toBe(0);
  });
});
