import { changedFiles } from '../git/difference.ts';
import { commitsBetween, mergeBase } from '../git/history.ts';
import type { User } from '../state/identity.ts';
import { accountById, associationOf, commentsOf, ownerOf } from '../state/queries.ts';
import type { PullRequest, Review } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { type Account, simpleUser, teamSimple, teamView } from './account.ts';
import { labelView, repositoryPage, repositoryUrl, repositoryView } from './repository.ts';
import { type Schemas, time, timeOrNull } from './schema.ts';

const userOrNull = (world: World, id: number | null): Schemas['nullable-simple-user'] =>
  id === null ? null : simpleUser(world, world.users.get(id) as User);

export const pullRepository = (world: World, pull: PullRequest): Repository =>
  world.repositories.get(pull.repositoryId) as Repository;

/** Changed files and commits of a pull request: from the merge base of base branch and head, three-dot. */
export function pullDifference(world: World, pull: PullRequest) {
  const { git } = pullRepository(world, pull);
  const start = mergeBase(git, pull.base.sha, pull.head.sha);
  const before = start === null ? null : (git.commit(start)?.tree ?? null);
  const after = git.commit(pull.head.sha)?.tree ?? null;
  return {
    files: changedFiles(git, before, after),
    commits: commitsBetween(git, pull.base.sha, pull.head.sha),
  };
}

function side(world: World, ref: string, sha: string, ownerId: number, repository: Repository | undefined) {
  const owner = accountById(world, ownerId) as Account;
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: simpleUser(world, owner),
    // null when the fork was deleted: GitHub sends it although the description does not allow it
    repo: (repository === undefined ? null : repositoryView(world, repository)) as Schemas['repository'],
  };
}

function shared(world: World, pull: PullRequest) {
  const repository = pullRepository(world, pull);
  const api = repositoryUrl(world, repository);
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const page = repositoryPage(world, repository, `/pull/${pull.number}`);
  const statuses = `${api}/statuses/${pull.head.sha}`;
  const head = pull.head.repositoryId === null ? undefined : world.repositories.get(pull.head.repositoryId);
  return {
    url,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    title: pull.title,
    user: simpleUser(world, world.users.get(pull.authorId) as User),
    body: pull.body,
    labels: pull.labels.map((name) => labelView(world, repository, name)),
    milestone: null,
    active_lock_reason: null,
    created_at: time(pull.createdAt),
    updated_at: time(pull.updatedAt),
    closed_at: timeOrNull(pull.closedAt),
    merged_at: timeOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitSha,
    assignee: userOrNull(world, pull.assigneeIds[0] ?? null),
    assignees: pull.assigneeIds.map((id) => simpleUser(world, world.users.get(id) as User)),
    requested_reviewers: pull.requestedReviewerIds.map((id) => simpleUser(world, world.users.get(id) as User)),
    head: side(world, pull.head.ref, pull.head.sha, pull.head.ownerId, head),
    base: side(world, pull.base.ref, pull.base.sha, ownerOf(world, repository).id, repository),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: associationOf(world, repository, pull.authorId),
    auto_merge: null,
    draft: pull.draft,
  };
}

const requestedTeams = (world: World, pull: PullRequest) =>
  pull.requestedTeamIds.map((id) => world.teams.get(id)).filter((team) => team !== undefined);

export const pullSimple = (world: World, pull: PullRequest): Schemas['pull-request-simple'] => ({
  ...shared(world, pull),
  requested_teams: requestedTeams(world, pull).map((team) => teamView(world, team)),
});

export function pullView(world: World, pull: PullRequest): Schemas['pull-request'] {
  const { files, commits } = pullDifference(world, pull);
  return {
    ...shared(world, pull),
    requested_teams: requestedTeams(world, pull).map((team) => teamSimple(world, team)),
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? pull.mergeable : null,
    rebaseable: pull.state === 'open' ? pull.mergeable : null,
    mergeable_state: pull.draft ? 'draft' : pull.mergeable === null ? 'unknown' : pull.mergeable ? 'clean' : 'dirty',
    merged_by: userOrNull(world, pull.mergedById),
    comments: commentsOf(world, pull.repositoryId, pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** Inside checks and workflow runs. */
export function pullMinimal(world: World, pull: PullRequest): Schemas['pull-request-minimal'] {
  const repository = pullRepository(world, pull);
  const head = world.repositories.get(pull.head.repositoryId ?? 0) ?? repository;
  const repo = (one: Repository) => ({ id: one.id, url: repositoryUrl(world, one), name: one.name });
  return {
    id: pull.id,
    number: pull.number,
    url: `${repositoryUrl(world, repository)}/pulls/${pull.number}`,
    head: { ref: pull.head.ref, sha: pull.head.sha, repo: repo(head) },
    base: { ref: pull.base.ref, sha: pull.base.sha, repo: repo(repository) },
  };
}

export function reviewView(world: World, pull: PullRequest, review: Review): Schemas['pull-request-review'] {
  const repository = pullRepository(world, pull);
  const page = repositoryPage(world, repository, `/pull/${pull.number}#pullrequestreview-${review.id}`);
  const url = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: userOrNull(world, review.authorId),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    _links: { html: { href: page }, pull_request: { href: url } },
    ...(review.submittedAt === null ? {} : { submitted_at: time(review.submittedAt) }),
    commit_id: review.commitSha,
    author_association: associationOf(world, repository, review.authorId),
  };
}
