import { describe, expect, it } from 'vitest';
import { type Outcome, outcomeOf } from '../../../src/core/simulation/outcome.ts';
import { type Simulated, tallyOf } from '../../../src/core/simulation/tally.ts';
import type { Decision, Mode, Reason, Review, Signal } from '../../../src/generated/types.ts';

type Given = Pick<
  Decision,
  'verdict' | 'observed_verdict' | 'enforcement' | 'governed' | 'reasons' | 'signals' | 'reviews'
>;

const reason = (code: string, effect: Reason['effect'], mode: Mode = 'enforce'): Reason => ({
  code,
  effect,
  mode,
  message: code,
  subject: code,
});
const refusing = (code: string): Signal =>
  ({ name: 's', at: 'merge', value: 'unknown', refused: [{ source: 'x', code, why: code }] }) as unknown as Signal;
const uncounted = (code: string): Review =>
  ({ role: 'r', state: 'missing', not_counted: [{ person: null, code, why: code }] }) as unknown as Review;

function outcome(part: Partial<Given>, days = 1): string {
  const given: Given = {
    verdict: 'wait',
    observed_verdict: 'wait',
    enforcement: 'enforce',
    governed: true,
    reasons: [],
    signals: [],
    reviews: [],
    ...part,
  };
  const found = outcomeOf(given as Decision, days);
  return found.kind === 'unknowable' ? found.lost : found.kind;
}

const waiting = (code: string): Partial<Given> => ({ reasons: [reason(code, 'wait')] });
const unknown = (code: string): Partial<Given> => ({ ...waiting('signal_unknown'), signals: [refusing(code)] });

describe('the outcome of a merged pull request', () => {
  it.each<[string, Partial<Given>, number, string]>([
    ['a known wait is a wait', waiting('review_missing'), 1, 'wait'],
    ['go is go', { verdict: 'go' }, 1, 'go'],
    ['a known block is a block', { verdict: 'block', reasons: [reason('record_missing', 'block')] }, 1, 'block'],
    [
      'a known block stands whatever is lost',
      { verdict: 'block', reasons: [reason('record_missing', 'block'), reason('pusher_unknown', 'wait')] },
      500,
      'block',
    ],
    [
      'a block that follows from a hole is no block',
      { verdict: 'block', reasons: [reason('unsatisfiable', 'block'), reason('role_unreadable', 'wait')] },
      1,
      'role_unreadable',
    ],
    ['an unreadable role', waiting('role_unreadable'), 1, 'role_unreadable'],
    ['an unknown pusher', waiting('pusher_unknown'), 1, 'pusher_unknown'],
    ['unread files', { verdict: 'block', reasons: [reason('surfaces_unreadable', 'block')] }, 1, 'unreadable'],
    ['unread findings', waiting('findings_unreadable'), 1, 'findings_past'],
    ['unread reviews', waiting('reviews_unreadable'), 1, 'approvals_unread'],
    ['unread commands', waiting('answers_unreadable'), 1, 'commands_unread'],
    ['an unreadable policy', waiting('policy_unreadable'), 1, 'policy_unreadable'],
    ['an expired report', unknown('report_expired'), 1, 'report_gone'],
    ['an unread job', unknown('evidence_job_unread'), 1, 'evidence_unread'],
    ['a report that is not there, soon', unknown('report_missing'), 90, 'wait'],
    ['a report that is not there, late', unknown('report_missing'), 91, 'report_gone'],
    ['no check, in time', { ...waiting('signal_unknown'), signals: [{ ...refusing('x'), refused: [] }] }, 400, 'wait'],
    [
      'no check, late',
      { ...waiting('signal_unknown'), signals: [{ ...refusing('x'), refused: [] }] },
      401,
      'checks_gone',
    ],
    [
      'an approval of unknown patch',
      { ...waiting('review_missing'), reviews: [uncounted('approval_patch_unknown')] },
      1,
      'approvals_unread',
    ],
    [
      'an approval that is known not to count',
      { ...waiting('review_missing'), reviews: [uncounted('approver_is_author')] },
      1,
      'wait',
    ],
    [
      'a policy that observes counts as if it enforced',
      {
        enforcement: 'observe',
        verdict: 'go',
        observed_verdict: 'block',
        reasons: [reason('record_missing', 'block', 'observe')],
      },
      1,
      'block',
    ],
    [
      'an observed rule of an enforcing policy does not count',
      { verdict: 'go', observed_verdict: 'block', reasons: [reason('record_missing', 'block', 'observe')] },
      1,
      'go',
    ],
  ])('%s', (_name, part, days, wanted) => {
    expect(outcome(part, days)).toBe(wanted);
  });
});

describe('the tally', () => {
  it('counts a pull request once a reason, the most frequent first', () => {
    const one = (number: number, found: Outcome): Simulated => ({
      number,
      title: '',
      url: '',
      merged_at: '',
      outcome: found,
    });
    const block = reason('record_missing', 'block');
    const wait = reason('review_missing', 'wait');
    const { counts, not_governed, reasons } = tallyOf([
      one(4, { kind: 'go', governed: false, reasons: [] }),
      one(3, { kind: 'wait', governed: true, reasons: [wait, wait] }),
      one(2, { kind: 'block', governed: true, reasons: [block, wait] }),
      one(1, { kind: 'unknowable', lost: 'checks_gone' }),
    ]);
    expect(counts).toEqual({ go: 1, wait: 1, block: 1, unknowable: 1 });
    expect(not_governed).toBe(1);
    expect(reasons.map(({ code, pull_requests }) => [code, pull_requests])).toEqual([
      ['review_missing', [3, 2]],
      ['checks_gone', [1]],
      ['record_missing', [2]],
    ]);
  });
});
