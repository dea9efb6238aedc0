import { expect, test } from 'vitest';
import { fixedClock } from '../../src/adapters/clock.ts';
import { packing } from '../../src/adapters/digest/packing.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import type { Transport } from '../../src/adapters/github/transport/transport.ts';
import { commands } from '../../src/app/commands.ts';
import type { PullRequestReader } from '../../src/reconcile/ports.ts';
import { empty } from '../core/command/chains.ts';
import { justNow } from '../core/command/situations.ts';
import { memoryInbox } from '../support/memory-inbox.ts';
import { earlier, head, now, person, snapshotOf } from '../support/snapshot.ts';

test('who was passed over is not asked about again soon, and to a question no stop is passed over', async () => {
  let read = 0;
  const observation = { snapshot: snapshotOf(), answers: { chain: empty }, head_sha: head, head_since: earlier };
  const reader = {
    observe: async () => {
      read += 1;
      return observation;
    },
  } as unknown as PullRequestReader;
  const clock = fixedClock(new Date(now));
  const answer = commands({ inbox: memoryInbox(), memory: readingMemory(), clock, packing });
  const context = { transport: {} as Transport, reader, isHeld: () => Promise.resolve(true) };
  const author = person(66, 'mallory');
  const readsOf = async (body: string): Promise<number> => {
    const before = read;
    const comment = { id: 9, body, number: 7, on: 'pull_request', author, created_at: justNow } as const;
    expect(await answer({ owner: 'acme', repo: 'agents', number: 7 }, comment, context)).toEqual({ kind: 'silence' });
    return read - before;
  };
  const reads: number[] = [];
  for (const body of ['/help', '/status', '/waive', '/block it', '/unblock', '/help']) reads.push(await readsOf(body));
  expect(reads).toEqual([1, 0, 0, 1, 0, 0]);
});
