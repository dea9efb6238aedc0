import { actingUser, requirePermission, requireRole } from '../auth/access.ts';
import { entryAt } from '../git/tree.ts';
import type { World } from '../state/world.ts';
import { nodeId } from '../state/node-id.ts';
import type { PullRequest, Review, ReviewState } from '../state/pull-request.ts';
import { pullByNumber, teamMembers } from '../state/queries.ts';
import { invalid, Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { reviewEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import type { NewReview } from './inputs.ts';
import { record } from './timeline.ts';

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

function reviewRules(pull: PullRequest, authorId: number, review: NewReview, repository: Repository): void {
  const own = authorId === pull.authorId;
  if (own && review.event === 'APPROVE') {
    throw new Refusal(422, 'Unprocessable Entity', ['Can not approve your own pull request']);
  }
  if (own && review.event === 'REQUEST_CHANGES') {
    throw new Refusal(422, 'Unprocessable Entity', ['Can not request changes on your own pull request']);
  }
  // documented: the body is "required when using REQUEST_CHANGES or COMMENT for the event parameter"
  if ((review.event === 'REQUEST_CHANGES' || review.event === 'COMMENT') && (review.body ?? '') === '') {
    throw new Refusal(422, 'Unprocessable Entity', ['Body can not be blank']);
  }
  if (review.commitSha !== undefined && repository.git.commit(review.commitSha) === undefined) {
    throw invalid('PullRequestReview', 'commit_id', 'invalid');
  }
}

/** Only lines that stand in the diff can be commented on; of an added file those are all. */
function lineRules(world: World, pull: PullRequest, lines: NonNullable<NewReview['comments']>): void {
  const head = world.repositories.get(pull.head.repositoryId ?? 0);
  for (const { path, line, startLine } of lines) {
    const tree = head?.git.commit(pull.head.sha)?.tree;
    const entry = head === undefined || tree === undefined ? undefined : entryAt(head.git, tree, path);
    const bytes = entry === undefined ? undefined : head?.git.blob(entry.sha);
    const count = bytes === undefined ? 0 : Buffer.from(bytes).toString('utf8').replace(/\n$/, '').split('\n').length;
    if (line < 1 || line > count || (startLine !== null && (startLine < 1 || startLine >= line))) {
      throw new Refusal(422, 'Unprocessable Entity', ['Line could not be resolved']);
    }
  }
}

export function reviewEffects(engine: Engine): Pick<Effects, 'submitReview' | 'dismissReview'> {
  const { world } = engine;
  /** A team has answered when one of its members has. */
  const isMember = (teamId: number, userId: number): boolean => {
    const team = world.teams.get(teamId);
    return team !== undefined && teamMembers(world, team).some(({ id }) => id === userId);
  };
  return {
    submitReview: async (actor, pull, input) => {
      const repository = world.repositories.get(pull.repositoryId) as Repository;
      requirePermission(world, actor, repository, 'pull_requests', 'write');
      const author = actingUser(actor);
      lineRules(world, pull, input.comments ?? []);
      reviewRules(pull, author.id, input, repository);
      const id = world.nextId();
      const now = engine.now();
      const state: ReviewState = input.event === undefined ? 'PENDING' : states[input.event];
      const review: Review = {
        id,
        nodeId: nodeId('PullRequestReview', id),
        repositoryId: repository.id,
        pullNumber: pull.number,
        authorId: author.id,
        body: input.body ?? '',
        state,
        commitSha: input.commitSha ?? pull.head.sha,
        submittedAt: state === 'PENDING' ? null : now,
        updatedAt: now,
        lines: input.comments ?? [],
      };
      world.reviews.set(id, review);
      if (state === 'PENDING') return review;
      pull.requestedReviewerIds = pull.requestedReviewerIds.filter((one) => one !== author.id);
      pull.requestedTeamIds = pull.requestedTeamIds.filter((one) => !isMember(one, author.id));
      pull.updatedAt = now;
      engine.emit(reviewEvent(world, by(repository, author), 'submitted', pull, review));
      return review;
    },
    dismissReview: async (actor, review, message) => {
      const repository = world.repositories.get(review.repositoryId) as Repository;
      requirePermission(world, actor, repository, 'pull_requests', 'write');
      if (actor.kind === 'user') requireRole(world, repository, actor.user, 'write');
      const pull = pullByNumber(world, repository.id, review.pullNumber) as PullRequest;
      if (message.trim() === '') throw invalid('PullRequestReview', 'message', 'missing_field');
      if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
        throw new Refusal(422, 'Unprocessable Entity', [
          `Can not dismiss a ${review.state.toLowerCase()} pull request review`,
        ]);
      }
      const { state: previousState, id: reviewId } = review;
      record(engine, pull, {
        kind: 'review_dismissed',
        actorId: actingUser(actor).id,
        reviewId,
        previousState,
        message,
      });
      review.state = 'DISMISSED';
      review.updatedAt = engine.now();
      engine.emit(reviewEvent(world, by(repository, actingUser(actor)), 'dismissed', pull, review));
      return review;
    },
  };
}
