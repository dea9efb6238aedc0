import { expect, test } from 'vitest';
import { fixedClock } from '../../src/adapters/clock.ts';
import { Fault } from '../../src/adapters/fault.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import type { Transport } from '../../src/adapters/github/transport/transport.ts';
import { answerPress } from '../../src/app/presses.ts';
import type { PullRequestReader } from '../../src/reconcile/ports.ts';
import { head, people, snapshotOf } from '../support/snapshot.ts';

/** A press of Recheck while GitHub fails to tell what the person may. */
function press(person: (typeof people)['ada']) {
  const node = { number: 7, state: 'OPEN', headRefOid: head, repository: { nameWithOwner: 'acme/agents' } };
  const data = { repository: { object: { associatedPullRequests: { nodes: [node] } } } };
  const transport = {
    graphql: async () => ({ data, errors: [] }),
    rest: async () => {
      throw new Fault('github_server_error', { message: 'no' });
    },
  } as unknown as Transport;
  const reader = { observe: async () => ({ snapshot: snapshotOf(), head_sha: head }) } as unknown as PullRequestReader;
  const key = { kind: 'press', owner: 'acme', repo: 'agents', sha: head, button: 'recheck', person } as const;
  const clock = fixedClock(new Date('2026-04-07T16:05:00Z'));
  return answerPress(key, {
    transport,
    reader,
    clock,
    memory: readingMemory(),
    app: 1,
    isHeld: async () => true,
  });
}

test('of a button by somebody whose permission can not be read is taken up again', async () => {
  await expect(press(people.dan)).rejects.toThrow('could not be read');
});

test('of a button by the author needs no permission', async () => {
  expect(await press(people.ada)).toEqual([7]);
});
