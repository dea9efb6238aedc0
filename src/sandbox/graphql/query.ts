import { canSee, requirePermission } from '../auth/access.ts';
import { parseNodeId, parseObjectNodeId } from '../state/node-id.ts';
import { organizationByLogin, pullByNumber, repositoryByName, userByLogin } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import { time } from '../views/schema.ts';
import type { View } from './connection.ts';
import type { Scope } from './scope.ts';
import type { QuerySize } from './limits.ts';
import { GraphqlProblem, notResolved } from './problem.ts';

const hour = 3_600_000;
const pointsPerHour = 5000;

/** The `Query` type. */
export function queryView(scope: Scope, size: QuerySize): View {
  const { world, actor } = scope;
  const node = ({ id }: { id: string }): View => nodeView(scope, id);
  return {
    __typename: 'Query',
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = repositoryByName(world, owner, name);
      if (repository === undefined) throw notResolved('a Repository', `name '${owner}/${name}'`);
      return scope.view.repository(repository);
    },
    node,
    nodes: ({ ids }: { ids: readonly string[] }) =>
      ids.map((id) => {
        try {
          return nodeView(scope, id);
        } catch (error) {
          return error;
        }
      }),
    organization: ({ login }: { login: string }) => {
      const organization = organizationByLogin(world, login);
      if (organization === undefined) throw notResolved('an Organization', `login of '${login}'`);
      return scope.view.organization(organization);
    },
    user: ({ login }: { login: string }) => {
      const user = userByLogin(world, login);
      if (user === undefined || user.type === 'Bot') throw notResolved('a User', `login of '${login}'`);
      return scope.view.account(user);
    },
    repositoryOwner: ({ login }: { login: string }) => {
      const owner = organizationByLogin(world, login) ?? userByLogin(world, login);
      return owner === undefined ? null : scope.view.account(owner);
    },
    // The schema says User: for an App's token GitHub answers with the bot's fields, and here with `[bot]`.
    viewer: () =>
      'user' in actor ? { ...scope.view.account(actor.user), __typename: 'User', login: actor.user.login } : null,
    rateLimit: () => ({
      limit: pointsPerHour,
      cost: size.cost,
      nodeCount: size.nodes,
      used: size.cost,
      remaining: pointsPerHour - size.cost,
      resetAt: time(new Date(scope.now().getTime() + hour)),
    }),
  };
}

/** What a node id stands for. Throws NOT_FOUND, also for what the caller may not see. */
export function nodeView(scope: Scope, id: string): View {
  const view = objectOf(scope, id) ?? entityOf(scope, id);
  if (view === null) throw new GraphqlProblem('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  return view;
}

function objectOf(scope: Scope, id: string): View | null {
  const object = parseObjectNodeId(id);
  const repository = object === null ? undefined : scope.world.repositories.get(object.repositoryId);
  if (object === null || repository === undefined || !canSee(scope.world, scope.actor, repository)) return null;
  requirePermission(scope.world, scope.actor, repository, 'contents', 'read');
  return scope.view.object(repository, object.sha);
}

function entityOf(scope: Scope, id: string): View | null {
  const { world } = scope;
  const parsed = parseNodeId(id);
  const or = <Entity>(entity: Entity | undefined, view: (entity: Entity) => View): View | null =>
    entity === undefined ? null : view(entity);
  const within = <Entity extends { readonly repositoryId: number }>(
    entity: Entity | undefined,
    permission: string,
    view: (entity: Entity) => View,
  ): View | null => {
    if (entity === undefined) return null;
    const repository = world.repositories.get(entity.repositoryId) as Repository;
    if (!canSee(world, scope.actor, repository)) return null;
    requirePermission(world, scope.actor, repository, permission, 'read');
    return view(entity);
  };
  switch (parsed?.type) {
    case 'Repository':
      return or(world.repositories.get(parsed.id), (repository) => scope.view.repository(repository));
    case 'User':
    case 'Bot':
      return or(world.users.get(parsed.id), (user) => scope.view.account(user));
    case 'Organization':
      return or(world.organizations.get(parsed.id), (organization) => scope.view.organization(organization));
    case 'Team':
      return or(world.teams.get(parsed.id), (team) => scope.view.team(team));
    case 'PullRequest':
      return within(world.pullRequests.get(parsed.id), 'pull_requests', (pull) => scope.view.pullRequest(pull));
    case 'Issue':
      return within(world.issues.get(parsed.id), 'issues', (issue) => scope.view.issue(issue));
    case 'IssueComment':
      return within(world.issueComments.get(parsed.id), 'issues', (comment) => scope.view.comment(comment));
    case 'CheckSuite':
      return within(world.checkSuites.get(parsed.id), 'checks', (suite) => scope.view.checkSuite(suite));
    case 'CheckRun':
      return within(world.checkRuns.get(parsed.id), 'checks', (run) => scope.view.checkRun(run));
    case 'WorkflowRun':
      return within(world.workflowRuns.get(parsed.id), 'actions', (run) => scope.view.workflowRun(run));
    case 'PullRequestReview':
      return within(world.reviews.get(parsed.id), 'pull_requests', (review) => {
        const pull = pullByNumber(world, review.repositoryId, review.pullNumber);
        return pull === undefined ? {} : scope.view.review(pull, review);
      });
    default:
      return null;
  }
}
