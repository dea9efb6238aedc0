import { describe, expect, it } from 'vitest';
import { wellFormed } from '../../src/action/result-form.ts';
import { validateActionResult } from '../../src/generated/validators/action-result.js';
import type { Decision, Reason, Verdict } from '../../src/generated/types.ts';
import {
  faultResult,
  ignoredResult,
  judgedResult,
  type JudgedPullRequest,
  recordedResult,
} from '../../src/action/result.ts';

const reason = (code: string, effect: Reason['effect'], mode: Reason['mode'] = 'enforce'): Reason =>
  ({ code, effect, message: code, subject: '', mode }) as Reason;

function judged(number: number, verdict: Verdict, reasons: readonly Reason[] = [], governed = true): JudgedPullRequest {
  const decision = { verdict, governed, reasons } as unknown as Decision;
  return { number, head_sha: 'a'.repeat(40), decision, capsule_path: null, check_run_url: null };
}

describe('the result of a run', () => {
  const rows: readonly [sentence: string, judged: readonly JudgedPullRequest[], decision: string, reason: string][] = [
    ['nothing judged', [], 'not_governed', ''],
    ['one that goes', [judged(1, 'go', [reason('telemetry_informal', 'advise')])], 'go', 'telemetry_informal'],
    [
      'one that touches nothing',
      [judged(1, 'go', [reason('not_governed', 'advise')], false)],
      'not_governed',
      'not_governed',
    ],
    ['go beside nothing', [judged(1, 'go', [], false), judged(2, 'go')], 'go', ''],
    [
      'wait beside go',
      [judged(1, 'go'), judged(2, 'wait', [reason('review_missing', 'wait')])],
      'wait',
      'review_missing',
    ],
    [
      'block beside wait',
      [
        judged(1, 'wait', [reason('review_missing', 'wait')]),
        judged(2, 'block', [reason('surface_undeclared', 'block')]),
      ],
      'block',
      'surface_undeclared',
    ],
    [
      'what is only observed gives no reason',
      [judged(1, 'wait', [reason('surface_undeclared', 'block', 'observe'), reason('review_missing', 'wait')])],
      'wait',
      'review_missing',
    ],
  ];
  it.each(rows)('%s', (_sentence, pulls, decision, code) => {
    expect(judgedResult(pulls, [], 'x')).toMatchObject({ decision, reason_code: code });
  });

  it('is a fault in its own place when it does not fit its schema', () => {
    const sound = judgedResult([], [], 'x');
    expect(wellFormed(sound)).toBe(sound);
    const bad = wellFormed(judgedResult([judged(1, 'go')], [], 'x'));
    expect(bad).toMatchObject({ decision: 'fault', reason_code: 'internal', pull_requests: [] });
    expect(bad.message).toMatch(/^The result doesn't fit its schema at \/pull_requests\/0\/decision: /);
  });

  it.each([
    ['ignored', ignoredResult('x')],
    ['recorded', recordedResult('/a', 'x')],
    ['a fault', faultResult('check', { code: 'internal', message: 'x' })],
    ['nothing', judgedResult([], ['y'], 'x')],
  ])('fits its schema: %s', (_sentence, result) => {
    expect(validateActionResult(result)).toBe(true);
  });
});
