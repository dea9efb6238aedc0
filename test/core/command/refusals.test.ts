import { describe, expect, test } from 'vitest';
import type { Situation } from '../../../src/core/command/situation.ts';
import { now } from '../../support/snapshot.ts';
import { block, bypass, commentsOf, waive } from './chains.ts';
import { failing, said, situationOf, justNow } from './situations.ts';
import { bob, carol, dan, erin, gap, incident, line, pending } from './answers.ts';

const stranger = { id: 77, login: 'mallory', type: 'User' } as const;

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
