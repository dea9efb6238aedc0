import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { validateExchangeLog } from '../support/github-descriptions/exchange-log.ts';

const root = join(import.meta.dirname, '..', '..');

it('npm start -- --once judges the four pull requests as its story says, by valid requests only, and ends with status 0', () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  const log = join(folder, 'exchanges.jsonl');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'src/start/main.ts'), '--once', '--exchanges', log],
    { encoding: 'utf8', timeout: 60_000 },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const [, blocked = '', waiting = '', malformed = '', ungoverned = ''] = stdout.split(/^\[\d of 4\]/m);
  expect(blocked).toContain('surface_undeclared');
  expect(blocked).toContain('Merge: not allowed');
  expect(waiting).toMatch(/Waiting: engineering, safety, offline_eval_passed[^]*Waiting: safety[^]*Merge: allowed/);
  expect(malformed).toContain('record_malformed');
  expect(malformed).toContain('Merge: not allowed');
  expect(ungoverned).toContain('Not governed');
  expect(ungoverned).toContain('Merge: allowed');
  for (const part of [blocked, waiting, malformed, ungoverned])
    expect(part).toMatch(/Look: +http:\/\/127\.0\.0\.1:\d+\/ui\//);
  validateExchangeLog(log);
  const writes = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('createCheckRun') && line.includes('Not governed'));
  expect(writes).toHaveLength(1);
  rmSync(folder, { recursive: true });
});
