import { canSee } from '../../auth/access.ts';
import type { ChangedFile } from '../../git/difference.ts';
import type { Commit } from '../../git/store.ts';
import type { PullRequest, Review } from '../../state/pull-request.ts';
import { accountById, reviewsOf } from '../../state/queries.ts';
import type { Repository } from '../../state/repository.ts';
import { pullDifference, pullRepository } from '../../views/pull-request.ts';
import { repositoryPage } from '../../views/repository.ts';
import { time, timeOrNull } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { editFields } from './edits.ts';
import { comments, labelView, people, writtenFields } from './issue.ts';
import { queueFields } from './merge-queue.ts';
import { pullState } from './repository.ts';
import { timelineItems, type TimelineArguments } from './timeline.ts';

/** GitHub lists at most this many files of a pull request (REST documents it; for GraphQL it is assumed). */
const mostFiles = 3000;

export function pullRequestView(scope: Scope, pull: PullRequest): View {
  const { world } = scope;
  const repository = pullRepository(world, pull);
  const url = repositoryPage(world, repository, `/pull/${pull.number}`);
  return {
    __typename: 'PullRequest',
    id: pull.nodeId,
    fullDatabaseId: String(pull.id),
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    url,
    permalink: url,
    resourcePath: `/pull/${pull.number}`,
    state: pullState(pull),
    isDraft: pull.draft,
    locked: pull.locked,
    closed: pull.state === 'closed',
    closedAt: timeOrNull(pull.closedAt),
    ...writtenFields(scope, repository, pull),
    ...editFields(scope, pull),
    ...mergeFields(scope, repository, pull),
    ...branchFields(scope, repository, pull),
    ...differenceFields(scope, repository, pull),
    ...conversationFields(scope, repository, pull),
    repository: () => scope.view.repository(repository),
    baseRepository: () => scope.view.repository(repository),
  };
}

function mergeFields(scope: Scope, repository: Repository, pull: PullRequest): View {
  const commitOrNull = (sha: string | null): View | null => {
    const commit = sha === null ? undefined : repository.git.commit(sha);
    return commit === undefined ? null : scope.view.commit(repository, commit);
  };
  return {
    merged: pull.mergedAt !== null,
    mergedAt: timeOrNull(pull.mergedAt),
    mergedBy: () => scope.view.actor(pull.mergedById),
    mergeable: pull.mergeable === null ? 'UNKNOWN' : pull.mergeable ? 'MERGEABLE' : 'CONFLICTING',
    mergeCommit: () => (pull.mergedAt === null ? null : commitOrNull(pull.mergeCommitSha)),
    potentialMergeCommit: () => (pull.mergedAt === null ? commitOrNull(pull.mergeCommitSha) : null),
    ...queueFields(scope, repository, pull),
  };
}

function branchFields(scope: Scope, repository: Repository, pull: PullRequest): View {
  const { world, actor } = scope;
  const head = pull.head.repositoryId === null ? undefined : world.repositories.get(pull.head.repositoryId);
  const visible = head !== undefined && canSee(world, actor, head) ? head : undefined;
  return {
    baseRefName: pull.base.ref,
    baseRefOid: pull.base.sha,
    baseRef: () => scope.view.ref(repository, `refs/heads/${pull.base.ref}`),
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    headRef: () => (visible === undefined ? null : scope.view.ref(visible, `refs/heads/${pull.head.ref}`)),
    headRepository: () => (visible === undefined ? null : scope.view.repository(visible)),
    headRepositoryOwner: () => {
      const owner = accountById(world, pull.head.ownerId);
      return owner === undefined ? null : scope.view.account(owner);
    },
    isCrossRepository: pull.head.repositoryId !== pull.repositoryId,
  };
}

