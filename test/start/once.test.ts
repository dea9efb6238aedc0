import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesOf, missing } from './excerpt.ts';
import { validateExchangeLog } from '../support/github-descriptions/exchange-log.ts';

const root = join(import.meta.dirname, '..', '..');

it('npm start -- --once plays its eight parts as its story and the README say, by valid requests only, and ends with status 0', {
  timeout: 120_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  const log = join(folder, 'exchanges.jsonl');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'src/start/main.ts'), '--once', '--exchanges', log],
    { encoding: 'utf8', timeout: 110_000 },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const parts = stdout.split(/^\[\d of 8\]/m).slice(1);
  const [blocked, waiting, malformed, ungoverned, commanded, waived, queued, bypassed] = parts;
  expect(blocked).toContain('surface_undeclared');
  expect(blocked).toContain('Merge: not allowed');
  expect(waiting).toMatch(/Waiting: engineering, safety, offline_eval_passed[^]*Waiting: safety[^]*Merge: allowed/);
  expect(malformed).toContain('record_malformed');
  expect(malformed).toContain('Merge: not allowed');
  expect(ungoverned).toContain('Not governed');
  expect(ungoverned).toContain('Merge: allowed');
  expect(commanded).toMatch(/Blocked: 1 finding[^]*`\/status`[^]*`role_missing`[^]*block lifted[^]*Merge: allowed/);
  expect(waived).toMatch(/Blocked: 1 finding[^]*counts for nothing yet[^]*is in force until[^]*1 waived finding/);
  expect(waived).toContain('Merge: allowed');
  expect(queued).toMatch(/#4 is tested on top of main,[^]*Go: 1 pull request[^]*#2 is tested on top of main and #4,/);
  expect(queued?.match(/The queue merges it\./g)).toHaveLength(2);
  expect(bypassed).toMatch(/incident #6 Past the gate: sandbox_profile_contract[^]*it is held[^]*no longer held/);
  expect(bypassed).toContain('Incident #6 is closed.');
  expect(parts).toHaveLength(8);
  for (const part of parts) expect(part).toMatch(/Look: +http:\/\/127\.0\.0\.1:\d+\/ui\//);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const excerpt = /<!-- excerpt: npm start -- --once -->\n```\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
  expect(linesOf(excerpt).length).toBeGreaterThan(30);
  expect(missing(excerpt, stdout.split('\n'))).toEqual([]);
  validateExchangeLog(log);
  const writes = readFileSync(log, 'utf8')
    .split('\n')
    .filter(
      (line) => line.includes('createCheckRun') && /"title":"Not governed"/.test(line.split('responseBody')[0] ?? ''),
    );
  expect(writes).toHaveLength(1);
  rmSync(folder, { recursive: true });
});

it.each([
  [['--port', 'abc'], '--port takes a number from 0 to 65535, and "abc" is none.'],
  [['--port', '65536'], '--port takes a number from 0 to 65535'],
  [['--onec'], "Unknown option '--onec'"],
])('npm start -- %j says what is wrong with it and how it is used, with status 2', (words, said) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/start/main.ts'), ...words], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
  expect(stderr).toContain('npm start [-- --once]');
});
