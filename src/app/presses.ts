import { packing } from '../adapters/digest/packing.ts';
import { Fault } from '../adapters/fault.ts';
import { openPullRequestsOfCommit } from '../adapters/github/commit-pull-requests.ts';
import { forgetPullRequest, type ReadingMemory } from '../adapters/github/memory.ts';
import { writePressed } from '../adapters/github/presses.ts';
import { readPermission } from '../adapters/github/rest/permission.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { Key } from '../core/route/key.ts';
import { marks } from '../reconcile/marks.ts';
import { pressed } from '../reconcile/press.ts';
import type { Clock, PullRequestReader } from '../reconcile/ports.ts';
import { heldTransport } from './held.ts';

export type PressKey = Extract<Key, { kind: 'press' }>;

export interface PressOptions {
  readonly transport: Transport;
  readonly reader: PullRequestReader;
  readonly memory: ReadingMemory;
  readonly clock: Clock;
  readonly app: number;
  readonly isHeld: () => Promise<boolean>;
}

const unread = 'The permission of who pressed a button could not be read.';

/**
 * Does what a press of a button asks for, of somebody with write access or of the author; anybody else's is passed over
 * (github-facts T18). Answers the pull requests that are to be judged again.
 */
export async function answerPress(key: PressKey, options: PressOptions): Promise<readonly number[]> {
  const { transport, reader, memory, clock, app, isHeld } = options;
  const { owner, repo, sha, button, person } = key;
  const numbers = await openPullRequestsOfCommit(transport, { owner, repo }, sha);
  if (numbers.length === 0) return [];
  const { permission } = await readPermission(transport, { owner, repo }, person);
  const mayWrite = ['write', 'maintain', 'admin'].includes(permission);
  const again: number[] = [];
  for (const number of numbers) {
    const pull = { owner, repo, number };
    const observation = await reader.observe(pull, clock.now());
    const isAuthor = observation.snapshot?.pull_request.author?.id === person.id;
    if (observation.snapshot === null || observation.head_sha !== sha) continue;
    if (permission === 'unknown' && !isAuthor) throw new Fault('github_answer_incomplete', { message: unread });
    if (!(mayWrite || isAuthor)) continue;
    if (button === 'recheck') {
      forgetPullRequest(memory, pull);
      again.push(number);
      continue;
    }
    const what = pressed(button === 'draft' ? 'draft' : 'explain', observation, packing.sha256);
    if (what === null) continue;
    await writePressed({ transport: heldTransport(transport, isHeld), memory, app, marks }, pull, what);
  }
  return again;
}
