import { describe, expect, test } from 'vitest';
import { hangsOnPermission, speaksOfPatch } from '../../../src/core/command/answer.ts';
import { commandIn } from '../../../src/core/command/grammar.ts';
import type { Situation } from '../../../src/core/command/situation.ts';
import type { AnswerEffect } from '../../../src/generated/types.ts';
import { head, now, people } from '../../support/snapshot.ts';
import { agree, attest, block, bypass, chainOf, commentsOf, resume, waive } from './chains.ts';
import { commandPolicy, failing, givenOf, said, situationOf, justNow } from './situations.ts';

const { ada, bob, carol, dan, erin } = people;
const stranger = { id: 77, login: 'mallory', type: 'User' } as const;
const line = '/waive signal_false until 2026-04-10 because known';
const until = '2026-04-10T23:59:59Z';
const pending = commentsOf([{ effect: waive(1) }]);
const incident = (effects: readonly (AnswerEffect | null)[]): Situation =>
  situationOf(commentsOf(effects.map((effect) => ({ effect }))), { place: 'incident', decision: null, head: null });
/** Under a policy with a signal whose attestations don't run out. */
const lasting = {
  ...failing,
  policy: commandPolicy.replace('signals:\n', 'signals:\n  rehearsed: { attested_by: safety }\n'),
};
const rehearsed = { kind: 'attest', signal: 'rehearsed', commit: head } as const;
const gap = commentsOf([{ effect: null }, { effect: block }, { effect: null }]).toSpliced(0, 1);

describe("amid a fault that hides somebody's permission", () => {
  test.each<readonly [string, typeof bob, Situation, boolean]>([
    ['/block it', dan, situationOf(), true],
    ['/block it', ada, situationOf(), true],
    ['/help', dan, situationOf(), true],
    ['/help', ada, situationOf(), false],
    ['/waive', ada, situationOf(), false],
    ['/attest drilled', carol, situationOf(), false],
    ['/attest drilled', bob, situationOf(), true],
    [line, bob, situationOf(), true],
    [line, carol, situationOf(pending), true],
    ['/block it', { ...dan, type: 'Bot' }, situationOf(), false],
  ])('%s by $1.login', (words, who, situation, hangs) => {
    const permissions = [{ person: who.id, permission: 'unknown' as const }];
    const hidden = { ...situation, facts: { ...situation.facts, roles: { ...situation.facts.roles, permissions } } };
    expect(hangsOnPermission(said(words, who, hidden), givenOf(words, who), hidden)).toBe(hangs);
    expect(hangsOnPermission(said(words, who, situation), givenOf(words, who), situation)).toBe(false);
  });
});

