import { describe, expect, test } from 'vitest';
import { membersOf, type QueueEntry } from '../../../../src/core/gate/group/members.ts';

const entry = (position: number, base_sha: string | null, head_sha: string | null, number = position): QueueEntry => ({
  position,
  pull_request: number === 0 ? null : number,
  base_sha,
  head_sha,
});
const three = [entry(1, 'tip', 'a'), entry(2, 'a', 'b'), entry(3, 'b', 'c')];
const queue = (entries: readonly QueueEntry[], complete = true, tip: string | null = 'tip') => ({
  entries,
  complete,
  tip,
});

describe('a group holds', () => {
  test.each<[sentence: string, seen: ReturnType<typeof queue>, head: string, found: readonly number[] | string]>([
    ['one pull request', queue(three), 'a', [1]],
    ['all up to the one whose commit is its head', queue(three), 'c', [1, 2, 3]],
    ['them in the order of the queue, whatever that of the answer', queue(three.toReversed()), 'b', [1, 2]],
    [
      'no entry without a commit',
      queue([three[0] ?? entry(1, null, null), entry(2, null, null), entry(3, 'a', 'c')]),
      'c',
      [1, 3],
    ],
    ['nothing once the queue has no such commit', queue(three), 'x', 'gone'],
    ['who knows whom while the queue is not whole', queue(three, false), 'x', 'unclear'],
    ['what was read, where the rest of the queue is behind it', queue(three, false), 'b', [1, 2]],
    [
      'who knows whom when one is not built on the one ahead',
      queue([entry(1, 'tip', 'a'), entry(2, 'x', 'b')]),
      'b',
      'unclear',
    ],
    ['who knows whom when the first is not built on the tip', queue(three, true, 'moved'), 'c', 'unclear'],
    ['who knows whom when the tip is not told', queue(three, true, null), 'c', 'unclear'],
    ['who knows whom when a pull request is not told', queue([entry(1, 'tip', 'a', 0)]), 'a', 'unclear'],
    ['who knows whom when a base is not told', queue([entry(1, null, 'a')]), 'a', 'unclear'],
  ])('%s', (_sentence, seen, head, found) => {
    const members = membersOf(seen, head);
    expect(members.kind === 'known' ? members.members.map(({ number }) => number) : members.kind).toEqual(found);
  });
});
