import type { CheckRun, CheckSuite, CommitStatus } from './check.ts';
import type { Organization, Team, User } from './identity.ts';
import type { Issue, IssueComment, PullRequest, Review } from './pull-request.ts';
import type { MergeQueueEntry } from './merge-queue.ts';
import type { Repository, RepositoryRole } from './repository.ts';
import { repositoryRoles } from './repository.ts';
import type { World } from './world.ts';

/** Questions to the world that REST, GraphQL, pages and webhooks all ask. Logins and names compare without case. */
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export function find<T>(values: Iterable<T>, test: (value: T) => boolean): T | undefined {
  for (const value of values) if (test(value)) return value;
  return undefined;
}

export function select<T>(values: Iterable<T>, test: (value: T) => boolean): T[] {
  return [...values].filter(test);
}

export const userByLogin = (world: World, login: string): User | undefined =>
  find(world.users.values(), (user) => same(user.login, login));

export const organizationByLogin = (world: World, login: string): Organization | undefined =>
  find(world.organizations.values(), (organization) => same(organization.login, login));

export const ownerOf = (world: World, repository: Repository): User | Organization =>
  accountById(world, repository.ownerId) as User | Organization;

export const accountById = (world: World, id: number): User | Organization | undefined =>
  world.users.get(id) ?? world.organizations.get(id);

export const isOrganization = (account: User | Organization): account is Organization => 'members' in account;

export const fullName = (world: World, repository: Repository): string =>
  `${ownerOf(world, repository).login}/${repository.name}`;

export const repositoryByName = (world: World, owner: string, name: string): Repository | undefined =>
  find(
    world.repositories.values(),
    (repository) => same(repository.name, name) && same(ownerOf(world, repository).login, owner),
  );

export const branchTip = (repository: Repository, branch: string): string | undefined =>
  repository.refs.get(`refs/heads/${branch}`);

/** The user that a commit's e-mail address is linked to; anyone can type any address into a commit. */
export const userByEmail = (world: World, email: string): User | undefined =>
  find(world.users.values(), (user) => user.emails.some((one) => same(one, email)));

export const pullByNumber = (world: World, repositoryId: number, number: number): PullRequest | undefined =>
  find(world.pullRequests.values(), (pull) => pull.repositoryId === repositoryId && pull.number === number);

export const pullsByHead = (world: World, repositoryId: number, sha: string): PullRequest[] =>
  select(world.pullRequests.values(), (pull) => pull.repositoryId === repositoryId && pull.head.sha === sha);

export const reviewsOf = (world: World, pull: PullRequest): Review[] =>
  select(
    world.reviews.values(),
    (review) => review.repositoryId === pull.repositoryId && review.pullNumber === pull.number,
  );

export const issueByNumber = (world: World, repositoryId: number, number: number): Issue | undefined =>
  find(world.issues.values(), (issue) => issue.repositoryId === repositoryId && issue.number === number);

export const commentsOf = (world: World, repositoryId: number, number: number): IssueComment[] =>
  select(
    world.issueComments.values(),
    (comment) => comment.repositoryId === repositoryId && comment.issueNumber === number,
  );

export const suitesOf = (world: World, repositoryId: number, sha: string): CheckSuite[] =>
  select(world.checkSuites.values(), (suite) => suite.repositoryId === repositoryId && suite.headSha === sha);

export const runsOfSuite = (world: World, suiteId: number): CheckRun[] =>
  select(world.checkRuns.values(), (run) => run.suiteId === suiteId);

export const checkRunsOf = (world: World, repositoryId: number, sha: string): CheckRun[] =>
  select(world.checkRuns.values(), (run) => run.repositoryId === repositoryId && run.headSha === sha);

export const statusesOf = (world: World, repositoryId: number, sha: string): CommitStatus[] =>
  select(world.statuses.values(), (status) => status.repositoryId === repositoryId && status.sha === sha);

export const teamBySlug = (world: World, organizationId: number, slug: string): Team | undefined =>
  find(world.teams.values(), (team) => team.organizationId === organizationId && same(team.slug, slug));

export const childTeams = (world: World, team: Team): Team[] =>
  select(world.teams.values(), (other) => other.parentId === team.id);

/** Active members of the team and of all teams below it, by user id. */
export function teamMembers(world: World, team: Team): User[] {
  const ids = new Set<number>();
  const visit = (one: Team): void => {
    for (const [id, membership] of one.members) if (membership.state === 'active') ids.add(id);
    for (const child of childTeams(world, one)) visit(child);
  };
  visit(team);
  return [...ids].sort((a, b) => a - b).map((id) => world.users.get(id) as User);
}

/** Strongest role of a user on a repository from ownership, organisation, teams (nested ones too) and invitation. */
export function roleOf(world: World, repository: Repository, userId: number): RepositoryRole | 'none' {
  if (repository.ownerId === userId) return 'admin';
  const roles: RepositoryRole[] = [];
  const organization = world.organizations.get(repository.ownerId);
  const membership = organization?.members.get(userId);
  if (organization !== undefined && membership?.state === 'active') {
    if (membership.role === 'admin') return 'admin';
    if (organization.defaultRepositoryPermission !== 'none') roles.push(organization.defaultRepositoryPermission);
  }
  const direct = repository.collaborators.get(userId);
  if (direct !== undefined) roles.push(direct);
  for (const [teamId, role] of repository.teams) {
    const team = world.teams.get(teamId);
    if (team !== undefined && teamMembers(world, team).some((user) => user.id === userId)) roles.push(role);
  }
  if (roles.length === 0 && !repository.private) roles.push('read');
  return roles.sort((a, b) => repositoryRoles.indexOf(b) - repositoryRoles.indexOf(a))[0] ?? 'none';
}

/** GitHub's `author_association` of a user with a repository. */
export function associationOf(
  world: World,
  repository: Repository,
  userId: number,
): 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'NONE' {
  if (repository.ownerId === userId) return 'OWNER';
  if (world.organizations.get(repository.ownerId)?.members.get(userId)?.state === 'active') return 'MEMBER';
  if (repository.collaborators.has(userId)) return 'COLLABORATOR';
  const merged = find(
    world.pullRequests.values(),
    (pull) => pull.repositoryId === repository.id && pull.authorId === userId && pull.mergedAt !== null,
  );
  return merged === undefined ? 'NONE' : 'CONTRIBUTOR';
}

/** The entries of a branch's merge queue, the next to merge first. */
export const queueOf = (world: World, repositoryId: number, branch: string): MergeQueueEntry[] =>
  select(
    world.mergeQueueEntries.values(),
    (entry) => entry.repositoryId === repositoryId && entry.baseRef === branch,
  ).sort((a, b) => a.order - b.order);
