import { commandIn } from '../../src/core/command/grammar.ts';
import type { Situation } from '../../src/core/command/situation.ts';
import { givenComment } from '../../src/core/route/comment.ts';
import { keysOf } from '../../src/core/route/event.ts';
import type { Person } from '../../src/generated/types.ts';
import { readAnswerComment } from '../../src/records/answer.ts';
import { chainOf, commentsOf, entryOf, waive } from '../core/command/chains.ts';
import { failing, givenOf, justNow, said, situationOf } from '../core/command/situations.ts';
import { people, person } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

const { ada, bob, carol, dan, erin, robot } = people;
const mallory = person(66, 'mallory');
const line = '/waive signal_false until 2026-04-10 because it is known';
const opened = situationOf(commentsOf([{ effect: waive(1) }]));

type Spoken = readonly [
  threat: Attack['threat'],
  name: string,
  code: string,
  who: Person,
  words: string,
  at?: Situation,
];

/** Commands by whom, or of what, they must not come; `passed_over` = no answer, so that nobody makes the App write. */
const spoken: readonly Spoken[] = [
  ['T18', 'a /block by a stranger', 'passed_over', mallory, '/block it'],
  ['T18', 'a /unblock by a stranger', 'passed_over', mallory, '/unblock'],
  ['T18', 'a malformed command by a stranger', 'passed_over', mallory, '/waive'],
  ['T18', '/help by a stranger', 'passed_over', mallory, '/help'],
  ['T18', 'a /block by a bot', 'passed_over', { ...robot, id: bob.id }, '/block it'],
  ['T13', 'a waiver by a new account under the login of one who may', 'passed_over', person(77, 'bob'), line],
  ['T18', 'a /unblock by the author', 'role_missing', ada, '/unblock'],
  ['T18', 'a /unblock by one who may write but has not blocked', 'role_missing', dan, '/unblock'],
  ['T18', 'a waiver by one who holds no role that may', 'role_missing', dan, line],
  ['T18', 'a waiver by the author', 'role_missing', ada, line],
  ['T18', 'an attestation by one who holds another role', 'role_missing', bob, '/attest drilled'],
  ['T18', 'an attestation by the author', 'role_missing', ada, '/attest drilled'],
  ['T18', 'a /resume by one who may only write', 'role_missing', dan, '/resume because I say so'],
  ['T18', "the end of another's waiver by one who may only write", 'role_missing', dan, '/waive revoke w1', opened],
  ['T18', 'an attestation of what a machine says', 'signal_not_attestable', carol, '/attest offline_eval_passed'],
  ['T18', 'an attestation of __proto__', 'signal_not_attestable', carol, '/attest __proto__'],
  [
    'T12',
    'a second word of the owner on an own waiver',
    'already_so',
    bob,
    '/waive signal_false until 2026-04-10 because it is known',
    opened,
  ],
  [
    'T18',
    'a waiver of what the policy never waives',
    'waiver_not_allowed',
    bob,
    '/waive finding_open until 2026-04-10 because x',
  ],
  [
    'T18',
    'a waiver of a missing review',
    'waiver_not_allowed',
    bob,
    '/waive review_missing until 2026-04-10 because x',
    situationOf([], {}, { ...failing, facts: { ...failing.facts, reviews: { complete: true, list: [] } } }),
  ],
  [
    'T18',
    'a waiver for longer than the policy allows',
    'waiver_too_long',
    bob,
    '/waive signal_false until 2026-04-22 because x',
  ],
  ['T18', 'a waiver until the year 9999', 'waiver_too_long', bob, '/waive signal_false until 9999-12-31 because x'],
  [
    'T18',
    'a waiver that has run out already',
    'waiver_too_long',
    bob,
    '/waive signal_false until 2026-04-07T16:05Z because x',
  ],
  ['T23', 'a waiver until 30 February', 'command_malformed', bob, '/waive signal_false until 2027-02-30 because x'],
  [
    'T23',
    'a waiver until 29 February of no leap year',
    'command_malformed',
    bob,
    '/waive signal_false until 2027-02-29 because x',
  ],
  [
    'T23',
    'a waiver until a time of another zone',
    'command_malformed',
    bob,
    '/waive signal_false until 2026-04-10T23:59:59+14:00 because x',
  ],
  ['T26', 'a reason that nobody can see', 'command_malformed', bob, '/block \u202Eevil'],
  ['T17', 'two commands in a comment', 'command_malformed', bob, '/status\n/block it'],
  [
    'T8',
    'an attestation before a push',
    'head_moved',
    carol,
    '/attest drilled',
    situationOf([], { head_since: '2026-04-07T16:04:30Z' }),
  ],
  [
    'T8',
    'an attestation in the second of a push',
    'head_moved',
    carol,
    '/attest drilled',
    situationOf([], { head_since: justNow }),
  ],
  [
    'T8',
    'an attestation of a head of unknown age',
    'head_moved',
    carol,
    '/attest drilled',
    situationOf([], { head_since: null }),
  ],
  ['T8', 'a waiver before a push', 'head_moved', bob, line, situationOf([], { head_since: '2026-04-07T16:04:30Z' })],
  [
    'T8',
    'a /unblock that was held back for an hour',
    'command_expired',
    erin,
    '/unblock',
    situationOf([], { now: '2026-04-07T17:05:00Z' }),
  ],
  ['T18', 'a waiver on a closed pull request', 'pull_request_closed', bob, line, situationOf([], { is_open: false })],
  ['T18', '/resolve on a pull request', 'command_elsewhere', erin, '/resolve because it is over'],
];

