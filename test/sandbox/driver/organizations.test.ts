import { afterEach, beforeEach, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let heard = 0;
beforeEach(async () => {
  world = await openWorld();
  await world.sandbox.settled();
  heard = world.hooks.length;
});
afterEach(() => world.close());

const told = async (): Promise<string[]> => {
  await world.sandbox.settled();
  return world.hooks.slice(heard).map((hook) => `${hook.headers['x-github-event']} ${hook.payload.action}`);
};

it('a member is in the team from acceptance on, and out of all teams with the organisation', async () => {
  const { sandbox, people, teams, organization } = world;
  await sandbox.addToTeam(teams.release, people.bob, people.grace, 'pending');
  expect(await told()).toEqual([]);
  const team = { org: 'acme', team_slug: 'release' };
  expect((await world.app.rest.teams.getMembershipForUserInOrg({ ...team, username: 'bob' })).data.state).toBe(
    'pending',
  );
  const members = async () => (await world.app.rest.teams.listMembersInOrg(team)).data.map((user) => user.login);
  expect(await members()).toEqual(['frank']);
  await sandbox.addToTeam(teams.release, people.bob, people.grace);
  expect(await members()).toEqual(['bob', 'frank']);
  await sandbox.removeFromTeam(teams.release, people.frank, people.grace);
  await sandbox.removeMember(organization, people.bob, people.grace);
  expect(await members()).toEqual([]);
  expect(await told()).toEqual(['membership added', 'membership removed', 'organization member_removed']);
});

it('teams are renamed, shared, deleted with their children, and whose members count is nested', async () => {
  const { sandbox, people, teams, organization, repository } = world;
  const child = sandbox.createTeam(organization, { slug: 'child', parent: teams.release, members: [people.bob] });
  const ask = { org: 'acme', team_slug: 'release' };
  expect((await world.app.rest.teams.listMembersInOrg(ask)).data.map((user) => user.login)).toEqual(['bob', 'frank']);
  await sandbox.renameTeam(teams.runtime, 'Run time', 'run-time', people.grace);
  await sandbox.shareWithTeam(repository, teams.runtime, null, people.grace);
  await sandbox.shareWithTeam(repository, teams.runtime, 'write', people.grace);
  await sandbox.deleteTeam(teams.release, people.grace);
  expect(sandbox.world.teams.has(child.id)).toBe(false);
  expect(await told()).toEqual([
    'team edited',
    'team removed_from_repository',
    'team added_to_repository',
    'team deleted',
  ]);
});

it('collaborators and repositories change, and the App hears of it', async () => {
  const { sandbox, people, repository } = world;
  const guest = sandbox.createUser({ login: 'guest' });
  for (const role of ['read', 'write', null] as const) {
    await sandbox.setCollaborator(repository, guest, role, people.grace);
  }
  await sandbox.renameRepository(repository, 'assistants', people.grace);
  await sandbox.archiveRepository(repository, true, people.grace);
  await sandbox.archiveRepository(repository, false, people.grace);
  expect(await told()).toEqual([
    'member added',
    'member edited',
    'member removed',
    'repository renamed',
    'repository archived',
    'repository unarchived',
  ]);
  const away = sandbox.createOrganization({ login: 'elsewhere' });
  await sandbox.transferRepository(repository, away, people.grace);
  // who has it now has not installed the App
  expect(await told()).toHaveLength(6);
});

it('an installation is suspended, revived, given permissions and repositories, and ends with its tokens', async () => {
  const { sandbox, people, installed, repository } = world;
  const { installation } = installed;
  world.provoke(() => true);
  await sandbox.suspendInstallation(installation, people.grace);
  expect((await refusal(world.app.request('GET /repos/{owner}/{repo}', here))).status).toBe(403);
  await sandbox.unsuspendInstallation(installation, people.grace);
  await sandbox.acceptPermissions(installation, { ...installation.permissions, security_events: 'read' }, people.grace);
  await sandbox.removeRepositories(installation, [repository], people.grace);
  await sandbox.addRepositories(installation, [repository], people.grace);
  expect((await world.app.request('GET /repos/{owner}/{repo}', here)).status).toBe(200);
  await sandbox.deleteInstallation(installation, people.grace);
  expect((await refusal(world.app.request('GET /repos/{owner}/{repo}', here))).status).toBe(401);
  expect(await told()).toEqual([
    'installation suspend',
    'installation unsuspend',
    'installation new_permissions_accepted',
    'installation_repositories removed',
    'installation_repositories added',
    'installation deleted',
  ]);
});
