import { requirePermission } from '../../auth/access.ts';
import { mergeQueueOf, requiredChecksState } from '../../effects/merge-rules.ts';
import type { MergeQueueEntry } from '../../state/merge-queue.ts';
import { nodeId } from '../../state/node-id.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import { find, queueOf } from '../../state/queries.ts';
import type { Repository } from '../../state/repository.ts';
import { repositoryPage } from '../../views/repository.ts';
import { time } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';

/** The queue of a branch; null where no rule makes one. */
export function mergeQueueView(scope: Scope, repository: Repository, branch: string): View | null {
  const { world } = scope;
  requirePermission(world, scope.actor, repository, 'merge_queues', 'read');
  const rule = mergeQueueOf(world, repository, branch);
  if (rule === null) return null;
  const url = repositoryPage(world, repository, `/queue/${branch}`);
  return {
    __typename: 'MergeQueue',
    id: nodeId('MergeQueue', repository.id),
    url,
    resourcePath: `/queue/${branch}`,
    repository: () => scope.view.repository(repository),
    configuration: {
      checkResponseTimeout: rule.check_response_timeout_minutes,
      maximumEntriesToBuild: rule.max_entries_to_build,
      maximumEntriesToMerge: rule.max_entries_to_merge,
      mergeMethod: rule.merge_method,
      mergingStrategy: rule.grouping_strategy,
      minimumEntriesToMerge: rule.min_entries_to_merge,
      minimumEntriesToMergeWaitTime: rule.min_entries_to_merge_wait_minutes,
    },
    entries: (page: PageArguments) =>
      connection(queueOf(world, repository.id, branch), page, (entry) => entryView(scope, repository, entry)),
  };
}

/** An entry that has just left the queue is at position 0. */
export function entryView(scope: Scope, repository: Repository, entry: MergeQueueEntry): View {
  const { world } = scope;
  const commit = (sha: string | undefined): View | null => {
    const found = sha === undefined ? undefined : repository.git.commit(sha);
    return found === undefined ? null : scope.view.commit(repository, found);
  };
  return {
    __typename: 'MergeQueueEntry',
    id: entry.nodeId,
    position: queueOf(world, repository.id, entry.baseRef).indexOf(entry) + 1,
    state: stateOf(scope, repository, entry),
    enqueuedAt: time(entry.enqueuedAt),
    enqueuer: () => scope.view.actor(entry.enqueuerId),
    jump: entry.jump,
    solo: false,
    baseCommit: () => commit(entry.group?.baseSha),
    headCommit: () => commit(entry.group?.headSha),
    pullRequest: () => scope.view.pullRequest(world.pullRequests.get(entry.pullId) as PullRequest),
    mergeQueue: () => mergeQueueView(scope, repository, entry.baseRef),
  };
}

function stateOf({ world }: Scope, repository: Repository, { conflicts, group, baseRef }: MergeQueueEntry): string {
  if (conflicts) return 'UNMERGEABLE';
  if (group === null) return 'QUEUED';
  const state = requiredChecksState(world, repository, baseRef, group.headSha);
  return state === 'success' ? 'MERGEABLE' : state === 'pending' ? 'AWAITING_CHECKS' : 'UNMERGEABLE';
}

/** What a pull request says of its queue. */
export function queueFields(scope: Scope, repository: Repository, pull: PullRequest): View {
  const entry = (): MergeQueueEntry | undefined =>
    find(scope.world.mergeQueueEntries.values(), ({ pullId }) => pullId === pull.id);
  return {
    isInMergeQueue: () => entry() !== undefined,
    isMergeQueueEnabled: () => mergeQueueOf(scope.world, repository, pull.base.ref) !== null,
    mergeQueueEntry: () => {
      const found = entry();
      return found === undefined ? null : entryView(scope, repository, found);
    },
    mergeQueue: () => mergeQueueView(scope, repository, pull.base.ref),
  };
}
