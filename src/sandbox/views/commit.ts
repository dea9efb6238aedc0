import type { ChangedFile } from '../git/difference.ts';
import { changedFiles } from '../git/difference.ts';
import type { Commit, Signature } from '../git/store.ts';
import { objectNodeId } from '../state/node-id.ts';
import { userByEmail } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { simpleUser } from './account.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';
import { type Schemas, time } from './schema.ts';

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

export const dateOf = (who: Signature): string => time(new Date(who.timestamp * 1000));

const gitUser = (who: Signature) => ({ name: who.name, email: who.email, date: dateOf(who) });

const linked = (world: World, email: string): Schemas['simple-user'] | null => {
  const user = userByEmail(world, email);
  return user === undefined ? null : simpleUser(world, user);
};

export function commitView(world: World, repository: Repository, commit: Commit): Schemas['commit'] {
  const url = repositoryUrl(world, repository);
  return {
    url: `${url}/commits/${commit.sha}`,
    sha: commit.sha,
    node_id: objectNodeId(repository.id, commit.sha),
    html_url: repositoryPage(world, repository, `/commit/${commit.sha}`),
    comments_url: `${url}/commits/${commit.sha}/comments`,
    commit: {
      url: `${url}/git/commits/${commit.sha}`,
      author: gitUser(commit.author),
      committer: gitUser(commit.committer),
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      verification: unsigned,
    },
    author: linked(world, commit.author.email),
    committer: linked(world, commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: repositoryPage(world, repository, `/commit/${sha}`),
    })),
  };
}

/** `GET /repos/{o}/{r}/commits/{sha}`: with files against the first parent; at most 300 a page, 3,000 in all. */
export function commitWithFiles(
  world: World,
  repository: Repository,
  commit: Commit,
  page: { readonly offset: number; readonly size: number },
): Schemas['commit'] {
  const parent = commit.parents[0];
  const before = parent === undefined ? null : (repository.git.commit(parent)?.tree ?? null);
  const files = changedFiles(repository.git, before, commit.tree);
  const sum = (pick: (file: ChangedFile) => number): number => files.reduce((total, file) => total + pick(file), 0);
  const [additions, deletions] = [sum((file) => file.additions), sum((file) => file.deletions)];
  return {
    ...commitView(world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files
      .slice(0, 3000)
      .slice(page.offset, page.offset + page.size)
      .map((file) => fileView(world, repository, file, commit.sha)),
  };
}

export function gitCommitView(world: World, repository: Repository, commit: Commit): Schemas['git-commit'] {
  const url = repositoryUrl(world, repository);
  return {
    sha: commit.sha,
    node_id: objectNodeId(repository.id, commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: repositoryPage(world, repository, `/commit/${commit.sha}`),
    author: gitUser(commit.author),
    committer: gitUser(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: repositoryPage(world, repository, `/commit/${sha}`),
    })),
    verification: unsigned,
  };
}

/** The short form inside suites and workflow runs. */
export const simpleCommit = (commit: Commit): Schemas['simple-commit'] => ({
  id: commit.sha,
  tree_id: commit.tree,
  message: commit.message,
  timestamp: dateOf(commit.committer),
  author: { name: commit.author.name, email: commit.author.email },
  committer: { name: commit.committer.name, email: commit.committer.email },
});

export function fileView(world: World, repository: Repository, file: ChangedFile, ref: string): Schemas['diff-entry'] {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: repositoryPage(world, repository, `/blob/${ref}/${path}`),
    raw_url: repositoryPage(world, repository, `/raw/${ref}/${path}`),
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${ref}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}
