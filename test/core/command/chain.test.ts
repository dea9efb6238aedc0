import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerComment } from '../../../src/core/command/chain/comment.ts';
import { entryDigest } from '../../../src/core/command/chain/digest.ts';
import type { AnswerEffect, AnswerEntry } from '../../../src/generated/types.ts';
import { earlier, head, people, sha256 } from '../../support/snapshot.ts';
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
  restart,
  resume,
  type Said,
  tailOf,
  unblock,
  waive,
} from './chains.ts';

function folded(...said: Said[]) {
  const chain = chainOf(commentsOf(said));
  expect(chain.fault).toBeNull();
  return chain;
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

const said: readonly Said[] = [
  { effect: block },
  { effect: waive(2), by: people.dan },
  { effect: null },
  { effect: agree('w2'), by: people.carol },
];
const whole = commentsOf(said);

function changed(index: number, change: (comment: AnswerComment) => AnswerComment): readonly AnswerComment[] {
  return whole.map((comment, at) => (at === index ? change(comment) : comment));
}

function withEntry(index: number, change: Partial<AnswerEntry>): readonly AnswerComment[] {
  return changed(index, (comment) => ({ ...comment, entry: comment.entry && { ...comment.entry, ...change } }));
}

const again = (comment: AnswerComment, change: Partial<AnswerEntry>): AnswerComment => ({
  ...comment,
  id: comment.id + 1,
  entry: comment.entry && { ...comment.entry, ...change },
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

describe('an answer that was written twice', () => {
  const double = again(whole[1] as AnswerComment, { at: earlier });

  test('counts once, the lower comment', () => {
    expect(chainOf([...whole, double])).toMatchObject({ fault: null, last: tailOf(whole) });
    const late = { ...double, id: 9000 };
    expect(chainOf([...whole, late]).fault).toBe('there are two answers 2, or they are out of order');
    const early = chainOf([...whole.slice(0, 2), double]);
    expect(early).toMatchObject({ fault: null, last: tailOf(whole.slice(0, 2)) });
    expect(early.waivers).toHaveLength(1);
  });

  test('may be followed by an answer to either of them', () => {
    const both = [...whole.slice(0, 2), double];
    const entry = { ...(entryOf({ effect: unblock }, chainOf(both), 5) as AnswerEntry) };
    for (const { entry: named } of [whole[1] as AnswerComment, double]) {
      const previous = entryDigest(named as AnswerEntry, sha256);
      expect(chainOf([...both, { id: 3000, edited: false, entry: { ...entry, previous } }])).toMatchObject({
        fault: null,
        blocks: [],
      });
    }
  });
});

describe('a start anew', () => {
  const broken = whole.toSpliced(2, 1);
  const healed = commentsOf([{ effect: restart(chainOf(broken)), by: people.erin }], broken);

  test('heals a chain, and what could be read counts', () => {
    const chain = chainOf(healed);
    expect(chain).toMatchObject({ fault: null, next: { number: 6 } });
    expect(chain.blocks).toHaveLength(1);
    expect(chain.waivers).toEqual([expect.objectContaining({ id: 'w2', second_approver: people.carol })]);
  });

  test('heals what is known to be gone from the end', () => {
    const comments = whole.slice(0, 2);
    const anew = commentsOf([{ effect: restart(chainOf(comments, tailOf(whole))) }], comments);
    // The number goes past the one that is gone, so that nobody takes the two for one.
    const numbered = anew.map((one, at) =>
      at === 2 ? { ...one, entry: one.entry && { ...one.entry, number: 5 } } : one,
    );
    expect(chainOf(numbered, tailOf(whole)).fault).toBeNull();
    expect(chainOf(anew, tailOf(whole)).fault).toBe('answer 4 is missing');
  });

  test.each([
    ['goes afterwards', healed.slice(1)],
    ['is edited afterwards', healed.map((one, at) => (at === 0 ? { ...one, edited: true } : one))],
    ['comes afterwards, with an older comment', [{ ...(whole[2] as AnswerComment) }, ...healed]],
  ])('pins what counts: a broken chain when something of it %s', (_name, comments) => {
    expect(chainOf(comments).fault).toMatch(/^an answer that counted when answer 5 started the chain anew is gone$/);
  });

  test.each([
    ['nobody commanded it', { command: null }],
    ['a bot did', { command: { person: { ...people.erin, type: 'Bot' } } }],
    ['it was only tried', { outcome: 'dry_run' }],
  ])('is none when %s', (_name, change) => {
    const last = healed.at(-1) as AnswerComment;
    const entry = last.entry as AnswerEntry;
    const command = 'command' in change && change.command !== null ? { ...entry.command, ...change.command } : null;
    const other = { ...entry, ...change, ...('command' in change ? { command } : {}) } as AnswerEntry;
    expect(chainOf([...broken, { ...last, entry: other }]).fault).toBe('answer 3 is missing');
  });

  test('may be needed again', () => {
    const twice = commentsOf([{ effect: unblock }, { effect: block, by: people.dan }], healed).toSpliced(4, 1);
    expect(chainOf(twice).fault).toBe('answer 6 is missing');
    const anew = commentsOf([{ effect: restart(chainOf(twice)) }], twice);
    expect(chainOf(anew)).toMatchObject({ fault: null });
    expect(chainOf(anew).blocks.map(({ person }) => person.login)).toEqual(['bob', 'dan']);
  });
});

describe('whatever is done to the comments of a chain', () => {
  const effect = fc.constantFrom<(number: number) => AnswerEffect | null>(
    () => null,
    () => block,
    () => unblock,
    () => attest,
    waive,
    (number) => agree(`w${number - 1}`),
    (number) => ({ kind: 'revoke', waiver: `w${Math.max(1, number - 2)}` }),
    () => bypass,
    () => resume,
    () => resolve,
  );
  const words = fc.array(fc.tuple(effect, fc.constantFrom(people.bob, people.carol, people.dan)), {
    minLength: 1,
    maxLength: 12,
  });
  const deeds = fc.array(
    fc.record({
      deed: fc.constantFrom('drop', 'edit', 'unread', 'double', 'swap', 'forge', 'move'),
      at: fc.nat(20),
      to: fc.nat(20),
    }),
    { minLength: 1, maxLength: 4 },
  );

  test('it is whole only with every effect that was there', () => {
    let broken = 0;
    fc.assert(
      fc.property(words, deeds, fc.boolean(), (list, done, isTailKnown) => {
        const comments = commentsOf(list.map(([make, by], index) => ({ effect: make(index + 1), by })));
        const before = chainOf(comments);
        // GitHub notes every edit. That one without a note is found too rests on the answer after it, or on the tail.
        const possible = done.filter(({ deed }) => deed !== 'forge' || isTailKnown);
        const after = chainOf(possible.reduce(doneTo, comments), isTailKnown ? tailOf(comments) : null);
        if (after.fault !== null) {
          broken += 1;
          return;
        }
        const number = after.last?.number ?? 0;
        // Without a known tail only the end can go unnoticed: what is left is what once stood there.
        const expected = isTailKnown ? before : chainOf(comments.slice(0, number));
        expect(effects(after)).toEqual(effects(expected));
      }),
      { numRuns: 1_500 },
    );
    expect(broken).toBeGreaterThan(700);
  });
});

function effects({ blocks, attestations, waivers, holds, incident, last }: ReturnType<typeof chainOf>) {
  return { blocks, attestations, waivers, holds, incident, last };
}

interface Deed {
  readonly deed: string;
  readonly at: number;
  readonly to: number;
}

function doneTo(comments: readonly AnswerComment[], { deed, at: wanted, to }: Deed): readonly AnswerComment[] {
  const at = wanted % Math.max(1, comments.length);
  const one = comments[at];
  const other = comments[to % Math.max(1, comments.length)];
  if (one === undefined || other === undefined) return comments;
  switch (deed) {
    case 'drop':
      return comments.toSpliced(at, 1);
    case 'edit':
      return comments.with(at, { ...one, edited: true });
    case 'unread':
      return comments.with(at, { ...one, entry: null });
    case 'double':
      return [...comments, { ...one, id: 5_000 + to }];
    // The texts change places, and nothing tells that they were edited.
    case 'swap':
      return comments
        .with(at, { ...one, entry: other.entry })
        .with(comments.indexOf(other), { ...other, entry: one.entry });
    case 'move':
      return comments.with(at, { ...one, id: other.id + 5 });
    default:
      return comments.with(at, { ...one, entry: one.entry && { ...one.entry, effect: null } });
  }
}
