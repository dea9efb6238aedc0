import { actingUser, requirePermission, requireRole } from '../auth/access.ts';
import type { Actor } from '../state/actor.ts';
import type { Team, User } from '../state/identity.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { roleOf, teamBySlug, userByLogin } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { simpleUser, teamView } from '../views/account.ts';
import { pullRequestEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import type { Reviewers } from './inputs.ts';
import { record } from './timeline.ts';

/** The author may change the own pull request; others need write access. */
export function requireChange(world: World, actor: Actor, pull: PullRequest): void {
  const repository = world.repositories.get(pull.repositoryId) as Repository;
  requirePermission(world, actor, repository, 'pull_requests', 'write');
  if (actor.kind === 'user' && actor.user.id !== pull.authorId) requireRole(world, repository, actor.user, 'write');
}

export function reviewRequestEffects(engine: Engine): Pick<Effects, 'requestReviewers' | 'removeReviewers'> {
  const { world } = engine;
  const repositoryOf = (pull: PullRequest): Repository => world.repositories.get(pull.repositoryId) as Repository;

  /** Reviewers by login and slug; 422 for anybody who can't be asked, the author above all. */
  const reviewers = (pull: PullRequest, who: Reviewers): { users: number[]; teams: number[] } => {
    const repository = repositoryOf(pull);
    const reads = (id: number): boolean => roleOf(world, repository, id) !== 'none';
    const users = who.logins
      .map((login) => userByLogin(world, login)?.id)
      .map((id) => (reads(id ?? 0) ? id : undefined));
    const teams = who.teamSlugs
      .map((slug) => teamBySlug(world, repository.ownerId, slug)?.id)
      .map((id) => (repository.teams.has(id ?? 0) ? id : undefined));
    if (users.includes(undefined) || teams.includes(undefined)) {
      throw new Refusal(
        422,
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
      );
    }
    if (users.includes(pull.authorId)) throw new Refusal(422, 'Review cannot be requested from pull request author.');
    return { users: users as number[], teams: teams as number[] };
  };

  /** One event in the timeline and one webhook for each who is asked, or no longer asked. */
  const tell = (actor: Actor, pull: PullRequest, who: { user: number } | { team: number }, asked: boolean): void => {
    const sender = actingUser(actor);
    const reviewerId = 'user' in who ? who.user : null;
    const teamId = 'team' in who ? who.team : null;
    const kind = asked ? 'review_requested' : 'review_request_removed';
    record(engine, pull, { kind, actorId: sender.id, reviewerId, teamId });
    const extra =
      'user' in who
        ? { requested_reviewer: simpleUser(world, world.users.get(who.user) as User) }
        : { requested_team: teamView(world, world.teams.get(who.team) as Team) };
    engine.emit(pullRequestEvent(world, by(repositoryOf(pull), sender), kind, pull, extra));
  };

  return {
    requestReviewers: async (actor, pull, who) => {
      requireChange(world, actor, pull);
      const { users, teams } = reviewers(pull, who);
      for (const id of users.filter((one) => !pull.requestedReviewerIds.includes(one))) {
        pull.requestedReviewerIds.push(id);
        tell(actor, pull, { user: id }, true);
      }
      for (const id of teams.filter((one) => !pull.requestedTeamIds.includes(one))) {
        pull.requestedTeamIds.push(id);
        tell(actor, pull, { team: id }, true);
      }
      return pull;
    },
    removeReviewers: async (actor, pull, who) => {
      requireChange(world, actor, pull);
      const { users, teams } = reviewers(pull, who);
      pull.requestedReviewerIds = pull.requestedReviewerIds.filter((id) => !users.includes(id));
      pull.requestedTeamIds = pull.requestedTeamIds.filter((id) => !teams.includes(id));
      for (const id of users) tell(actor, pull, { user: id }, false);
      for (const id of teams) tell(actor, pull, { team: id }, false);
      return pull;
    },
  };
}