function differenceFields(scope: Scope, repository: Repository, pull: PullRequest): View {
  let known: ReturnType<typeof pullDifference> | undefined;
  const difference = (): ReturnType<typeof pullDifference> => {
    known ??= pullDifference(scope.world, pull);
    return known;
  };
  const total = (count: (file: ChangedFile) => number): number =>
    difference().files.reduce((sum, file) => sum + count(file), 0);
  const head = (): Commit => repository.git.commit(pull.head.sha) as Commit;
  return {
    changedFiles: () => difference().files.length,
    additions: () => total((file) => file.additions),
    deletions: () => total((file) => file.deletions),
    files: (page: PageArguments) => connection(difference().files.slice(0, mostFiles), page, fileView),
    commits: (page: PageArguments) =>
      connection(difference().commits, page, (commit) => ({
        __typename: 'PullRequestCommit',
        id: `PURC_${pull.id}_${commit.sha}`,
        url: repositoryPage(scope.world, repository, `/pull/${pull.number}/commits/${commit.sha}`),
        commit: () => scope.view.commit(repository, commit),
        pullRequest: () => scope.view.pullRequest(pull),
      })),
    statusCheckRollup: () => scope.view.rollup(repository, head()),
  };
}

const changeTypes = { added: 'ADDED', removed: 'DELETED', modified: 'MODIFIED', renamed: 'RENAMED' } as const;

/** The schema has no previous name of a renamed file (github-checked rule 18). */
function fileView(file: ChangedFile): View {
  return {
    __typename: 'PullRequestChangedFile',
    path: file.path,
    changeType: changeTypes[file.status],
    additions: file.additions,
    deletions: file.deletions,
    viewerViewedState: 'UNVIEWED',
  };
}

function conversationFields(scope: Scope, repository: Repository, pull: PullRequest): View {
  const { world } = scope;
  return {
    assignees: (page: PageArguments) => people(scope, pull.assigneeIds, page),
    labels: (page: PageArguments) => connection(pull.labels, page, (label) => labelView(repository, label)),
    comments: (page: PageArguments) => comments(scope, pull.repositoryId, pull.number, page),
    reviews: (page: PageArguments & { readonly states?: readonly string[]; readonly author?: string }) => {
      const author = page.author?.toLowerCase();
      const reviews = reviewsOf(world, pull).filter(
        (review) =>
          (page.states === undefined || page.states.includes(review.state)) &&
          (author === undefined || world.users.get(review.authorId)?.login.toLowerCase() === author) &&
          // A pending review is seen by its author only.
          (review.state !== 'PENDING' || ('user' in scope.actor && scope.actor.user.id === review.authorId)),
      );
      return connection(reviews, page, (review) => scope.view.review(pull, review));
    },
    reviewRequests: (page: PageArguments) => {
      const asked = [
        ...pull.requestedReviewerIds.map((id) => world.users.get(id)).filter((user) => user !== undefined),
        ...pull.requestedTeamIds.map((id) => world.teams.get(id)).filter((team) => team !== undefined),
      ];
      return connection(asked, page, (reviewer) => ({
        __typename: 'ReviewRequest',
        id: `RR_${pull.id}_${reviewer.id}`,
        asCodeOwner: false,
        pullRequest: () => scope.view.pullRequest(pull),
        requestedReviewer: () => ('slug' in reviewer ? scope.view.team(reviewer) : scope.view.account(reviewer)),
      }));
    },
    timelineItems: (page: TimelineArguments) => timelineItems(scope, pull, page),
  };
}

export function reviewView(scope: Scope, pull: PullRequest, review: Review): View {
  const { world } = scope;
  const repository = pullRepository(world, pull);
  const commit = review.commitSha === null ? undefined : repository.git.commit(review.commitSha);
  return {
    __typename: 'PullRequestReview',
    id: review.nodeId,
    fullDatabaseId: String(review.id),
    databaseId: review.id,
    state: review.state,
    submittedAt: timeOrNull(review.submittedAt),
    url: repositoryPage(world, repository, `/pull/${pull.number}#pullrequestreview-${review.id}`),
    ...writtenFields(scope, repository, { ...review, createdAt: review.submittedAt ?? review.updatedAt }),
    updatedAt: time(review.updatedAt),
    lastEditedAt: null,
    commit: () => (commit === undefined ? null : scope.view.commit(repository, commit)),
    pullRequest: () => scope.view.pullRequest(pull),
    repository: () => scope.view.repository(repository),
  };
}
