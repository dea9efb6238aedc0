import { canSee, requirePermission } from '../../auth/access.ts';
import { codeownersErrors } from '../../rest/codeowners.ts';
import type { Issue, PullRequest } from '../../state/pull-request.ts';
import { branchTip, fullName, issueByNumber, ownerOf, pullByNumber, roleOf, select } from '../../state/queries.ts';
import { Refusal } from '../../state/refusal.ts';
import type { Repository } from '../../state/repository.ts';
import type { World } from '../../state/world.ts';
import { repositoryPage } from '../../views/repository.ts';
import { time } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { notResolved } from '../problem.ts';
import { collaborators } from './collaborator.ts';
import { objectByExpression } from './git-object.ts';
import { labelView } from './issue.ts';
import { isFound, type IssueFilters } from './issue-filter.ts';
import { mergeQueueView } from './merge-queue.ts';
import { rulesetView } from './rule.ts';

interface IssueFilter {
  readonly labels?: readonly string[];
  readonly states?: readonly string[];
}

interface PullFilter extends IssueFilter {
  readonly baseRefName?: string;
  readonly headRefName?: string;
  readonly orderBy?: { readonly field: string; readonly direction: string };
}

/** Throws what GitHub answers for a repository that the caller may not see: as if it were not there. */
export function repositoryView(scope: Scope, repository: Repository): View {
  const { world, actor } = scope;
  const name = fullName(world, repository);
  if (!canSee(world, actor, repository)) throw notResolved('a Repository', `name '${name}'`);
  return {
    __typename: 'Repository',
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: name,
    description: repository.description,
    isPrivate: repository.private,
    visibility: repository.private ? 'PRIVATE' : 'PUBLIC',
    isArchived: repository.archived,
    isFork: repository.parentId !== null,
    isEmpty: repository.refs.size === 0,
    isInOrganization: world.organizations.has(repository.ownerId),
    createdAt: time(repository.createdAt),
    updatedAt: time(repository.updatedAt),
    pushedAt: time(repository.pushedAt),
    url: repositoryPage(world, repository),
    resourcePath: `/${name}`,
    owner: () => scope.view.account(ownerOf(world, repository)),
    parent: () => {
      const parent = repository.parentId === null ? undefined : world.repositories.get(repository.parentId);
      return parent !== undefined && canSee(world, actor, parent) ? scope.view.repository(parent) : null;
    },
    viewerPermission: () => (actor.kind === 'user' ? roleName(roleOf(world, repository, actor.user.id)) : null),
    ...gitFields(scope, repository),
    ...workFields(scope, repository),
    collaborators: (page: PageArguments & { readonly login?: string; readonly query?: string }) =>
      collaborators(scope, repository, page),
  };
}

function gitFields(scope: Scope, repository: Repository): View {
  const { world, actor } = scope;
  const readable = (): void => requirePermission(world, actor, repository, 'contents', 'read');
  return {
    defaultBranchRef: () => {
      readable();
      return scope.view.ref(repository, `refs/heads/${repository.defaultBranch}`);
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      readable();
      return scope.view.ref(repository, qualifiedName);
    },
    refs: (page: PageArguments & { readonly refPrefix: string }) => {
      readable();
      const names = [...repository.refs.keys()].filter((name) => name.startsWith(page.refPrefix)).sort();
      return connection(names, page, (name) => scope.view.ref(repository, name) ?? {});
    },
    object: ({ expression, oid }: { readonly expression?: string; readonly oid?: string }) => {
      readable();
      if (oid !== undefined) return scope.view.object(repository, oid);
      return expression === undefined ? null : objectByExpression(scope, repository, expression);
    },
    codeowners: ({ refName }: { readonly refName?: string }) => {
      readable();
      const sha = branchTip(repository, refName ?? repository.defaultBranch);
      return sha === undefined ? null : codeownersView(world, repository, sha);
    },
    mergeQueue: ({ branch }: { readonly branch?: string }) =>
      mergeQueueView(scope, repository, branch ?? repository.defaultBranch),
    rulesets: (page: PageArguments) => {
      const own = select(world.rulesets.values(), (ruleset) => ruleset.repositoryId === repository.id);
      return connection(own, page, (ruleset) => rulesetView(scope, ruleset));
    },
  };
}

