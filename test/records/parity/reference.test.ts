import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkChange } from '../../../src/records/parity/change.ts';
import { checkRollout } from '../../../src/records/parity/rollout.ts';
import { OURS_DIFFERS } from './reader-differences.ts';

interface Row {
  id: string;
  command: 'check-change' | 'check-rollout';
  config: string;
  signals: string[];
  expect: { ok: true; output: object } | { ok: false; error: string };
}

const ROWS: Row[] = JSON.parse(
  readFileSync(new URL('../../fixtures/records/agent_runtime_ref.json', import.meta.url), 'utf8'),
);

/** The reference's answer, or ours where the contract says that they differ (section 0 point 3). */
function expected(row: Row): unknown {
  const ours = OURS_DIFFERS.get(row.id);
  if (ours !== undefined) return ours.answer;
  return row.expect.ok ? { output: row.expect.output } : { error: row.expect.error };
}

describe('the answers of the reference package', () => {
  it.each(ROWS.map((row) => [row.id, row] as const))('%s', (_id, row) => {
    const check = row.command === 'check-change' ? checkChange : checkRollout;
    const answer = check(row.config, row.signals, { assumePresent: true, path: '{path}' });
    const seen = answer.ok ? { output: answer.output } : { error: answer.error };
    // Compared as text as well: the order of keys is part of the contract.
    expect(JSON.stringify(seen)).toBe(JSON.stringify(expected(row)));
  });

  it('are given by the conformance program too, a line for each row', () => {
    const { stdout, status } = converse('agent_runtime_ref', ROWS.map((row) => JSON.stringify(row)).join('\n'));
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(answers).toEqual(ROWS.map((row) => ({ id: row.id, ...(expected(row) as object) })));
  });

  it('differ for no other row than the named ones', () => {
    const ids = new Set(ROWS.map(({ id }) => id));
    expect([...OURS_DIFFERS.keys()].filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('the conformance program', () => {
  it('refuses an unknown suite with status 2 and names the known ones', () => {
    const { status, stderr, stdout } = converse('nope', '');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('agent_runtime_ref');
  });

  it('answers a row whose text holds a line separator, an unknown command and a line that is no row', () => {
    const rows = [
      '{"id":"a","command":"check-rollout","config":"","signals":["x=\u2028"]}',
      '{"id":"b","command":"inspect-lifecycle"}',
      'oops',
    ];
    const answers = converse('agent_runtime_ref', rows.join('\n')).stdout.trimEnd().split('\n');
    expect(answers.map((line) => JSON.parse(line))).toEqual([
      { id: 'a', error: "Unsupported boolean value in signal: 'x=\\u2028'" },
      { id: 'b', unsupported: 'command inspect-lifecycle' },
      { id: null, error: 'The line is not a JSON row with an id' },
    ]);
  });
});

function converse(suite: string, input: string) {
  const program = fileURLToPath(new URL('../../conformance/main.ts', import.meta.url));
  return spawnSync(process.execPath, [program, suite], { input, encoding: 'utf8' });
}
