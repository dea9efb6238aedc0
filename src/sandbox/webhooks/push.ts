import { changedFiles } from '../git/difference.ts';
import { commitsBetween } from '../git/history.ts';
import type { Commit, Signature } from '../git/store.ts';
import type { User } from '../state/identity.ts';
import { userByEmail } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { dateOf } from '../views/commit.ts';
import { repositoryPage } from '../views/repository.ts';
import type { HookEvent } from './event.ts';

export const zeroSha = '0'.repeat(40);

function person(world: World, who: Signature) {
  const user = userByEmail(world, who.email);
  return {
    name: who.name,
    email: who.email,
    date: dateOf(who),
    ...(user === undefined ? {} : { username: user.login }),
  };
}

function pushedCommit(world: World, repository: Repository, commit: Commit) {
  const parent = commit.parents[0];
  const before = parent === undefined ? null : (repository.git.commit(parent)?.tree ?? null);
  const files = changedFiles(repository.git, before, commit.tree);
  const named = (status: string): string[] => files.filter((file) => file.status === status).map((file) => file.path);
  const renamed = files.filter((file) => file.status === 'renamed');
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: dateOf(commit.committer),
    url: repositoryPage(world, repository, `/commit/${commit.sha}`),
    author: person(world, commit.author),
    committer: person(world, commit.committer),
    // a push names a rename as one path added and one removed
    added: [...named('added'), ...renamed.map((file) => file.path)],
    removed: [...named('removed'), ...renamed.map((file) => file.previousPath ?? '')],
    modified: named('modified'),
  };
}

/** At most 2,048 commits stand in a push; `before` or `after` is 40 zeros when a ref is made or deleted. */
export function pushEvent(
  world: World,
  repository: Repository,
  sender: User,
  push: { readonly ref: string; readonly before: string; readonly after: string; readonly forced: boolean },
): HookEvent {
  const { git } = repository;
  const start =
    push.before === zeroSha ? (repository.refs.get(`refs/heads/${repository.defaultBranch}`) ?? '') : push.before;
  const commits = push.after === zeroSha ? [] : commitsBetween(git, start, push.after).slice(0, 2048);
  const head = git.commit(push.after);
  const range =
    push.before === zeroSha ? push.after.slice(0, 12) : `${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`;
  return {
    event: 'push',
    action: null,
    repository,
    sender,
    body: {
      ref: push.ref,
      before: push.before,
      after: push.after,
      base_ref: null,
      created: push.before === zeroSha,
      deleted: push.after === zeroSha,
      forced: push.forced,
      compare: repositoryPage(world, repository, `/compare/${range}`),
      commits: commits.map((commit) => pushedCommit(world, repository, commit)),
      head_commit: head === undefined ? null : pushedCommit(world, repository, head),
      pusher: { name: sender.login, email: sender.emails[0] ?? null },
    },
  };
}
