import { generateKeyPairSync } from 'node:crypto';
import { App, Octokit } from 'octokit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signAppToken } from '../../../src/sandbox/auth/json-web-token.ts';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const seconds = (): number => Math.floor(Date.now() / 1000);

describe('an App’s JSON Web Token', () => {
  const stranger = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey;

  const cases: readonly (readonly [string, (id: string, key: string) => string, RegExp])[] = [
    [
      'signed with another key',
      (id) => signAppToken(id, stranger, seconds() - 60, seconds() + 300),
      /could not be decoded/,
    ],
    ['of an unknown App', (_, key) => signAppToken('7', key, seconds() - 60, seconds() + 300), /could not be decoded/],
    ['that is over', (id, key) => signAppToken(id, key, seconds() - 700, seconds() - 100), /'exp'.*future time/],
    [
      'that lives longer than ten minutes',
      (id, key) => signAppToken(id, key, seconds(), seconds() + 3600),
      /too far in the future/,
    ],
    ['issued in the future', (id, key) => signAppToken(id, key, seconds() + 120, seconds() + 300), /'iat'/],
    ['with a broken body', () => 'eyJhbGciOiJSUzI1NiJ9.x.y', /could not be decoded/],
    [
      'without a signature',
      (id, key) =>
        `${signAppToken(id, key, seconds(), seconds() + 300)
          .split('.')
          .slice(0, 2)
          .join('.')}.`,
      /could not be decoded/,
    ],
  ];
  it.each(cases)('%s is refused with 401', async (_, token, message) => {
    const { app, privateKeyPem } = world.installed;
    const { status, message: said } = await refusal(world.as(token(String(app.id), privateKeyPem)).request('GET /app'));
    expect([status, said]).toEqual([401, expect.stringMatching(message)]);
  });

  it('opens nothing of a repository', async () => {
    const token = world.sandbox.appToken(world.installed);
    const { status } = await refusal(
      world.as(token).rest.pulls.create({ ...here, title: 't', head: 'x', base: 'main' }),
    );
    expect(status).toBe(403);
  });
});

