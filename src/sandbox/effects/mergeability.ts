import { isAncestor, mergeBase } from '../git/history.ts';
import type { Signature } from '../git/store.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { branchTip } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { Engine } from './engine.ts';

/** Commits that github.com makes itself are committed by this identity. */
export const webFlow = (now: Date): Signature => ({
  name: 'GitHub',
  email: 'noreply@github.com',
  timestamp: Math.floor(now.getTime() / 1000),
});

/** Tree of merging the head into the base branch's tip; null on conflict or unrelated histories. */
export async function mergedTree(repository: Repository, baseTip: string, head: string): Promise<string | null> {
  const { git } = repository;
  if (isAncestor(git, baseTip, head)) return git.commit(head)?.tree ?? null;
  if (mergeBase(git, baseTip, head) === null) return null;
  return git.mergeCommits(baseTip, head);
}

/** Works out again whether the pull request can be merged; keeps `refs/pull/N/head` and `/merge`, as GitHub does. */
export async function refreshMergeability(engine: Engine, pull: PullRequest): Promise<void> {
  const repository = engine.world.repositories.get(pull.repositoryId) as Repository;
  const prefix = `refs/pull/${pull.number}`;
  repository.refs.set(`${prefix}/head`, pull.head.sha);
  const tip = branchTip(repository, pull.base.ref);
  const tree = tip === undefined ? null : await mergedTree(repository, tip, pull.head.sha);
  pull.mergeable = tree !== null;
  if (tree === null || tip === undefined) {
    pull.mergeCommitSha = null;
    repository.refs.delete(`${prefix}/merge`);
    return;
  }
  const who = webFlow(engine.now());
  const message = `Merge ${pull.head.sha} into ${tip}`;
  const parents = [tip, pull.head.sha];
  pull.mergeCommitSha = await repository.git.writeCommit({ tree, parents, author: who, committer: who, message });
  repository.refs.set(`${prefix}/merge`, pull.mergeCommitSha);
}
