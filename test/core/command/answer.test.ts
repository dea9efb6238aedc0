import { describe, expect, test } from 'vitest';
import { hangsOnPermission, speaksOfPatch } from '../../../src/core/command/answer.ts';
import { commandIn } from '../../../src/core/command/grammar.ts';
import type { Situation } from '../../../src/core/command/situation.ts';
import type { AnswerEffect } from '../../../src/generated/types.ts';
import { head, people } from '../../support/snapshot.ts';
import { agree, attest, block, bypass, chainOf, commentsOf, resume, waive } from './chains.ts';
import { commandPolicy, failing, givenOf, said, situationOf } from './situations.ts';
import { ada, bob, carol, dan, erin, gap, incident, line, pending, until } from './answers.ts';

/** Under a policy with a signal whose attestations don't run out. */
const lasting = {
  ...failing,
  policy: commandPolicy.replace('signals:\n', 'signals:\n  rehearsed: { attested_by: safety }\n'),
};

const rehearsed = { kind: 'attest', signal: 'rehearsed', commit: head } as const;

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
