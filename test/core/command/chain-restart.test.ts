import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerComment } from '../../../src/core/command/chain/comment.ts';
import { entryDigest } from '../../../src/core/command/chain/digest.ts';
import type { AnswerEffect, AnswerEntry } from '../../../src/generated/types.ts';
import { earlier, people, sha256 } from '../../support/snapshot.ts';
import {
  agree,
  attest,
  block,
  bypass,
  chainOf,
  commentsOf,
  entryOf,
  resolve,
  restart,
  resume,
  tailOf,
  unblock,
  waive,
} from './chains.ts';
import { again, whole } from './whole-chain.ts';

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
