import { requireMembersRead } from '../../auth/access.ts';
import type { Organization, Team, User } from '../../state/identity.ts';
import {
  accountById,
  childTeams,
  isOrganization,
  repositoryByName,
  select,
  teamBySlug,
  teamMembers,
} from '../../state/queries.ts';
import { pageUrl } from '../../views/account.ts';
import { time } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';

/** A `User`, `Bot` or `Organization`. Bots are called without `[bot]` here, unlike in REST. */
export function accountView(scope: Scope, account: User | Organization): View {
  if (isOrganization(account)) return scope.view.organization(account);
  const login = account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login;
  return {
    __typename: account.type,
    ...named(scope, account, login),
    updatedAt: time(account.createdAt),
    ...(account.type === 'Bot' ? {} : personFields(scope, account)),
  };
}

export function actorView(scope: Scope, id: number | null): View | null {
  const account = id === null ? undefined : accountById(scope.world, id);
  return account === undefined ? null : scope.view.account(account);
}

export function organizationView(scope: Scope, organization: Organization): View {
  const { world } = scope;
  return {
    __typename: 'Organization',
    ...named(scope, organization, organization.login),
    name: organization.name,
    updatedAt: time(organization.createdAt),
    repository: ({ name }: { name: string }) => repositoryOfOwner(scope, organization.login, name),
    team: ({ slug }: { slug: string }) => {
      requireMembersRead(world, scope.actor, organization.id);
      const team = teamBySlug(world, organization.id, slug);
      return team === undefined ? null : scope.view.team(team);
    },
    teams: (page: PageArguments) => {
      requireMembersRead(world, scope.actor, organization.id);
      const teams = select(world.teams.values(), (team) => team.organizationId === organization.id);
      return connection(teams, page, (team) => scope.view.team(team));
    },
    membersWithRole: (page: PageArguments) => {
      requireMembersRead(world, scope.actor, organization.id);
      const active = [...organization.members].filter(([, membership]) => membership.state === 'active');
      return connection(
        active,
        page,
        ([id]) => scope.view.account(world.users.get(id) as User),
        ([, membership]) => ({ role: membership.role === 'admin' ? 'ADMIN' : 'MEMBER' }),
      );
    },
  };
}

export function teamView(scope: Scope, team: Team): View {
  const { world } = scope;
  const organization = world.organizations.get(team.organizationId) as Organization;
  const guarded = <Result>(read: () => Result): Result => {
    requireMembersRead(world, scope.actor, team.organizationId);
    return read();
  };
  return {
    __typename: 'Team',
    id: team.nodeId,
    databaseId: team.id,
    slug: team.slug,
    combinedSlug: `${organization.login}/${team.slug}`,
    name: team.name,
    description: team.description,
    privacy: team.privacy === 'secret' ? 'SECRET' : 'VISIBLE',
    createdAt: time(team.createdAt),
    updatedAt: time(team.createdAt),
    url: pageUrl(world, `orgs/${organization.login}/teams/${team.slug}`),
    organization: () => scope.view.organization(organization),
    parentTeam: () => {
      const parent = team.parentId === null ? undefined : world.teams.get(team.parentId);
      return parent === undefined ? null : scope.view.team(parent);
    },
    childTeams: (page: PageArguments) =>
      guarded(() => connection(childTeams(world, team), page, (child) => scope.view.team(child))),
    members: (page: PageArguments & { readonly membership?: string }) =>
      guarded(() =>
        connection(
          membersOf(scope, team, page.membership ?? 'ALL'),
          page,
          (user) => scope.view.account(user),
          (user) => ({ role: team.members.get(user.id)?.role === 'maintainer' ? 'MAINTAINER' : 'MEMBER' }),
        ),
      ),
  };
}

/** `IMMEDIATE` leaves out members of child teams, `CHILD_TEAM` leaves out the team's own. */
function membersOf({ world }: Scope, team: Team, membership: string): readonly User[] {
  const own = (user: User): boolean => team.members.get(user.id)?.state === 'active';
  const all = teamMembers(world, team);
  if (membership === 'IMMEDIATE') return all.filter(own);
  return membership === 'CHILD_TEAM' ? all.filter((user) => !own(user)) : all;
}

function personFields(scope: Scope, user: User): View {
  return {
    name: user.name,
    email: '',
    isViewer: scope.actor.kind === 'user' && scope.actor.user.id === user.id,
    repository: ({ name }: { name: string }) => repositoryOfOwner(scope, user.login, name),
  };
}

function named({ world }: Scope, account: User | Organization, login: string): View {
  return {
    id: account.nodeId,
    databaseId: account.id,
    login,
    avatarUrl: `${world.origin}/avatars/${account.id}`,
    url: pageUrl(world, account.login),
    resourcePath: `/${account.login}`,
    createdAt: time(account.createdAt),
  };
}

function repositoryOfOwner(scope: Scope, owner: string, name: string): View | null {
  const repository = repositoryByName(scope.world, owner, name);
  return repository === undefined ? null : scope.view.repository(repository);
}
