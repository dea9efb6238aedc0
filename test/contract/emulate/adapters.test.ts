import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/adapters/digest/sha256.ts';
import { readActivity } from '../../../src/adapters/github/rest/activity.ts';
import { readPatch } from '../../../src/adapters/github/rest/comparison.ts';
import { readPermission } from '../../../src/adapters/github/rest/permission.ts';
import { httpTransport } from '../../../src/adapters/github/transport/http-transport.ts';
import { octokitTransport } from '../../../src/adapters/github/transport/octokit-transport.ts';
import type { Transport } from '../../../src/adapters/github/transport/transport.ts';
import { type EmulatedGitHub, emulatedGitHub, here, installationId } from './emulated-github.ts';

/** The adapters' own REST reads, as they are, against a GitHub that nobody here wrote. */
let github: EmulatedGitHub;
let base: string;
let head: string;
const transports: Record<string, Transport> = {};

beforeAll(async () => {
  github = await emulatedGitHub();
  const { ann } = github;
  base = (await ann.rest.git.getRef({ ...here, ref: 'heads/main' })).data.object.sha;
  await ann.rest.git.createRef({ ...here, ref: 'refs/heads/warmer', sha: base });
  const content = Buffer.from('change_id: chg-1\n').toString('base64');
  const file = { ...here, path: 'change.yaml', message: 'Warmer', content, branch: 'warmer' };
  head = (await ann.rest.repos.createOrUpdateFileContents(file)).data.commit.sha ?? '';
  const userAgent = 'rollout-gate/test';
  const { data } = await github.app.octokit.rest.apps.createInstallationAccessToken({
    installation_id: installationId,
  });
  transports['lean'] = httpTransport({ apiUrl: github.url, token: data.token, userAgent });
  transports['octokit'] = octokitTransport({
    octokit: await github.app.getInstallationOctokit(installationId),
    graphqlUrl: `${github.url}/graphql`,
    userAgent,
  });
});

afterAll(async () => {
  await github.close();
});

describe.each(['lean', 'octokit'])('through the %s transport', (name) => {
  const transport = (): Transport => transports[name] as Transport;

  it('a patch is read by comparing two commits', async () => {
    const patch = await readPatch(transport(), here, base, head, sha256);
    expect(patch).toMatchObject({ sha: head, complete: true, files: [{ path: 'change.yaml', previous_path: null }] });
  });

  it("a person's permission is read, and somebody unknown has none", async () => {
    const { data: ann } = await github.ann.rest.users.getAuthenticated();
    const person = { id: ann.id, login: 'ann', type: 'User' } as const;
    expect(await readPermission(transport(), here, person)).toEqual({ person: ann.id, permission: 'admin' });
    const other = { id: 999_999, login: 'nobody-here', type: 'User' } as const;
    expect(await readPermission(transport(), here, other)).toEqual({ person: 999_999, permission: 'none' });
  });

  it('a person whose login was taken over by another id has no permission', async () => {
    const person = { id: 999_999, login: 'ann', type: 'User' } as const;
    expect(await readPermission(transport(), here, person)).toEqual({ person: 999_999, permission: 'none' });
  });

  it('an endpoint that is not there makes one fact unknown, not a crash', async () => {
    const branch = { repository: 'acme/agents', ref: 'warmer', sha: head };
    expect(await readActivity(transport(), branch, '2026-01-01T00:00:00Z')).toEqual({
      head_known: false,
      people: [],
      unread: false,
    });
  });
});