describe('an installation token', () => {
  const mint = (body: Record<string, unknown>) =>
    world
      .as(world.sandbox.appToken(world.installed))
      .request(`POST /app/installations/${world.installed.installation.id}/access_tokens`, body);

  it('lives an hour and names what it may', async () => {
    const { data } = await mint({ permissions: { checks: 'write' }, repository_ids: [world.repository.id] });
    expect(data.permissions).toEqual({ metadata: 'read', checks: 'write' });
    expect(data.repository_selection).toBe('selected');
    const left = Date.parse(data.expires_at) - Date.now();
    expect(left).toBeGreaterThan(3_590_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
  });

  it.each([
    ['a permission that was not granted', { permissions: { administration: 'read' } }],
    ['a level above the granted one', { permissions: { contents: 'write' } }],
    ['a repository out of reach', { repository_ids: [1] }],
    ['a repository name out of reach', { repositories: ['elsewhere'] }],
  ])('is refused with 422 for %s', async (_, body) => {
    expect((await refusal(mint(body))).status).toBe(422);
  });

  it('is held to its scopes', async () => {
    const token = world.sandbox.installationToken(world.installed.installation, { permissions: { contents: 'read' } });
    const narrow = world.as(token);
    const answer = await refusal(narrow.rest.issues.listComments({ ...here, issue_number: 1 }));
    expect([answer.status, answer.message]).toEqual([403, 'Resource not accessible by integration']);
    await expect(narrow.rest.repos.getBranch({ ...here, branch: 'main' })).resolves.toMatchObject({ status: 200 });
    expect((await refusal(narrow.rest.teams.getByName({ org: 'acme', team_slug: 'runtime' }))).status).toBe(403);
  });

  it('that nobody issued is refused', async () => {
    expect(await refusal(world.as('ghs_invented').request('GET /meta'))).toMatchObject({
      status: 401,
      message: 'Bad credentials',
    });
  });

  it('narrowed to other repositories sees nothing of a private one', async () => {
    const { sandbox, organization, installed, repository } = world;
    await sandbox.createRepository({ owner: organization, name: 'hidden', private: true });
    const token = sandbox.installationToken(installed.installation, { repositoryIds: [repository.id] });
    expect((await refusal(world.as(token).rest.repos.get({ owner: 'acme', repo: 'hidden' }))).status).toBe(404);
    await expect(world.app.rest.repos.get({ owner: 'acme', repo: 'hidden' })).resolves.toMatchObject({ status: 200 });
  });
});

describe('a job’s token', () => {
  it('acts as the Actions app, in its repository, with its permissions, and reads no teams', async () => {
    const job = world.as(world.sandbox.jobToken(world.repository, { checks: 'write', contents: 'read' }));
    const sha = world.repository.refs.get('refs/heads/main') ?? '';
    const run = await job.rest.checks.create({ ...here, name: 'x', head_sha: sha });
    expect(run.data.app?.slug).toBe('github-actions');
    expect((await refusal(job.rest.issues.create({ ...here, title: 't' }))).status).toBe(403);
    expect((await refusal(job.rest.teams.getByName({ org: 'acme', team_slug: 'runtime' }))).status).toBe(403);
  });
});

describe('a person’s token', () => {
  it('can’t write checks whatever the role', async () => {
    const grace = world.as(world.sandbox.userToken(world.people.grace));
    const sha = world.repository.refs.get('refs/heads/main') ?? '';
    const answer = await refusal(grace.rest.checks.create({ ...here, name: 'x', head_sha: sha }));
    expect([answer.status, answer.message]).toEqual([403, 'You must authenticate via a GitHub App.']);
  });

  it('needs the role that the deed needs', async () => {
    const guest = world.sandbox.createUser({ login: 'guest' });
    const octokit = world.as(world.sandbox.userToken(guest));
    const sha = world.repository.refs.get('refs/heads/main') ?? '';
    expect((await refusal(octokit.rest.repos.createCommitStatus({ ...here, sha, state: 'success' }))).status).toBe(403);
    expect((await refusal(octokit.rest.teams.getByName({ org: 'acme', team_slug: 'runtime' }))).status).toBe(404);
  });
});

it('octokit’s App with its own key finds its way from the JSON Web Token to a repository, also under /api/v3', async () => {
  const { installed, sandbox } = world;
  const quiet = { throttle: { enabled: false }, retry: { enabled: false } };
  const app = new App({
    appId: installed.app.id,
    privateKey: installed.privateKeyPem,
    webhooks: { secret: installed.webhookSecret },
    Octokit: Octokit.defaults({ baseUrl: `${sandbox.url}/api/v3`, ...quiet }),
  });
  const octokit = await app.getInstallationOctokit(installed.installation.id);
  const { data } = await octokit.request('GET /repos/{owner}/{repo}', here);
  expect(data.full_name).toBe('acme/agents');
  await expect(app.octokit.request('GET /app')).resolves.toMatchObject({ data: { slug: 'rollout-gate' } });
});

it('memberships tell active from pending and reach through nested teams', async () => {
  const { sandbox, organization, people, teams, app } = world;
  sandbox.createTeam(organization, {
    slug: 'on-call',
    parent: teams.release,
    members: [people.bob],
    pending: [people.alice],
  });
  const members = await app.rest.teams.listMembersInOrg({ org: 'acme', team_slug: 'release' });
  expect(members.data.map((user) => user.login)).toEqual(['bob', 'frank']);
  const state = async (login: string): Promise<string> => {
    const at = { org: 'acme', team_slug: 'release', username: login };
    return (await app.rest.teams.getMembershipForUserInOrg(at)).data.state;
  };
  expect([await state('bob'), await state('alice')]).toEqual(['active', 'pending']);
  expect((await refusal(state('carol'))).status).toBe(404);
});

it.each([
  ['dan', 'write', 'write'],
  ['frank', 'write', 'maintain'],
  ['grace', 'admin', 'admin'],
  ['rollout-gate[bot]', 'read', 'read'],
])('the permission of %s is %s with role %s', async (username, permission, role_name) => {
  const { data } = await world.app.rest.repos.getCollaboratorPermissionLevel({ ...here, username });
  expect(data).toMatchObject({ permission, role_name });
});