describe('what is done', () => {
  test.each<readonly [string, string, typeof bob, Situation, AnswerEffect | null, string]>([
    ['a judgement', '/recheck', dan, situationOf(), null, 'done'],
    ['a judgement for the author', '/recheck', ada, situationOf(), null, 'done'],
    ['a question', '/status', dan, situationOf(), null, 'done'],
    ['a question about a closed pull request', '/explain', dan, situationOf([], { is_open: false }), null, 'done'],
    ['a block', '/block not yet', dan, situationOf(), { kind: 'block', reason: 'not yet' }, 'done'],
    [
      'a block that is said already',
      '/block not yet',
      bob,
      situationOf(commentsOf([{ effect: block }])),
      null,
      'already_so',
    ],
    [
      "another person's block for the same reason",
      '/block not yet',
      dan,
      situationOf(commentsOf([{ effect: block }])),
      block,
      'done',
    ],
    [
      'a block while the chain is broken',
      '/block stop',
      dan,
      situationOf(gap),
      { kind: 'block', reason: 'stop' },
      'done',
    ],
    [
      'a lift by who blocked',
      '/unblock',
      bob,
      situationOf(commentsOf([{ effect: block }])),
      { kind: 'unblock' },
      'done',
    ],
    [
      'a lift by who maintains',
      '/unblock',
      erin,
      situationOf(commentsOf([{ effect: block }])),
      { kind: 'unblock' },
      'done',
    ],
    [
      'an attestation',
      '/attest drilled',
      carol,
      situationOf(),
      { kind: 'attest', signal: 'drilled', commit: head },
      'done',
    ],
    [
      'an attestation anew before it runs out',
      '/attest drilled',
      carol,
      situationOf(commentsOf([{ effect: attest, by: carol }])),
      { kind: 'attest', signal: 'drilled', commit: head },
      'done',
    ],
    [
      'an attestation that does not run out, of an older head',
      '/attest rehearsed',
      carol,
      situationOf(commentsOf([{ effect: { ...rehearsed, commit: 'f'.repeat(40) }, by: carol }]), {}, lasting),
      rehearsed,
      'done',
    ],
    [
      'the same attestation again',
      '/attest rehearsed',
      carol,
      situationOf(commentsOf([{ effect: rehearsed, by: carol }]), {}, lasting),
      null,
      'already_so',
    ],
    [
      "another person's attestation of the same head",
      '/attest rehearsed',
      carol,
      situationOf(commentsOf([{ effect: rehearsed, by: people.erin }]), {}, lasting),
      rehearsed,
      'done',
    ],
    [
      'a waiver, numbered as its entry',
      line,
      bob,
      situationOf(commentsOf([{ effect: null }, { effect: null }])),
      { kind: 'waive', id: 'w3', finding: 'signal_false', until, reason: 'known', commit: head },
      'waiver_waits',
    ],
    [
      'a waiver by the name of the signal',
      '/waive offline_eval_passed until 2026-04-10 because known',
      bob,
      situationOf(),
      { kind: 'waive', id: 'w1', finding: 'offline_eval_passed', until, reason: 'known', commit: head },
      'waiver_waits',
    ],
    ["a second person's word", line, carol, situationOf(pending), { kind: 'agree', waiver: 'w1', until }, 'done'],
    [
      "a second person's word until an earlier time",
      '/waive signal_false until 2026-04-08 because known',
      carol,
      situationOf(pending),
      { kind: 'agree', waiver: 'w1', until: '2026-04-08T23:59:59Z' },
      'done',
    ],
    [
      "a second person's word until a later time",
      '/waive signal_false until 2026-04-20 because known',
      carol,
      situationOf(pending),
      { kind: 'agree', waiver: 'w1', until },
      'done',
    ],
    ['the same waiver by its owner again', line, bob, situationOf(pending), null, 'already_so'],
    [
      'another time by its owner',
      '/waive signal_false until 2026-04-09 because known',
      bob,
      situationOf(pending),
      {
        kind: 'waive',
        id: 'w2',
        finding: 'signal_false',
        until: '2026-04-09T23:59:59Z',
        reason: 'known',
        commit: head,
      },
      'waiver_waits',
    ],
    [
      'a new waiver while one is in force',
      '/waive signal_false until 2026-04-12 because known',
      bob,
      situationOf(commentsOf([{ effect: waive(1) }, { effect: agree('w1'), by: carol }])),
      {
        kind: 'waive',
        id: 'w3',
        finding: 'signal_false',
        until: '2026-04-12T23:59:59Z',
        reason: 'known',
        commit: head,
      },
      'waiver_waits',
    ],
    [
      'an end of a waiver by who may waive',
      '/waive revoke w1',
      bob,
      situationOf(pending),
      { kind: 'revoke', waiver: 'w1' },
      'done',
    ],
    [
      'an end of a waiver by its owner',
      '/waive revoke w1',
      dan,
      situationOf(commentsOf([{ effect: waive(1), by: dan }])),
      { kind: 'revoke', waiver: 'w1' },
      'done',
    ],
    [
      'a lift of a hold',
      '/resume because it is fine',
      erin,
      incident([bypass]),
      { kind: 'resume', reason: 'it is fine' },
      'done',
    ],
    [
      'an end of an incident',
      '/resolve because it is over',
      erin,
      incident([bypass, resume]),
      { kind: 'resolve', reason: 'it is over' },
      'done',
    ],
    [
      'a start anew of a broken chain',
      '/resume because dan did it',
      erin,
      situationOf(gap),
      { kind: 'restart', reason: 'dan did it', kept: chainOf(gap).kept },
      'done',
    ],
  ])('%s', (_name, command, person, situation, effect, code) => {
    expect(said(command, person, situation)).toMatchObject({ outcome: 'done', code, effect });
  });

  test('a waiver that both gave is in force, and the decision goes', () => {
    const situation = situationOf(commentsOf([{ effect: waive(1) }, { effect: agree('w1'), by: carol }]));
    expect(situation.decision?.verdict).toBe('go');
    expect(situationOf(pending).decision?.verdict).toBe('block');
  });

  test('an attestation says when it runs out and what was to be checked', () => {
    expect(said('/attest drilled', carol)?.told).toEqual({
      means: ['the drill was run', 'its trace was read'],
      until: '2026-05-07T16:05:00Z',
    });
  });
});

