import type { PullRequest, TimelineEvent } from '../../state/pull-request.ts';
import { pullRepository } from '../../views/pull-request.ts';
import { repositoryPage } from '../../views/repository.ts';
import { time } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { GraphqlProblem } from '../problem.ts';

export interface TimelineArguments extends PageArguments {
  readonly itemTypes?: readonly string[];
  readonly since?: string;
}

const typeNames: Readonly<Record<TimelineEvent['kind'], string>> = {
  base_ref_changed: 'BaseRefChangedEvent',
  head_ref_force_pushed: 'HeadRefForcePushedEvent',
  closed: 'ClosedEvent',
  reopened: 'ReopenedEvent',
  ready_for_review: 'ReadyForReviewEvent',
  convert_to_draft: 'ConvertToDraftEvent',
  merged: 'MergedEvent',
  assigned: 'AssignedEvent',
  unassigned: 'UnassignedEvent',
  review_requested: 'ReviewRequestedEvent',
  review_request_removed: 'ReviewRequestRemovedEvent',
  review_dismissed: 'ReviewDismissedEvent',
};

/** Items that have connections of their own; the sandbox's timeline holds events only. */
const elsewhere = ['PULL_REQUEST_COMMIT', 'ISSUE_COMMENT', 'PULL_REQUEST_REVIEW', 'PULL_REQUEST_REVIEW_THREAD'];

export function timelineItems(scope: Scope, pull: PullRequest, page: TimelineArguments): View {
  const wanted = page.itemTypes ?? null;
  const lacking = elsewhere.filter((type) => wanted === null || wanted.includes(type));
  if (lacking.length > 0) {
    const message = `The sandbox's timeline has no ${lacking.join(', ')}: name the itemTypes that you need.`;
    throw new GraphqlProblem('SANDBOX_LACKS_FIELD', message);
  }
  const events = pull.timeline.filter(
    (event) => wanted?.includes(itemType(event)) && (page.since === undefined || time(event.createdAt) >= page.since),
  );
  return {
    ...connection(events, page, (event) => eventView(scope, pull, event)),
    totalCount: pull.timeline.length,
    filteredCount: events.length,
    pageCount: Math.min(events.length, page.first ?? page.last ?? 0),
    updatedAt: time(pull.updatedAt),
  };
}

/** `BaseRefChangedEvent` is `BASE_REF_CHANGED_EVENT`. */
function itemType(event: TimelineEvent): string {
  return `${event.kind.toUpperCase()}_EVENT`;
}

function eventView(scope: Scope, pull: PullRequest, event: TimelineEvent): View {
  const { world } = scope;
  return {
    __typename: typeNames[event.kind],
    id: event.nodeId,
    databaseId: event.id,
    createdAt: time(event.createdAt),
    actor: () => scope.view.actor(event.actorId),
    pullRequest: () => scope.view.pullRequest(pull),
    url: repositoryPage(world, pullRepository(world, pull), `/pull/${pull.number}#event-${event.id}`),
    ...ownFields(scope, pull, event),
  };
}

function ownFields(scope: Scope, pull: PullRequest, event: TimelineEvent): View {
  const { world } = scope;
  const repository = pullRepository(world, pull);
  switch (event.kind) {
    case 'base_ref_changed':
      return { previousRefName: event.previousRefName, currentRefName: event.currentRefName };
    case 'head_ref_force_pushed':
      return {
        beforeCommit: () => scope.view.object(repository, event.before),
        afterCommit: () => scope.view.object(repository, event.after),
        ref: () => scope.view.ref(repository, event.refName),
      };
    case 'assigned':
    case 'unassigned':
      return { assignee: () => scope.view.actor(event.assigneeId), assignable: () => scope.view.pullRequest(pull) };
    case 'merged': {
      const commit = repository.git.commit(event.commitSha);
      return {
        mergeRefName: event.refName,
        commit: () => (commit === undefined ? null : scope.view.commit(repository, commit)),
      };
    }
    case 'review_requested':
    case 'review_request_removed':
      return { requestedReviewer: () => requestedReviewer(scope, event.reviewerId, event.teamId) };
    case 'review_dismissed': {
      const review = world.reviews.get(event.reviewId);
      return {
        previousReviewState: event.previousState,
        dismissalMessage: event.message,
        review: () => (review === undefined ? null : scope.view.review(pull, review)),
      };
    }
    default:
      return {};
  }
}

function requestedReviewer(scope: Scope, reviewerId: number | null, teamId: number | null): View | null {
  const user = reviewerId === null ? undefined : scope.world.users.get(reviewerId);
  if (user !== undefined) return scope.view.account(user);
  const team = teamId === null ? undefined : scope.world.teams.get(teamId);
  return team === undefined ? null : scope.view.team(team);
}
