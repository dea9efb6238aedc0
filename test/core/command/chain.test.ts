import { describe, expect, test } from 'vitest';
import type { AnswerComment } from '../../../src/core/command/chain/comment.ts';
import type { AnswerEntry } from '../../../src/generated/types.ts';
import { head, people } from '../../support/snapshot.ts';
import {
  agree,
  attest,
  block,
  bypass,
  chainOf,
  commentsOf,
  empty,
  entryOf,
  resolve,
  resume,
  type Said,
  tailOf,
  unblock,
  waive,
} from './chains.ts';
import { again, whole } from './whole-chain.ts';

function folded(...said: Said[]) {
  const chain = chainOf(commentsOf(said));
  expect(chain.fault).toBeNull();
  return chain;
}

function changed(index: number, change: (comment: AnswerComment) => AnswerComment): readonly AnswerComment[] {
  return whole.map((comment, at) => (at === index ? change(comment) : comment));
}

function withEntry(index: number, change: Partial<AnswerEntry>): readonly AnswerComment[] {
  return changed(index, (comment) => ({ ...comment, entry: comment.entry && { ...comment.entry, ...change } }));
}

describe('the effects of a whole chain', () => {
  test('nothing was said', () => {
    expect(empty).toMatchObject({ fault: null, last: null, next: { number: 1, previous: null }, blocks: [] });
  });

  test('blocks stand until they are lifted, all at once', () => {
    const said = folded({ effect: block }, { effect: null }, { effect: block, by: people.erin });
    expect(said.blocks.map(({ entry, person }) => [entry, person.login])).toEqual([
      [1, 'bob'],
      [3, 'erin'],
    ]);
    expect(folded({ effect: block }, { effect: block, by: people.erin }, { effect: unblock }).blocks).toEqual([]);
    expect(folded({ effect: unblock }, { effect: block }).blocks).toHaveLength(1);
  });

  test('an attestation names its comment and commit', () => {
    const { attestations } = folded({ effect: attest, by: people.carol });
    expect(attestations).toEqual([
      { signal: 'drilled', person: people.carol, commit: head, at: '2026-04-07T16:05:00Z', comment_id: 1009 },
    ]);
  });

  test.each([
    ['waits for a second person', [], { second_approver: null, expires_at: '2026-04-10T23:59:59Z' }],
    [
      'is agreed to by another person',
      [{ effect: agree('w1'), by: people.carol }],
      { second_approver: people.carol, expires_at: '2026-04-10T23:59:59Z' },
    ],
    [
      'ends at the earlier of both times',
      [{ effect: agree('w1', '2026-04-08T23:59:59Z'), by: people.carol }],
      { second_approver: people.carol, expires_at: '2026-04-08T23:59:59Z' },
    ],
    [
      'is never prolonged by the second person',
      [{ effect: agree('w1', '2027-04-08T23:59:59Z'), by: people.carol }],
      { expires_at: '2026-04-10T23:59:59Z' },
    ],
    ['is not agreed to by its owner', [{ effect: agree('w1') }], { second_approver: null }],
    [
      'is not agreed to by the name of another one',
      [{ effect: agree('w9'), by: people.carol }],
      { second_approver: null },
    ],
  ] as const)('a waiver %s', (_name, after, expected) => {
    expect(folded({ effect: waive(1) }, ...after).waivers).toEqual([
      expect.objectContaining({ id: 'w1', ...expected }),
    ]);
  });

  test('a waiver that was revoked is gone, and no other one', () => {
    const { waivers } = folded(
      { effect: waive(1) },
      { effect: waive(2) },
      { effect: { kind: 'revoke', waiver: 'w1' } },
    );
    expect(waivers.map(({ id }) => id)).toEqual(['w2']);
  });

  test('a bypass holds its surfaces until resumed, and is an incident until resolved', () => {
    const hold = { issue: 7, surfaces: ['prompt_bundle'], commit: head, by: 'push', at: '2026-04-07T16:05:00Z' };
    expect(folded({ effect: bypass })).toMatchObject({ holds: [hold], incident: true });
    expect(folded({ effect: bypass }, { effect: resume })).toMatchObject({ holds: [], incident: true });
    expect(folded({ effect: bypass }, { effect: resume }, { effect: resolve })).toMatchObject({ incident: false });
    expect(folded({ effect: bypass }, { effect: resume }, { effect: bypass })).toMatchObject({ holds: [hold] });
  });

  test.each(['refused', 'expired', 'malformed', 'dry_run'] as const)(
    'an entry that was %s changes nothing',
    (outcome) => {
      const entry = { ...entryOf({ effect: block }, empty, 1009), outcome };
      expect(chainOf([{ id: 1010, edited: false, entry }])).toMatchObject({ fault: null, blocks: [] });
    },
  );

  test('answered comments are known by id, also where their answer was edited', () => {
    const [first, ...others] = commentsOf([{ effect: block }, { effect: null }]);
    if (first === undefined) throw new Error('no comment');
    expect([...chainOf([{ ...first, edited: true }, ...others]).answered]).toEqual([1009, 1019]);
  });
});

describe('a chain is broken when', () => {
  test.each<readonly [string, readonly AnswerComment[], RegExp]>([
    ['its first answer is missing', whole.slice(1), /^answer 1 is missing$/],
    ['one in the middle is missing', whole.toSpliced(2, 1), /^answer 3 is missing$/],
    [
      'an answer was edited',
      changed(1, (one) => ({ ...one, edited: true })),
      /^the answer in comment 1020 was edited$/,
    ],
    [
      'an answer can not be read',
      changed(1, (one) => ({ ...one, entry: null })),
      /^the answer in comment 1020 can't be read$/,
    ],
    ['an answer is of another thread', withEntry(1, { thread: 8 }), /belongs to another thread$/],
    ['an answer is of another repository', withEntry(1, { repository: 43 }), /belongs to another thread$/],
    ['the text of an answer is another one', withEntry(0, { effect: null }), /^answer 2 doesn't follow/],
    ['the first names one before it', withEntry(0, { previous: '0'.repeat(64) }), /^answer 1 doesn't follow/],
    [
      'two answers have one number',
      [...whole, again(whole[3] as AnswerComment, { effect: unblock })],
      /^there are two answers 4/,
    ],
    [
      'two of the same number answer two commands',
      [
        ...whole,
        again(whole[3] as AnswerComment, { command: { ...whole[3]?.entry?.command, comment_id: 5 } as never }),
      ],
      /^there are two answers 4/,
    ],
    [
      'one command is answered again',
      [...whole, { id: 2000, edited: false, entry: entryOf({ effect: unblock }, chainOf(whole), 1009) }],
      /^answer 5 answers a command again$/,
    ],
    [
      'answers stand in another order',
      [whole[1], whole[0]].map((one, at) => ({ ...(one as AnswerComment), id: at })),
      /^answer 1 is missing$/,
    ],
  ])('%s', (_name, comments, fault) => expect(chainOf(comments).fault).toMatch(fault));

  test('its newest answer is known from elsewhere and gone', () => {
    expect(chainOf(whole, tailOf(whole)).fault).toBeNull();
    expect(chainOf(whole, tailOf(whole.slice(0, 2))).fault).toBeNull();
    expect(chainOf(whole.slice(0, 3), tailOf(whole))).toMatchObject({
      fault: 'answer 4 is missing',
      next: { number: 5 },
    });
    expect(chainOf([], tailOf(whole)).fault).toBe('answer 4 is missing');
  });
});