describe('what is refused', () => {
  test.each<readonly [string, string, typeof bob, Situation, string]>([
    ['a lift of nothing', '/unblock', erin, situationOf(), 'nothing_to_lift'],
    ["a lift of another's block", '/unblock', dan, situationOf(commentsOf([{ effect: block }])), 'role_missing'],
    ['an attestation by who has no role', '/attest drilled', erin, situationOf(), 'role_missing'],
    ['an attestation of a job', '/attest offline_eval_passed', carol, situationOf(), 'signal_not_attestable'],
    ['an attestation of what is no signal', '/attest constructor', carol, situationOf(), 'signal_not_attestable'],
    ['a waiver by who may not', line, dan, situationOf(), 'role_missing'],
    ['a first word by who may only agree', line, carol, situationOf(), 'role_missing'],
    [
      'a waiver of what is no finding',
      '/waive nothing until 2026-04-10 because x',
      bob,
      situationOf(),
      'nothing_to_waive',
    ],
    [
      'a waiver of a finding that is not open',
      line,
      bob,
      situationOf([], {}, { ...failing, facts: { permissions: failing.facts?.permissions ?? [] } }),
      'nothing_to_waive',
    ],
    [
      'a waiver of a review',
      '/waive review_missing until 2026-04-10 because x',
      bob,
      situationOf([], {}, { ...failing, facts: { ...failing.facts, reviews: { complete: true, list: [] } } }),
      'waiver_not_allowed',
    ],
    [
      'a waiver of what the policy never lets pass',
      '/waive finding_open until 2026-04-10 because x',
      bob,
      situationOf(),
      'waiver_not_allowed',
    ],
    [
      'a waiver beyond the ceiling',
      '/waive signal_false until 2026-04-21T16:05:01Z because x',
      bob,
      situationOf(),
      'waiver_too_long',
    ],
    ['a waiver that is over', '/waive signal_false until 2026-04-06 because x', bob, situationOf(), 'waiver_too_long'],
    ['a waiver that is over now', `/waive signal_false until ${now} because x`, bob, situationOf(), 'waiver_too_long'],
    ['an end of no waiver', '/waive revoke w9', bob, situationOf(pending), 'waiver_unknown'],
    [
      'an end of a waiver that ran out',
      '/waive revoke w1',
      bob,
      situationOf(commentsOf([{ effect: waive(1, '2026-04-07T16:00:00Z') }])),
      'waiver_unknown',
    ],
    ['an end of a waiver by anybody', '/waive revoke w1', dan, situationOf(pending), 'role_missing'],
    ['a lift of no hold', '/resume because x', erin, situationOf(), 'nothing_to_lift'],
    [
      'a lift of a hold in the wrong place',
      '/resume because x',
      erin,
      situationOf([], { incidents: [12] }),
      'command_elsewhere',
    ],
    ['an end of an incident on a pull request', '/resolve because x', erin, situationOf(), 'command_elsewhere'],
    ['an end of an incident that still holds', '/resolve because x', erin, incident([bypass]), 'hold_in_force'],
    ['an end of no incident', '/resolve because x', erin, { ...incident([]), is_open: false }, 'nothing_to_lift'],
    ['a block of an incident', '/block x', erin, incident([bypass]), 'command_elsewhere'],
    [
      'a lifting on the pull request that was merged past the gate',
      '/resume because x',
      erin,
      situationOf([], { is_open: false, incidents: [12] }),
      'command_elsewhere',
    ],
    [
      'a lifting on a closed one',
      '/resume because x',
      erin,
      situationOf([], { is_open: false }),
      'pull_request_closed',
    ],
    [
      'anything on an issue that is no incident',
      '/status',
      erin,
      situationOf([], { place: 'elsewhere' }),
      'command_elsewhere',
    ],
    ['a block of a closed pull request', '/block x', erin, situationOf([], { is_open: false }), 'pull_request_closed'],
    ['a lift while the chain is broken', '/unblock', erin, situationOf(gap), 'answers_broken'],
    ['a waiver while the chain is broken', line, bob, situationOf(gap), 'answers_broken'],
    ['a start anew by who may not', '/resume because x', dan, situationOf(gap), 'role_missing'],
    ['a waiver without a decision', line, bob, situationOf([], { decision: null }), 'not_evaluated'],
    [
      'an attestation of a patch that came after it',
      '/attest drilled',
      carol,
      situationOf([], { head_since: '2026-04-07T16:04:30Z' }),
      'head_moved',
    ],
    [
      'an attestation of a patch that came in the same second',
      '/attest drilled',
      carol,
      situationOf([], { head_since: justNow }),
      'head_moved',
    ],
    [
      'an attestation of a patch of which nobody knows when it came',
      '/attest drilled',
      carol,
      situationOf([], { head_since: null }),
      'head_moved',
    ],
    [
      'a waiver for a patch that came after it',
      line,
      bob,
      situationOf([], { head_since: '2026-04-07T16:04:30Z' }),
      'head_moved',
    ],
  ])('%s', (_name, command, person, situation, code) => {
    expect(said(command, person, situation)).toMatchObject({ outcome: 'refused', code, effect: null });
  });

  test('the longest waiver that the policy allows is done, and one a second longer names the latest', () => {
    expect(said('/waive signal_false until 2026-04-21T16:05:00Z because x', bob)?.code).toBe('waiver_waits');
    expect(said('/waive signal_false until 2026-04-21T16:05:01Z because x', bob)?.told.latest).toBe(
      '2026-04-21T16:05:00Z',
    );
  });
});

