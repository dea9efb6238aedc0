import { usualQueue } from '../../src/sandbox/seed/usual-queue.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { MergeQueueParameters, Repository } from '../../src/sandbox/state/repository.ts';
import type { MergeQueueEntry } from '../../src/sandbox/state/merge-queue.ts';
import { queueOf } from '../../src/sandbox/state/queries.ts';

/** Makes the default branch take merges through a queue only; owners of the organisation may push past it. */
export function addMergeQueue(
  sandbox: Sandbox,
  repository: Repository,
  change: Partial<MergeQueueParameters> = {},
): void {
  const { users, organizations } = sandbox.world;
  const owners = [...(organizations.get(repository.ownerId)?.members ?? [])].filter(([, { role }]) => role === 'admin');
  const bypass = owners.flatMap(([id]) => users.get(id) ?? []);
  sandbox.createRuleset(repository, {
    bypass,
    rules: [{ type: 'merge_queue', parameters: { ...usualQueue, ...change } }],
  });
}

/** The queue of the default branch, the next to merge first. */
export function queueIn(sandbox: Sandbox, repository: Repository): readonly MergeQueueEntry[] {
  return queueOf(sandbox.world, repository.id, repository.defaultBranch);
}
