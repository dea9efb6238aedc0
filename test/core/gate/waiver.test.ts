import { describe, expect, test } from 'vitest';
import type { AnswerEffect, PermissionFact, Person, WaiverFact } from '../../../src/generated/types.ts';
import { bindingCodes, check, codesOf, decisionOf, head, people, policyText } from '../../support/snapshot.ts';
import { commentsOf, waive } from '../command/chains.ts';
import { commandPolicy, failing, said, situationOf } from '../command/situations.ts';

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
  at: '2026-04-07T12:00:00Z',
  expires_at: '2026-04-09T23:59:59Z',
  commit: head,
};

const named = `${policyText}commands: { waive: [engineering] }\nwaivers: { second_approver: safety }\n`;

function judged(policy: string, changes: Partial<WaiverFact>, permissions: readonly PermissionFact[] = []) {
  return decisionOf({ policy, facts: { checks: failed, waivers: [{ ...waiver, ...changes }], permissions } });
}

const holds = (...held: readonly (readonly [Person, PermissionFact['permission']])[]): PermissionFact[] =>
  held.map(([{ id }, permission]) => ({ person: id, permission }));
const maintains = (...who: readonly Person[]): PermissionFact[] =>
  holds(...who.map((person) => [person, 'maintain'] as const));

describe('a waiver with a second person', () => {
  test.each([
    ['who holds the role that the policy names', named, {}, []],
    ['who may waive, where the policy names no role', policyText, {}, maintains(people.bob, people.carol)],
    [
      'who holds the role for /waive, where the policy names no second role',
      `${policyText}commands: { waive: [engineering, safety] }\n`,
      {},
      [],
    ],
    ['by the name of the reason', named, { finding: 'signal_false' }, []],
    [
      'who gave it before the policy took more than is left',
      `${named.replace('second_approver: safety', 'second_approver: safety, max: 5h')}`,
      {},
      [],
    ],
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
      holds([people.bob, 'maintain'], [people.carol, 'write']),
      'waiver_unapproved',
    ],
    ['when the permission of who agrees was not read', policyText, {}, maintains(people.bob), 'waiver_unapproved'],
    [
      "when GitHub didn't tell the permission of who agrees",
      policyText,
      {},
      holds([people.bob, 'maintain'], [people.carol, 'unknown']),
      'waiver_unapproved',
    ],
    [
      'once its owner has no permission any more',
      policyText,
      {},
      holds([people.bob, 'none'], [people.carol, 'maintain']),
      'waiver_unapproved',
    ],
    [
      "while GitHub doesn't tell its owner's permission",
      policyText,
      {},
      holds([people.bob, 'unknown'], [people.carol, 'maintain']),
      'waiver_unapproved',
    ],
    [
      'once its owner has left the role that may waive',
      named.replace('waive: [engineering]', 'waive: [safety]'),
      {},
      [],
      'waiver_unapproved',
    ],
    ['when a bot gave it', named, { owner: { ...people.bob, type: 'Bot' } }, [], 'waiver_unapproved'],
    [
      'beyond what the policy allows now, whatever it allowed then',
      named.replace('second_approver: safety', 'second_approver: safety, max: 4h'),
      { expires_at: '2027-04-09T23:59:59Z' },
      [],
      'waiver_expired',
    ],
    ['when nobody can read since when it holds', named, { at: 'lately' }, [], 'waiver_expired'],
    [
      'when a bot with the permission for it agrees',
      policyText,
      { second_approver: { ...people.carol, type: 'Bot' } },
      maintains(people.bob, people.carol),
      'waiver_unapproved',
    ],
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

/** One false signal under each name that a policy or a command may have for it. */
const spellings = ['offline_eval_passed', 'signal:offline_eval_passed', 'signal_false', 'evals_ok', 'signal:evals_ok'];
const neverPolicy = (never: string): string =>
  commandPolicy
    .replace('never: [finding_open]', `never: ["${never}"]`)
    .replace('  offline_eval_passed:\n', '  offline_eval_passed:\n    aliases: [evals_ok]\n');

describe.each(spellings)('what is never waived as %s', (never) => {
  const scene = { ...failing, policy: neverPolicy(never) };

  test.each(spellings)('is not waived as %s, neither by a new command nor by an old waiver', (finding) => {
    const line = `/waive ${finding} until 2026-04-10 because it is known`;
    const asked = said(line, people.bob, situationOf([], {}, scene));
    expect([asked?.code, asked?.effect]).toEqual(['waiver_not_allowed', null]);

    const decision = decisionOf({ ...scene, facts: { ...scene.facts, waivers: [{ ...waiver, finding }] } });
    expect(decision.verdict).toBe('block');
    expect(bindingCodes(decision)).toEqual(['signal_false']);
    expect(codesOf(decision)).toContain('waiver_not_allowed');
  });

  test.each(spellings)('gets no second word as %s', (finding) => {
    const line = `/waive ${finding} until 2026-04-10 because it is known`;
    const pending = commentsOf([{ effect: { ...waive(1), finding } as AnswerEffect }]);
    const asked = said(line, people.carol, situationOf(pending, {}, scene));
    expect([asked?.code, asked?.effect]).toEqual(['waiver_not_allowed', null]);
  });
});

test('one signal that is never waived leaves the others of its code to be waived', () => {
  const policy = neverPolicy('trace_regression_check');
  const scene = { ...failing, policy };
  const line = '/waive signal_false until 2026-04-10 because it is known';
  expect(said(line, people.bob, situationOf([], {}, scene))?.code).toBe('waiver_waits');
  const both = {
    complete: true,
    list: [
      check('evals', { conclusion: 'failure' }),
      check('trace_regression_check', { id: 801, conclusion: 'failure' }),
    ],
  };
  const facts = { ...scene.facts, checks: both, waivers: [{ ...waiver, finding: 'signal_false' }] };
  const decision = decisionOf({ ...scene, facts });
  expect(decision.reasons.filter(({ effect }) => effect !== 'advise').map(({ subject }) => subject)).toEqual([
    'signal:trace_regression_check',
  ]);
  expect(codesOf(decision)).toEqual(expect.arrayContaining(['waiver_applied', 'waiver_not_allowed']));
});
