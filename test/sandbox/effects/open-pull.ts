import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import type { OpenWorld } from '../open-world.ts';

let count = 0;

/** A new pull request by alice, from a head branch of its own. */
export async function openPull(
  { sandbox, repository, people }: OpenWorld,
  files: Record<string, string> = {},
): Promise<PullRequest> {
  const head = `topic/${++count}`;
  await sandbox.push(repository, head, {
    pusher: people.alice,
    files: { [`notes/${count}.md`]: `${count}\n`, ...files },
  });
  return sandbox.openPullRequest(repository, { author: people.alice, title: head, head });
}

/** What was delivered of an event so far, oldest first. */
export async function eventsOf({ sandbox, hooks }: OpenWorld, event: string): Promise<Record<string, unknown>[]> {
  await sandbox.settled();
  return hooks.filter((hook) => hook.headers['x-github-event'] === event).map((hook) => hook.payload);
}
