import { describe, expect, test } from 'vitest';
import type { PermissionFact, Person, WaiverFact } from '../../../src/generated/types.ts';
import { bindingCodes, check, codesOf, decisionOf, head, people, policyText } from '../../support/snapshot.ts';

/** The evals failed: `signal_false`. */
const failed = {
  complete: true,
  list: [check('evals', { conclusion: 'failure' }), check('trace_regression_check', { id: 801 })],
};

const waiver: WaiverFact = {
  id: 'w4',
  finding: 'offline_eval_passed',
  owner: people.bob,
  second_approver: people.carol,
  reason: 'the dataset is broken',
  expires_at: '2026-04-09T23:59:59Z',
  commit: head,
};

const named = `${policyText}waivers: { second_approver: safety }\n`;

function judged(policy: string, changes: Partial<WaiverFact>, permissions: readonly PermissionFact[] = []) {
  return decisionOf({ policy, facts: { checks: failed, waivers: [{ ...waiver, ...changes }], permissions } });
}

const maintains = (person: Person): PermissionFact[] => [{ person: person.id, permission: 'maintain' }];

describe('a waiver with a second person', () => {
  test.each([
    ['who holds the role that the policy names', named, {}, []],
    ['who may waive, where the policy names no role', policyText, {}, maintains(people.carol)],
    [
      'who holds the role for /waive, where the policy names no second role',
      `${policyText}commands: { waive: [safety] }\n`,
      {},
      [],
    ],
    ['by the name of the reason', named, { finding: 'signal_false' }, []],
    ['by the whole subject', named, { finding: 'signal:offline_eval_passed' }, []],
  ] as const)('%s lets the finding pass', (_name, policy, changes, permissions) => {
    const decision = judged(policy, changes, permissions);
    expect(decision.verdict).toBe('go');
    expect(codesOf(decision)).toContain('waiver_applied');
  });
});

describe('a waiver counts for nothing', () => {
  test.each([
    ['without a second person', named, { second_approver: null }, [], 'waiver_unapproved'],
    [
      'without a second person where the policy names no role',
      policyText,
      { second_approver: null },
      maintains(people.bob),
      'waiver_unapproved',
    ],
    ['when its owner agrees', policyText, { second_approver: people.bob }, maintains(people.bob), 'waiver_unapproved'],
    ['when who agrees holds no role', named, { second_approver: people.dan }, [], 'waiver_unapproved'],
    [
      'when who agrees may not waive',
      policyText,
      {},
      [{ person: people.carol.id, permission: 'write' }],
      'waiver_unapproved',
    ],
    ['when the permission of who agrees was not read', policyText, {}, [], 'waiver_unapproved'],
    ['when a bot agrees', named, { second_approver: { ...people.carol, type: 'Bot' } }, [], 'waiver_unapproved'],
    ['from its last second on', named, { expires_at: '2026-04-07T16:05:00Z' }, [], 'waiver_expired'],
    ['when its time can not be read', named, { expires_at: 'soon' }, [], 'waiver_expired'],
    [
      'when the policy never lets the reason be waived',
      `${policyText}waivers: { second_approver: safety, never: [signal_false] }\n`,
      {},
      [],
      'waiver_not_allowed',
    ],
  ] as const)('%s', (_name, policy, changes, permissions, code) => {
    const decision = judged(policy, changes as Partial<WaiverFact>, permissions);
    expect(decision.verdict).toBe('block');
    expect(bindingCodes(decision)).toEqual(['signal_false']);
    expect(codesOf(decision)).toContain(code);
  });

  test.each(['review_missing', 'blocked_by_command', 'role:safety', 'answer:1', 'answers_broken'])(
    'when it names what is no finding: %s',
    (finding) => {
      const decision = decisionOf({
        policy: named,
        facts: {
          reviews: { complete: true, list: [] },
          answers: {
            complete: true,
            fault: 'answer 2 is missing',
            blocks: [{ entry: 1, person: people.erin, reason: 'no', at: waiver.expires_at }],
            holds: [],
          },
          waivers: [{ ...waiver, finding }],
        },
      });
      expect(bindingCodes(decision)).toEqual(
        expect.arrayContaining(['blocked_by_command', 'answers_broken', 'review_missing']),
      );
      expect(codesOf(decision)).not.toContain('waiver_applied');
    },
  );
});