function workFields(scope: Scope, repository: Repository): View {
  const { world, actor } = scope;
  return {
    pullRequest: ({ number }: { number: number }) => {
      requirePermission(world, actor, repository, 'pull_requests', 'read');
      const pull = pullByNumber(world, repository.id, number);
      if (pull === undefined) throw notResolved('a PullRequest', `number of ${number}`);
      return scope.view.pullRequest(pull);
    },
    pullRequests: (page: PageArguments & PullFilter) => {
      requirePermission(world, actor, repository, 'pull_requests', 'read');
      const pulls = select(
        world.pullRequests.values(),
        (pull) => pull.repositoryId === repository.id && passes(pull, page, pullState(pull)),
      ).filter(
        (pull) =>
          (page.baseRefName === undefined || pull.base.ref === page.baseRefName) &&
          (page.headRefName === undefined || pull.head.ref === page.headRefName),
      );
      return connection(ordered(pulls, page.orderBy), page, (pull) => scope.view.pullRequest(pull));
    },
    issue: ({ number }: { number: number }) => {
      requirePermission(world, actor, repository, 'issues', 'read');
      const issue = issueByNumber(world, repository.id, number);
      if (issue === undefined) throw notResolved('an Issue', `number of ${number}`);
      return scope.view.issue(issue);
    },
    issues: (
      page: PageArguments &
        IssueFilter & { readonly filterBy?: IssueFilters; readonly orderBy?: PullFilter['orderBy'] },
    ) => {
      requirePermission(world, actor, repository, 'issues', 'read');
      const issues = select(
        world.issues.values(),
        (issue) =>
          issue.repositoryId === repository.id &&
          passes(issue, page, issue.state.toUpperCase()) &&
          isFound(world, issue, page.filterBy ?? {}),
      );
      return connection(ordered(issues, page.orderBy), page, (issue) => scope.view.issue(issue));
    },
    labels: (page: PageArguments) =>
      connection([...repository.labels.keys()], page, (label) => labelView(repository, label)),
  };
}

/** Null without a CODEOWNERS file. */
function codeownersView(world: World, repository: Repository, sha: string): View | null {
  try {
    return { errors: codeownersErrors(world, repository, sha).map((error) => ({ suggestion: null, ...error })) };
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** Oldest first unless another order is asked for; of the same time, the newer number counts as later. */
function ordered<T extends PullRequest | Issue>(all: readonly T[], orderBy: PullFilter['orderBy']): readonly T[] {
  if (orderBy === undefined) return all;
  const timeOf = (one: T): number => (orderBy.field === 'UPDATED_AT' ? one.updatedAt : one.createdAt).getTime();
  const sign = orderBy.direction === 'DESC' ? -1 : 1;
  return all.toSorted((a, b) => sign * (timeOf(a) - timeOf(b) || a.number - b.number));
}

/** Any of the labels, any of the states. */
function passes(one: { readonly labels: readonly string[] }, filter: IssueFilter, state: string): boolean {
  const labels = filter.labels?.map((label) => label.toLowerCase());
  return (
    (filter.states === undefined || filter.states.includes(state)) &&
    (labels === undefined || one.labels.some((label) => labels.includes(label.toLowerCase())))
  );
}

export function pullState(pull: PullRequest): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (pull.mergedAt !== null) return 'MERGED';
  return pull.state === 'open' ? 'OPEN' : 'CLOSED';
}

const roleName = (role: string): string | null => (role === 'none' ? null : role.toUpperCase());
