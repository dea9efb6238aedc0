import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../../src/core/evidence/conclusion.ts';
import { check, decisionOf } from '../../support/snapshot.ts';

const completed: readonly (readonly [string | null, string, string])[] = [
  ['success', 'true', 'true'],
  ['failure', 'false', 'false'],
  ['timed_out', 'false', 'unknown'],
  ['startup_failure', 'false', 'unknown'],
  ['neutral', 'unknown', 'unknown'],
  ['skipped', 'unknown', 'unknown'],
  ['cancelled', 'unknown', 'unknown'],
  ['stale', 'unknown', 'unknown'],
  ['action_required', 'unknown', 'unknown'],
  ['something_new', 'unknown', 'unknown'],
  [null, 'unknown', 'unknown'],
];
const open = ['queued', 'in_progress', 'waiting', 'requested', 'pending', 'something_new'];

describe('what a check run says', () => {
  test.each(completed)('completed with %s: %s; as a blocker %s', (conclusion, required, blocker) => {
    expect(outcomeOf('completed', conclusion, 'required')).toEqual({ value: required, running: false });
    expect(outcomeOf('completed', conclusion, 'blocker')).toEqual({ value: blocker, running: false });
  });

  test.each(open)('%s is unknown and running, whatever the conclusion says', (status) => {
    for (const conclusion of [null, 'success', 'failure']) {
      expect(outcomeOf(status, conclusion, 'required')).toEqual({ value: 'unknown', running: true });
    }
  });

  test.each([
    ...completed.map(([conclusion, value]) => ['completed', conclusion, value] as const),
    ...open.map((status) => [status, null, 'unknown'] as const),
  ])('status %s, conclusion %s: the pull request goes only on true (%s)', (status, conclusion, value) => {
    const list = [check('evals', { status, conclusion }), check('trace_regression_check', { id: 801 })];
    const verdicts: Record<string, string> = { true: 'go', false: 'block', unknown: 'wait' };
    expect(decisionOf({ facts: { checks: { complete: true, list } } }).verdict).toBe(verdicts[value]);
  });

  test('of several jobs of one name in one run the worst counts', () => {
    const trace = check('trace_regression_check', { id: 801 });
    const judged = (...conclusions: string[]) => {
      const list = [...conclusions.map((conclusion, index) => check('evals', { id: 900 + index, conclusion })), trace];
      return decisionOf({ facts: { checks: { complete: true, list } } }).verdict;
    };
    expect(judged('success', 'success')).toBe('go');
    expect(judged('success', 'failure', 'success')).toBe('block');
    expect(judged('success', 'cancelled')).toBe('wait');
  });
});
