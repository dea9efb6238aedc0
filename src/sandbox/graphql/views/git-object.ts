import { requirePermission } from '../../auth/access.ts';
import { isAncestor, log } from '../../git/history.ts';
import type { Commit, Signature, TreeEntry } from '../../git/store.ts';
import { entryAt } from '../../git/tree.ts';
import type { CheckSuite } from '../../state/check.ts';
import { objectNodeId } from '../../state/node-id.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import { find, runsOfSuite, select, suitesOf, userByEmail } from '../../state/queries.ts';
import type { Repository } from '../../state/repository.ts';
import { dateOf } from '../../views/commit.ts';
import { repositoryPage } from '../../views/repository.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';

/** GitHub cuts `Blob.text` of large files; the exact size is not documented. */
const longestText = 512_000;

/** The object that `<ref or sha>` or `<ref or sha>:<path>` names; null when there is none, as on GitHub. */
export function objectByExpression(scope: Scope, repository: Repository, expression: string): View | null {
  const colon = expression.indexOf(':');
  const sha = revision(repository, colon === -1 ? expression : expression.slice(0, colon));
  if (sha === undefined) return null;
  if (colon === -1) return scope.view.object(repository, sha);
  const commit = repository.git.commit(sha);
  const root = commit?.tree ?? sha;
  const path = expression.slice(colon + 1);
  if (path === '') return scope.view.object(repository, root);
  const entry = entryAt(repository.git, root, path);
  return entry === undefined ? null : scope.view.object(repository, entry.sha);
}

function revision(repository: Repository, name: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  const short = name === 'HEAD' ? repository.defaultBranch : name;
  return [name, `refs/heads/${short}`, `refs/tags/${short}`, `refs/${short}`]
    .map((ref) => repository.refs.get(ref))
    .find((sha) => sha !== undefined);
}

export function objectView(scope: Scope, repository: Repository, sha: string): View | null {
  const commit = repository.git.commit(sha);
  if (commit !== undefined) return scope.view.commit(repository, commit);
  const tree = repository.git.tree(sha);
  if (tree !== undefined) return treeView(scope, repository, sha, tree);
  const blob = repository.git.blob(sha);
  return blob === undefined ? null : blobView(scope, repository, sha, blob);
}

export function commitView(scope: Scope, repository: Repository, commit: Commit): View {
  const { world } = scope;
  const { git } = repository;
  const [headline = '', ...rest] = commit.message.split('\n');
  return {
    __typename: 'Commit',
    ...objectFields(scope, repository, commit.sha),
    url: repositoryPage(world, repository, `/commit/${commit.sha}`),
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    authoredDate: dateOf(commit.author),
    committedDate: dateOf(commit.committer),
    author: gitActorView(scope, commit.author),
    committer: gitActorView(scope, commit.committer),
    authors: (page: PageArguments) => connection(authorsOf(commit), page, (one) => gitActorView(scope, one)),
    authoredByCommitter: commit.author.email === commit.committer.email,
    signature: null,
    tree: () => treeView(scope, repository, commit.tree, git.tree(commit.tree) ?? []),
    file: ({ path }: { path: string }) => {
      const entry = entryAt(git, commit.tree, path);
      return entry === undefined ? null : entryView(scope, repository, entry, path);
    },
    parents: (page: PageArguments) => commits(scope, repository, commit.parents, page),
    history: (page: PageArguments) => {
      const shas = log(git, commit.sha).map((one) => one.sha);
      return commits(scope, repository, shas, page);
    },
    checkSuites: (page: PageArguments & { readonly filterBy?: SuiteFilter }) => {
      requirePermission(world, scope.actor, repository, 'checks', 'read');
      const suites = suitesOf(world, repository.id, commit.sha).filter((suite) => passes(scope, suite, page.filterBy));
      return connection(suites, page, (suite) => scope.view.checkSuite(suite));
    },
    statusCheckRollup: () => scope.view.rollup(repository, commit),
    associatedPullRequests: (page: PageArguments) => {
      requirePermission(world, scope.actor, repository, 'pull_requests', 'read');
      const pulls = select(
        world.pullRequests.values(),
        (pull) => pull.repositoryId === repository.id && belongsTo(repository, commit.sha, pull),
      );
      return connection(pulls, page, (pull) => scope.view.pullRequest(pull));
    },
  };
}

/** Among the commits of the pull request, or what it was merged as. */
function belongsTo({ git }: Repository, sha: string, pull: PullRequest): boolean {
  if (pull.mergedAt !== null && pull.mergeCommitSha === sha) return true;
  return isAncestor(git, sha, pull.head.sha) && !isAncestor(git, sha, pull.base.sha);
}

interface SuiteFilter {
  readonly appId?: number;
  readonly checkName?: string;
}

function passes({ world }: Scope, suite: CheckSuite, filter: SuiteFilter | undefined): boolean {
  if (filter?.appId !== undefined && suite.appId !== filter.appId) return false;
  return filter?.checkName === undefined || runsOfSuite(world, suite.id).some((run) => run.name === filter.checkName);
}

function commits(scope: Scope, repository: Repository, shas: readonly string[], page: PageArguments): View {
  return connection(shas, page, (sha) => scope.view.commit(repository, repository.git.commit(sha) as Commit));
}

/** `user` only for people: GitHub leaves it null for bots and for addresses linked to nobody. */
function gitActorView(scope: Scope, who: Signature): View {
  const user = userByEmail(scope.world, who.email);
  return {
    __typename: 'GitActor',
    name: who.name,
    email: who.email,
    date: dateOf(who),
    user: user?.type === 'User' ? () => scope.view.account(user) : null,
  };
}

/** The author, then those whom `Co-authored-by:` trailers name. */
function authorsOf(commit: Commit): readonly Signature[] {
  const trailers = [...commit.message.matchAll(/^co-authored-by:\s*(.*?)\s*<([^<>]+)>\s*$/gim)];
  const others = trailers.map(([, name = '', email = '']) => ({ name, email, timestamp: commit.author.timestamp }));
  const all = [commit.author, ...others];
  return all.filter((one) => find(all, (other) => other.email === one.email) === one);
}

function treeView(scope: Scope, repository: Repository, sha: string, entries: readonly TreeEntry[]): View {
  return {
    __typename: 'Tree',
    ...objectFields(scope, repository, sha),
    entries: () => entries.map((entry) => entryView(scope, repository, entry, entry.path)),
  };
}

function entryView(scope: Scope, repository: Repository, entry: TreeEntry, path: string): View {
  return {
    __typename: 'TreeEntry',
    name: path.split('/').at(-1),
    path,
    type: entry.type,
    mode: Number.parseInt(entry.mode, 8),
    oid: entry.sha,
    size: repository.git.blob(entry.sha)?.length ?? 0,
    object: () => scope.view.object(repository, entry.sha),
    repository: () => scope.view.repository(repository),
  };
}

function blobView(scope: Scope, repository: Repository, sha: string, bytes: Uint8Array): View {
  const isBinary = bytes.subarray(0, 8000).includes(0);
  return {
    __typename: 'Blob',
    ...objectFields(scope, repository, sha),
    byteSize: bytes.length,
    isBinary,
    isTruncated: bytes.length > longestText,
    text: isBinary ? null : new TextDecoder().decode(bytes.subarray(0, longestText)),
  };
}

function objectFields(scope: Scope, repository: Repository, sha: string): View {
  return {
    id: objectNodeId(repository.id, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    repository: () => scope.view.repository(repository),
  };
}