describe('strangers hear nothing', () => {
  test.each([
    '/recheck',
    '/help',
    '/block x',
    '/attest drilled',
    '/attest nonsense',
    '/rollback',
    '/block',
    '/resolve because x',
  ])('%s', (command) => {
    expect(said(command, stranger)).toBeNull();
    expect(said(command, { ...erin, type: 'Bot' })).toBeNull();
    expect(said(command, stranger, situationOf([], { place: 'elsewhere' }))).toBeNull();
  });
});

describe('a command that is found late', () => {
  test.each([
    ['/unblock', '2026-04-07T15:49:59Z', 'command_expired'],
    ['/unblock', '2026-04-07T15:50:00Z', 'done'],
    ['/recheck', '2026-04-07T15:00:00Z', 'command_expired'],
    ['/recheck', 'some day', 'command_expired'],
    ['/block stop', '2026-04-06T15:00:00Z', 'done'],
  ])('%s of %s', (command, at, code) => {
    expect(said(command, erin, situationOf(commentsOf([{ effect: block }])), at)?.code).toBe(code);
  });
});

test.each([
  ['/block', dan, 'command_malformed'],
  ['/rollback', dan, 'command_not_yet'],
  ['/status\n/block x', dan, 'command_malformed'],
] as const)('what is malformed is answered: %j', (command, person, code) => {
  expect(said(command, person)).toMatchObject({ outcome: 'malformed', code, effect: null });
});

describe('a dry run', () => {
  test.each([
    ['/block --dry-run x', dan, { outcome: 'dry_run', code: 'done', effect: null, told: { would: { kind: 'block' } } }],
    [
      `${line} --dry-run`,
      bob,
      { outcome: 'dry_run', code: 'waiver_waits', effect: null, told: { would: { id: 'w1' } } },
    ],
    [`${line} --dry-run`, dan, { outcome: 'refused', code: 'role_missing', effect: null }],
    ['/recheck --dry-run', dan, { outcome: 'dry_run', effect: null }],
    ['/status --dry-run', dan, { outcome: 'done', effect: null }],
  ] as const)('%s', (command, person, expected) => expect(said(command, person)).toMatchObject(expected));
});

test.each([
  ['/attest drilled', true],
  [line, true],
  ['/block not yet', false],
  ['/recheck', false],
  ['Looks good.', false],
  ['/attest', false],
])('whether it matters since when the head is the head: %s %s', (body, matters) => {
  expect(speaksOfPatch(commandIn(body))).toBe(matters);
});
