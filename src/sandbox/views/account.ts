import type { Organization, Team, User } from '../state/identity.ts';
import { isOrganization, select, teamMembers } from '../state/queries.ts';
import type { World } from '../state/world.ts';
import { type Schemas, time } from './schema.ts';

export type Account = User | Organization;

export const accountType = (account: Account): 'User' | 'Bot' | 'Organization' =>
  isOrganization(account) ? 'Organization' : account.type;

/** Pages for people live under `/ui` with github.com's paths. */
export const pageUrl = (world: World, path: string): string => `${world.origin}/ui/${path}`;

export function simpleUser(world: World, account: Account): Schemas['simple-user'] {
  const url = `${world.origin}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.origin}/avatars/${account.id}`,
    gravatar_id: '',
    url,
    html_url: pageUrl(world, account.login),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: accountType(account),
    user_view_type: 'public',
    site_admin: false,
  };
}

export function publicUser(world: World, account: Account): Schemas['public-user'] {
  const repositories = select(
    world.repositories.values(),
    (repository) => repository.ownerId === account.id && !repository.private,
  );
  return {
    ...simpleUser(world, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: isOrganization(account) ? null : (account.emails[0] ?? null),
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: repositories.length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: time(account.createdAt),
    updated_at: time(account.createdAt),
  };
}

/** `GET /user`: what the person's own token shows. */
export function privateUser(world: World, user: User): Schemas['private-user'] {
  const owned = select(
    world.repositories.values(),
    (repository) => repository.ownerId === user.id && repository.private,
  );
  return {
    ...publicUser(world, user),
    private_gists: 0,
    total_private_repos: owned.length,
    owned_private_repos: owned.length,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

/** Parts that `organization-simple`, `organization-full` and `team-organization` share. */
export function organizationSimple(world: World, organization: Organization): Schemas['organization-simple'] {
  const url = `${world.origin}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: organization.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.origin}/avatars/${organization.id}`,
    description: null,
  };
}

function organizationCounts(world: World, organization: Organization) {
  const repositories = select(world.repositories.values(), (repository) => repository.ownerId === organization.id);
  return {
    ...organizationSimple(world, organization),
    name: organization.name ?? organization.login,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: repositories.filter((repository) => !repository.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: pageUrl(world, organization.login),
    created_at: time(organization.createdAt),
    updated_at: time(organization.createdAt),
    archived_at: null,
    type: 'Organization',
  };
}

export const organizationFull = (world: World, organization: Organization): Schemas['organization-full'] => ({
  ...organizationCounts(world, organization),
  default_repository_permission: organization.defaultRepositoryPermission,
});

export function teamSimple(world: World, team: Team): Schemas['team-simple'] {
  const organization = world.organizations.get(team.organizationId) as Organization;
  const url = `${world.origin}/organizations/${organization.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: team.nodeId,
    url,
    html_url: pageUrl(world, `orgs/${organization.login}/teams/${team.slug}`),
    name: team.name,
    slug: team.slug,
    description: team.description,
    privacy: team.privacy,
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: organization.id,
  };
}

const parentOf = (world: World, team: Team): Schemas['team-simple'] | null => {
  const parent = team.parentId === null ? undefined : world.teams.get(team.parentId);
  return parent === undefined ? null : teamSimple(world, parent);
};

export const teamView = (world: World, team: Team): Schemas['team'] => ({
  ...teamSimple(world, team),
  parent: parentOf(world, team),
});

export function teamFull(world: World, team: Team): Schemas['team-full'] {
  return {
    ...teamSimple(world, team),
    privacy: team.privacy,
    notification_setting: 'notifications_enabled',
    parent: parentOf(world, team),
    members_count: teamMembers(world, team).length,
    repos_count: select(world.repositories.values(), (repository) => repository.teams.has(team.id)).length,
    created_at: time(team.createdAt),
    updated_at: time(team.createdAt),
    organization: organizationCounts(world, world.organizations.get(team.organizationId) as Organization),
  };
}
