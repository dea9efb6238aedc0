import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let token = '';
beforeAll(async () => {
  world = await openWorld();
  token = world.sandbox.installationToken(world.installed.installation);
  for (let number = 1; number <= 7; number++) await world.app.rest.issues.create({ ...here, title: `issue ${number}` });
});
afterAll(() => world.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${world.sandbox.url}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });

describe('pages', () => {
  it('are linked to each other, and every one is found', async () => {
    const second = await get('/repos/acme/agents/issues?per_page=3&page=2');
    const links = second.headers.get('link') ?? '';
    expect([...links.matchAll(/page=(\d+)>; rel="(\w+)"/g)].map((match) => `${match[2]} ${match[1]}`).sort()).toEqual([
      'first 1',
      'last 3',
      'next 3',
      'prev 1',
    ]);
    const all = await world.app.paginate(world.app.rest.issues.listForRepo, { ...here, per_page: 3 });
    expect(all.map((issue) => issue.number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('keep the prefix of GitHub Enterprise Server', async () => {
    const answer = await get('/api/v3/repos/acme/agents/issues?per_page=3');
    expect(answer.headers.get('link')).toMatch(
      /\/api\/v3\/repos\/acme\/agents\/issues\?per_page=3&page=2>; rel="next"/,
    );
  });

  it('hold 100 at most', async () => {
    world.provoke((_, path) => path.includes('per_page=1000'));
    const answer = await get('/repos/acme/agents/issues?per_page=1000');
    expect([answer.status, answer.headers.get('link')]).toEqual([200, null]);
  });
});

describe('an ETag', () => {
  it('gives 304 without a body while nothing changed, and costs nothing', async () => {
    const first = await get('/repos/acme/agents/issues/1');
    const etag = first.headers.get('etag') ?? '';
    const again = await get('/repos/acme/agents/issues/1', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'));
    const another = { authorization: `Bearer ${world.sandbox.installationToken(world.installed.installation)}` };
    expect((await get('/repos/acme/agents/issues/1', { 'if-none-match': etag, ...another })).status).toBe(200);
    await world.app.rest.issues.createComment({ ...here, issue_number: 1, body: 'x' });
    expect((await get('/repos/acme/agents/issues/1', { 'if-none-match': etag })).status).toBe(200);
  });
});

describe('answers', () => {
  it('carry rate limit, request id, media type and API version', async () => {
    const { headers } = await get('/repos/acme/agents', { 'x-github-api-version': '2022-11-28' });
    expect(Number(headers.get('x-ratelimit-limit'))).toBe(5000);
    expect(Number(headers.get('x-ratelimit-remaining')) + Number(headers.get('x-ratelimit-used'))).toBe(5000);
    expect(headers.get('x-ratelimit-resource')).toBe('core');
    expect(headers.get('x-github-request-id')).toMatch(/^[0-9A-F-]{36}$/);
    expect(headers.get('x-github-media-type')).toBe('github.v3; format=json');
    expect(headers.get('x-github-api-version-selected')).toBe('2022-11-28');
  });

  it('refuse an API version that does not exist', async () => {
    expect((await get('/repos/acme/agents', { 'x-github-api-version': '1999-01-01' })).status).toBe(400);
  });

  it('have GitHub’s form when they are errors', async () => {
    const { status, body } = await refusal(world.app.rest.issues.get({ ...here, issue_number: 99 }));
    expect([status, body]).toEqual([
      404,
      { message: 'Not Found', documentation_url: expect.stringContaining('docs.github.com'), status: '404' },
    ]);
  });
});

describe('exchanges', () => {
  it('are kept without secrets, with template, actor and bodies', async () => {
    await world.app.rest.issues.createComment({ ...here, issue_number: 2, body: 'kept' });
    const last = world.sandbox.exchanges.at(-1);
    expect(last).toMatchObject({
      index: world.sandbox.exchanges.length - 1,
      method: 'POST',
      path: '/repos/acme/agents/issues/2/comments',
      template: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
      actor: 'installation',
      requestBody: { body: 'kept' },
      status: 201,
      responseBody: { body: 'kept' },
      faulted: false,
    });
    expect(JSON.stringify(last)).not.toContain('ghs_');
  });
});
