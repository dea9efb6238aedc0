import { createEffects } from '../../../src/sandbox/effects/create.ts';
import type { Effects } from '../../../src/sandbox/effects/effects.ts';
import { memoryStore } from '../../../src/sandbox/git/memory-store.ts';
import { writeFiles } from '../../../src/sandbox/git/tree.ts';
import type { Actor } from '../../../src/sandbox/state/actor.ts';
import type { App, Installation, Permissions } from '../../../src/sandbox/state/app.ts';
import type { Organization, Team, User } from '../../../src/sandbox/state/identity.ts';
import { nodeId } from '../../../src/sandbox/state/node-id.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import type { Repository } from '../../../src/sandbox/state/repository.ts';
import { actionsAppId, emptyWorld, type World } from '../../../src/sandbox/state/world.ts';

export type Files = Readonly<Record<string, string | null>>;

/**
 * acme/agents with one pull request by ann: enough state to ask questions of, made through the same effects that
 * requests use. All times are `start`.
 */
export interface SmallWorld {
  readonly world: World;
  readonly effects: Effects;
  readonly now: () => Date;
  readonly people: { readonly ann: User; readonly bob: User; readonly carol: User };
  readonly organization: Organization;
  readonly safety: Team;
  readonly repository: Repository;
  readonly pull: PullRequest;
  readonly asUser: (user: User) => Actor;
  readonly asApp: (permissions?: Permissions) => Actor;
  readonly asJob: (permissions: Permissions) => Actor;
  /** Commits on top of the branch and moves it there, pushed by the user. The new commit's id. */
  readonly push: (user: User, branch: string, files: Files, message?: string) => Promise<string>;
}

export const start = new Date('2026-04-07T16:00:00Z');

export const appPermissions: Permissions = {
  metadata: 'read',
  contents: 'read',
  pull_requests: 'write',
  issues: 'write',
  checks: 'write',
  actions: 'read',
  statuses: 'read',
  members: 'read',
};

export async function smallWorld(): Promise<SmallWorld> {
  const world = emptyWorld();
  const now = (): Date => start;
  const effects = createEffects({ world, now, emit: () => {} });
  const addUser = (login: string, type: User['type'] = 'User'): User => {
    const id = world.nextId();
    const emails = [`${login}@example.com`];
    const user: User = { id, nodeId: nodeId(type, id), login, type, name: login, emails, createdAt: start };
    world.users.set(id, user);
    return user;
  };
  const people = { ann: addUser('ann'), bob: addUser('bob'), carol: addUser('carol') };
  const organization = addOrganization(world, Object.values(people));
  const safety = addTeam(world, organization, people.bob);
  const repository = await addRepository(world, organization);
  for (const user of Object.values(people)) repository.collaborators.set(user.id, 'write');
  const app = addApp(world, world.nextId(), 'rollout-gate', addUser('rollout-gate[bot]', 'Bot'), organization.id);
  const actions = addApp(world, actionsAppId, 'github-actions', addUser('github-actions[bot]', 'Bot'), organization.id);
  const installation = addInstallation(world, app, organization.id);
  const asUser = (user: User): Actor => ({ kind: 'user', user });
  const push = async (user: User, branch: string, files: Files, message = 'Change'): Promise<string> => {
    const ref = `refs/heads/${branch}`;
    const parent = repository.refs.get(ref) ?? repository.refs.get('refs/heads/main');
    const tree = await writeFiles(repository.git, parent ? (repository.git.commit(parent)?.tree ?? null) : null, files);
    const who = { name: user.login, email: user.emails[0] ?? '', timestamp: start.getTime() / 1000 };
    const parents = parent === undefined ? [] : [parent];
    const sha = await repository.git.writeCommit({ tree, parents, author: who, committer: who, message });
    await effects.moveRef(asUser(user), repository, ref, sha, { create: !repository.refs.has(ref) });
    return sha;
  };
  await push(people.bob, 'main', { 'README.md': '# Agents\n', 'prompts/system.md': 'Be kind.\n' }, 'Start');
  await push(people.ann, 'warmer', { 'prompts/system.md': 'Be kind and warm.\n', 'change.yaml': 'a: 1\n' }, 'Warmer');
  const opened = { title: 'A warmer tone', head: 'warmer', base: 'main', body: 'Please.' };
  const pull = await effects.openPull(asUser(people.ann), repository, opened);
  return {
    ...{ world, effects, now, people, organization, safety, repository, pull, asUser, push },
    asApp: (permissions = appPermissions) => ({
      kind: 'installation',
      app,
      installation,
      user: world.users.get(app.botUserId) as User,
      permissions,
      repositoryIds: null,
    }),
    asJob: (permissions) => ({
      kind: 'job',
      app: actions,
      user: world.users.get(actions.botUserId) as User,
      permissions,
      repositoryIds: new Set([repository.id]),
    }),
  };
}

function addOrganization(world: World, people: readonly User[]): Organization {
  const id = world.nextId();
  const members = new Map(people.map((user) => [user.id, { role: 'member' as const, state: 'active' as const }]));
  const organization: Organization = {
    ...{ id, nodeId: nodeId('Organization', id), login: 'acme', name: 'Acme', createdAt: start },
    defaultRepositoryPermission: 'read',
    members,
  };
  world.organizations.set(id, organization);
  return organization;
}

function addTeam(world: World, organization: Organization, member: User): Team {
  const id = world.nextId();
  const team: Team = {
    ...{ id, nodeId: nodeId('Team', id), organizationId: organization.id, slug: 'safety', name: 'Safety' },
    ...{ description: null, privacy: 'closed', parentId: null, createdAt: start },
    members: new Map([[member.id, { role: 'member', state: 'active' }]]),
  };
  world.teams.set(id, team);
  return team;
}

async function addRepository(world: World, organization: Organization): Promise<Repository> {
  const id = world.nextId();
  const repository: Repository = {
    ...{ id, nodeId: nodeId('Repository', id), ownerId: organization.id, name: 'agents', description: null },
    ...{ private: true, archived: false, defaultBranch: 'main', parentId: null, nextNumber: 1 },
    ...{ createdAt: start, updatedAt: start, pushedAt: start },
    ...{ refs: new Map(), collaborators: new Map(), teams: new Map(), labels: new Map() },
    git: await memoryStore(),
  };
  world.repositories.set(id, repository);
  return repository;
}

function addApp(world: World, id: number, slug: string, bot: User, ownerId: number): App {
  const app: App = {
    ...{ id, nodeId: nodeId('App', id), slug, name: slug, clientId: `Iv1.${id}`, ownerId, botUserId: bot.id },
    ...{ description: null, externalUrl: 'https://example.com', permissions: appPermissions, events: [] },
    ...{ publicKeyPem: '', hookId: world.nextId(), webhookUrl: null, webhookSecret: '', createdAt: start },
  };
  world.apps.set(id, app);
  return app;
}

function addInstallation(world: World, app: App, accountId: number): Installation {
  const id = world.nextId();
  const installation: Installation = {
    ...{ id, nodeId: nodeId('Installation', id), appId: app.id, accountId, repositorySelection: 'all' },
    ...{ repositoryIds: new Set(), permissions: appPermissions, events: [], suspendedAt: null },
    ...{ createdAt: start, updatedAt: start },
  };
  world.installations.set(id, installation);
  return installation;
}
