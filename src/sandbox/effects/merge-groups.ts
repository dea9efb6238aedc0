import { commitsBetween } from '../git/history.ts';
import type { User } from '../state/identity.ts';
import type { Ending, MergeGroup, MergeQueueEntry } from '../state/merge-queue.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { ownerOf } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import { mergeGroupEvent } from '../webhooks/payload.ts';
import { by, type Engine } from './engine.ts';
import { mergeQueueOf } from './merge-rules.ts';
import { mergedTree, webFlow } from './mergeability.ts';
import { pushRef } from './refs.ts';

export function pullOf({ world }: Engine, entry: MergeQueueEntry): PullRequest {
  return world.pullRequests.get(entry.pullId) as PullRequest;
}

export function enqueuerOf({ world }: Engine, entry: MergeQueueEntry): User {
  return world.users.get(entry.enqueuerId) as User;
}

/** Builds the commit of an entry on what is ahead of it, and asks for its checks. A conflict makes it unmergeable. */
export async function buildGroup(
  engine: Engine,
  repository: Repository,
  entry: MergeQueueEntry,
  baseSha: string,
): Promise<void> {
  const headSha = await groupCommit(engine, repository, entry, baseSha);
  entry.conflicts = headSha === null;
  if (headSha === null) return;
  const ref = `refs/heads/gh-readonly-queue/${entry.baseRef}/pr-${pullOf(engine, entry).number}-${baseSha}`;
  entry.group = { ref, baseSha, headSha, requestedAt: engine.now() };
  await pushRef(engine, repository, ref, headSha, enqueuerOf(engine, entry));
  tell(engine, repository, entry, entry.group, 'checks_requested');
}

/** Takes the group of an entry away, with its branch. */
export async function destroyGroup(
  engine: Engine,
  repository: Repository,
  entry: MergeQueueEntry,
  reason: Ending,
): Promise<void> {
  const { group } = entry;
  if (group === null) return;
  entry.group = null;
  const { repositoryId, baseRef, pullId } = entry;
  const { headSha } = group;
  engine.world.endedMergeGroups.push({ repositoryId, baseRef, pullId, headSha, ending: reason, endedAt: engine.now() });
  tell(engine, repository, entry, group, 'destroyed', { reason });
  await pushRef(engine, repository, group.ref, null, enqueuerOf(engine, entry));
}

function tell(
  engine: Engine,
  repository: Repository,
  entry: MergeQueueEntry,
  group: MergeGroup,
  action: 'checks_requested' | 'destroyed',
  extra: Readonly<Record<string, unknown>> = {},
): void {
  const who = by(repository, enqueuerOf(engine, entry));
  engine.emit(mergeGroupEvent(who, action, { ...group, baseRef: `refs/heads/${entry.baseRef}` }, extra));
}

/** By the queue's merge method. What GitHub makes of several commits when it rebases is one commit here. */
async function groupCommit(
  engine: Engine,
  repository: Repository,
  entry: MergeQueueEntry,
  baseSha: string,
): Promise<string | null> {
  const pull = pullOf(engine, entry);
  const tree = await mergedTree(repository, baseSha, pull.head.sha);
  if (tree === null) return null;
  const method = mergeQueueOf(engine.world, repository, entry.baseRef)?.merge_method ?? 'MERGE';
  const committer = webFlow(engine.now());
  const author =
    method === 'REBASE' ? commitsBetween(repository.git, baseSha, pull.head.sha).at(-1)?.author : undefined;
  const owner = ownerOf(engine.world, engine.world.repositories.get(pull.head.repositoryId ?? 0) ?? repository);
  return repository.git.writeCommit({
    tree,
    parents: method === 'MERGE' ? [baseSha, pull.head.sha] : [baseSha],
    author: author ?? committer,
    committer,
    message:
      method === 'MERGE'
        ? `Merge pull request #${pull.number} from ${owner.login}/${pull.head.ref}\n\n${pull.title}`
        : `${pull.title} (#${pull.number})`,
  });
}
