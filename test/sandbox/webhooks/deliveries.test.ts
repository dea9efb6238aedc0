import { verify } from '@octokit/webhooks-methods';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenWorld, openWorld } from '../open-world.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  const { sandbox, repository, people } = world;
  await sandbox.push(repository, 'topic', { pusher: people.alice, files: { 'a.md': 'a\n' } });
  await sandbox.openPullRequest(repository, { author: people.alice, title: 'a – ü', head: 'topic' });
  await sandbox.settled();
});
afterAll(() => world.close());

describe('a delivery', () => {
  it('is signed over its bytes, has a GUID of its own and GitHub’s headers', async () => {
    const { app, webhookSecret } = world.installed;
    const guids = world.hooks.map((hook) => hook.headers['x-github-delivery']);
    expect(new Set(guids).size).toBe(guids.length);
    for (const { headers, text } of world.hooks) {
      expect(headers['x-github-delivery']).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(await verify(webhookSecret, text, headers['x-hub-signature-256'] ?? '')).toBe(true);
      expect(await verify('another secret', text, headers['x-hub-signature-256'] ?? '')).toBe(false);
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
        'x-github-hook-id': String(app.hookId),
        'x-github-hook-installation-target-id': String(app.id),
        'x-github-hook-installation-target-type': 'integration',
      });
    }
  });

  it('names repository, organisation, sender and installation', () => {
    const opened = world.hooks.find((hook) => hook.headers['x-github-event'] === 'pull_request');
    expect(opened?.payload).toMatchObject({
      action: 'opened',
      number: 1,
      repository: { full_name: 'acme/agents' },
      organization: { login: 'acme' },
      sender: { login: 'alice' },
      installation: { id: world.installed.installation.id },
    });
  });

  it('comes once for each thing that happened', () => {
    expect(
      world.hooks.map((hook) => String(hook.headers['x-github-event'])).sort((a, b) => a.localeCompare(b)),
    ).toEqual(['check_suite', 'installation', 'pull_request', 'push']);
  });

  it('is kept in the App’s log with request and answer', async () => {
    const octokit = world.as(world.sandbox.appToken(world.installed));
    const { data } = await octokit.request('GET /app/hook/deliveries', { per_page: 2 });
    expect(data.map((one) => [one.status, one.status_code, one.redelivery])).toEqual(Array(2).fill(['OK', 202, false]));
    const next = await octokit.paginate('GET /app/hook/deliveries', { per_page: 2 });
    expect(next).toHaveLength(4);
    const one = await octokit.request('GET /app/hook/deliveries/{delivery_id}', { delivery_id: Number(data[0]?.id) });
    expect(one.data.request.headers).toMatchObject({ 'x-github-delivery': data[0]?.guid });
    expect(one.data.response.payload).toBe('accepted');
  });
});

describe('an App hears only', () => {
  const heard = async (permissions: Record<string, 'read' | 'write'>, events: string[]): Promise<string[]> => {
    const { sandbox, organization, repository, people } = world;
    const made = sandbox.installApp({
      owner: organization,
      slug: `app-${sandbox.world.apps.size}`,
      permissions,
      events,
    });
    sandbox.setWebhookUrl(made.app, 'http://127.0.0.1:9/hook');
    const branch = `hear-${sandbox.world.apps.size}`;
    await sandbox.push(repository, branch, { pusher: people.bob, files: { 'b.md': `${branch}\n` } });
    await sandbox.settled();
    return [...sandbox.world.deliveries.values()].filter((one) => one.appId === made.app.id).map((one) => one.event);
  };

  it('events that it asked for', async () => {
    expect(await heard({ contents: 'read', checks: 'write' }, ['push'])).toEqual(['push']);
  });

  it('events that its permissions cover', async () => {
    expect(await heard({ checks: 'write' }, ['push', 'check_suite'])).toEqual(['check_suite']);
  });

  it('its own repositories, and a receiver that is not there is a failed delivery', async () => {
    const { sandbox, organization, repository } = world;
    const elsewhere = await sandbox.createRepository({ owner: organization, name: 'elsewhere' });
    const made = sandbox.installApp({
      owner: organization,
      slug: 'narrow',
      events: ['push'],
      repositories: [elsewhere],
    });
    sandbox.setWebhookUrl(made.app, 'http://127.0.0.1:9/hook');
    for (const one of [repository, elsewhere]) {
      await sandbox.push(one, 'narrow', { pusher: world.people.dan, files: { 'c.md': 'c\n' } });
    }
    await sandbox.settled();
    const deliveries = [...sandbox.world.deliveries.values()].filter((one) => one.appId === made.app.id);
    expect(deliveries.map((one) => [one.event, one.repositoryId, one.status, one.statusCode])).toEqual([
      ['push', elsewhere.id, 'failed to connect to host', 0],
    ]);
  });
});