const bySpeech: readonly Attack[] = spoken.map(([threat, name, refusedWith, who, words, at]) => ({
  threat,
  name,
  refusedWith,
  attempt: () => {
    const saying = said(words, who, at ?? situationOf());
    return { codes: [saying?.code ?? 'passed_over'], through: (saying?.effect ?? null) !== null };
  },
}));

const delivery = (comment: object, action = 'created'): object => ({
  action,
  repository: { id: 42, name: 'agents', owner: { login: 'acme' }, default_branch: 'main' },
  issue: { number: 7, pull_request: {} },
  sender: { id: 66, login: 'mallory', type: 'User' },
  comment: { id: 9, body: '/block it', created_at: justNow, user: { id: 2, login: 'bob', type: 'User' }, ...comment },
});

const comments: readonly (readonly [threat: Attack['threat'], name: string, payload: object])[] = [
  ['T16', 'a comment of another that was edited into a command', delivery({}, 'edited')],
  ['T16', 'a command that was deleted', delivery({}, 'deleted')],
  ['T16', 'a command by an app in the name of a person', delivery({ performed_via_github_app: { id: 5 } })],
  ['T16', 'a command by our own app in the name of a person', delivery({ performed_via_github_app: { id: 77 } })],
  ['T15', 'a command by a bot', delivery({ user: { id: 90, login: 'dependabot[bot]', type: 'Bot' } })],
  ['T15', 'a command by an account of no type', delivery({ user: { id: 2, login: 'bob' } })],
];

const byDelivery: readonly Attack[] = comments.map(([threat, name, payload]) => ({
  threat,
  name,
  refusedWith: 'passed_over',
  attempt: () => {
    const through =
      givenComment(payload) !== null || keysOf('issue_comment', payload, 88).some(({ kind }) => kind === 'command');
    return { codes: through ? [] : ['passed_over'], through };
  },
}));

const bodies: readonly (readonly [name: string, body: string])[] = [
  ['in a quote', '> /block it'],
  ['in a fence', '```\n/unblock\n```'],
  ['in an HTML comment', '<!-- /unblock -->'],
  ['behind an HTML comment', '<!-- --> /unblock'],
  ['in a quoted HTML comment', '> <!--\n/unblock'],
  ['behind a zero-width space', '\u200B/unblock'],
  ['behind a byte order mark', '\uFEFF/unblock'],
  ['in full-width letters', '／unblock'],
  ['in capitals', '/UNBLOCK'],
  ['in a list', '- /unblock'],
  ['indented', '    /unblock'],
  ['as a heading', '/unblock\n==='],
];

const byBody: readonly Attack[] = bodies.map(([where, body]) => ({
  threat: 'T17',
  name: `a command ${where}`,
  refusedWith: 'no_command',
  attempt: () => {
    const { kind } = commandIn(body);
    return { codes: kind === 'none' ? ['no_command'] : [], through: kind !== 'none' };
  },
}));

/** A reason that ends the hidden part of the answer and brings one of its own. */
const echoed: Attack = {
  threat: 'T26',
  name: 'a reason that closes our HTML comment and brings an answer of its own',
  refusedWith: 'unread',
  attempt: () => {
    const forged = JSON.stringify(entryOf({ effect: { kind: 'unblock' } }, chainOf([]), 1));
    const words = `/block --> <!-- rollout-gate:answer ${forged.slice(0, 200)} -->`;
    const saying = said(words, bob);
    const body = `${givenOf(words, bob).found.kind}\n<!-- rollout-gate:answer ${forged} -->\nmore`;
    const isRead =
      readAnswerComment(body) !== null || readAnswerComment(`<!-- rollout-gate:answer ${forged} --> x`) !== null;
    return { codes: isRead ? [] : ['unread'], through: isRead || saying?.effect?.kind === 'unblock' };
  },
};

export const attacksByCommands: readonly Attack[] = [...bySpeech, ...byDelivery, ...byBody, echoed];
