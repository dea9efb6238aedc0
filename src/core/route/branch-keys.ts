import type { Key } from './key.ts';
import { listAt, numberAt, shaAt, textAt, valueAt } from './payload.ts';
import { commitKeys, pullRequestKeys, repositoryKeys, withRepository } from './payload-keys.ts';
import { mayChangeRules } from './push.ts';

/**
 * The pull requests that GitHub ties to a run or suite, else its commit: for forks the list is empty. Entries of another
 * repository (the same branch offered upstream) are not ours to judge.
 */
export function headKeys(payload: unknown, object: string): readonly Key[] {
  const repository = numberAt(payload, 'repository', 'id');
  const own = listAt(payload, object, 'pull_requests').filter(
    (entry) => repository !== undefined && numberAt(entry, 'base', 'repo', 'id') === repository,
  );
  const keys = own.flatMap((entry) => pullRequestKeys(payload, numberAt(entry, 'number')));
  const sha = shaAt(payload, object, 'head_sha') ?? shaAt(payload, object, 'check_suite', 'head_sha');
  const branch = textAt(payload, object, 'head_branch') ?? textAt(payload, object, 'check_suite', 'head_branch');
  const queued = queuedFor(branch);
  if (queued !== undefined) return mergeGroupKeys(payload, queued, sha);
  return keys.length > 0 ? keys : commitKeys(payload, sha);
}

/**
 * Only the default branch holds what every pull request is judged by. The push that makes a group's branch tells of the
 * group as its own event does, so that losing one of them loses nothing.
 */
export function pushKeys(payload: unknown): readonly Key[] {
  const queued = queuedFor(branchOf(textAt(payload, 'ref')));
  if (queued !== undefined) {
    return valueAt(payload, 'deleted') === true ? [] : mergeGroupKeys(payload, queued, shaAt(payload, 'after'));
  }
  const branch = textAt(payload, 'repository', 'default_branch');
  const isDefault = branch !== undefined && textAt(payload, 'ref') === `refs/heads/${branch}`;
  if (!isDefault) return [];
  return [...(mayChangeRules(payload) ? repositoryKeys(payload) : []), ...defaultBranchKeys(payload)];
}

/** A merge tells of the default branch too, should its push get lost. */
export function mergedKeys(payload: unknown): readonly Key[] {
  const isMerged = textAt(payload, 'action') === 'closed' && valueAt(payload, 'pull_request', 'merged') === true;
  return isMerged ? defaultBranchKeys(payload) : [];
}

function defaultBranchKeys(payload: unknown): readonly Key[] {
  return withRepository(payload, (owner, repo) => ({ kind: 'default_branch', owner, repo }));
}

/** The group of a merge queue that GitHub asks the checks of. */
export function groupKeys(payload: unknown): readonly Key[] {
  const base = branchOf(textAt(payload, 'merge_group', 'base_ref'));
  return mergeGroupKeys(payload, base, shaAt(payload, 'merge_group', 'head_sha'));
}

function mergeGroupKeys(payload: unknown, base_ref: string | undefined, sha: string | undefined): readonly Key[] {
  if (base_ref === undefined || base_ref === '' || base_ref.length > 255 || sha === undefined) return [];
  return withRepository(payload, (owner, repo) => ({ kind: 'merge_group', owner, repo, base_ref, sha }));
}

/** What runs on a group of the merge queue, and GitHub's making of its branch, name the branch that it is for. */
const queueBranches = 'gh-readonly-queue/';

/** `main` of `gh-readonly-queue/main/pr-7-<sha>`; undefined for every other branch. Only the queue says what is in it. */
function queuedFor(branch: string | undefined): string | undefined {
  if (branch === undefined || !branch.startsWith(queueBranches)) return undefined;
  const base = branch.slice(queueBranches.length, Math.max(queueBranches.length, branch.lastIndexOf('/')));
  return base === '' ? undefined : base;
}

function branchOf(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/heads/') === true ? ref.slice('refs/heads/'.length) : ref;
}
