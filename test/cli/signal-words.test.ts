import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change, rollout } from './agents-repository.ts';
import { ran } from './terminal.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'signals-'));
  writeFileSync(join(cwd, 'change.yaml'), change.replace('[offline_eval_passed]', '["\'a\'", "007", "-x", "a.b"]'));
  writeFileSync(join(cwd, 'rollout.yaml'), rollout);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** A `--signal` word as the command must see it, and the reference's message (contract section 4). */
const refused: readonly (readonly [word: string, message: string])[] = [
  ['=', "Signal key must not be empty: '='"],
  [' =true', "Signal key must not be empty: ' =true'"],
  ['', "Signal must use key=value format: ''"],
  ['a', "Signal must use key=value format: 'a'"],
  ['a=maybe', "Unsupported boolean value in signal: 'a=maybe'"],
  ['"a=true"', 'Unsupported boolean value in signal: \'"a=true"\''],
  ["'a'='true'", "Unsupported boolean value in signal: \"'a'='true'\""],
  ['a==true', "Unsupported boolean value in signal: 'a==true'"],
  ['--json=2', "Unsupported boolean value in signal: '--json=2'"],
];

describe('the word after --signal', () => {
  it.each(refused)('%j is refused in the words of the reference', async (word, message) => {
    const { status, out, err } = await ran(['check-change', `--signal=${word}`], { cwd });
    expect(err).toContain(`: ${message}`);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  it('keeps quotes, zeros, dots and a leading hyphen', async () => {
    const words = ["'a'=true", '007=1', '-x=yes', 'a.b=ON', '__proto__=true'].map((word) => `--signal=${word}`);
    const { status, out } = await ran(['check-change', '--json', ...words], { cwd });
    expect(JSON.parse(out)).toMatchObject({ ready: true, missing_signals: [] });
    expect(status).toBe(0);
  });

  it('must be there, and an option is not taken for it', async () => {
    expect(await ran(['check-change', '--signal'], { cwd })).toMatchObject({ status: 2, out: '' });
    expect(await ran(['check-change', '--signal', '--json'], { cwd })).toMatchObject({ status: 2, out: '' });
  });

  it('counts last where a name is given twice', async () => {
    const last = ['--signal', 'offline_eval_passed=true', '--signal', 'offline_eval_passed=false'];
    expect(await ran(['check-rollout', ...last], { cwd })).toMatchObject({ status: 1 });
  });
});

describe('check-rollout --assume-present --json', () => {
  it('gives the keys of the reference in its order, as one ASCII line, then ours', async () => {
    const { status, out } = await ran(['check-rollout', '--assume-present', '--json'], { cwd });
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(out) as object).slice(0, 9)).toEqual([
      'ready',
      'required_checks',
      'blocked_checks',
      'missing_required',
      'support_duplicate_required',
      'missing_support_duplicate_required',
      'support_duplicate_required_ready',
      'blocking_signals',
      'rollout_mode',
    ]);
    expect(out).toMatch(/^[\x20-\x7e]*\n$/);
  });
});
