import nock from 'nock';
import { Octokit } from 'octokit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../../src/adapters/fault.ts';
import { apiVersion, graphqlUrl, proxyApplies } from '../../../../src/adapters/github/transport/endpoints.ts';
import { httpTransport } from '../../../../src/adapters/github/transport/http-transport.ts';
import { octokitTransport } from '../../../../src/adapters/github/transport/octokit-transport.ts';
import { restPath, type Transport } from '../../../../src/adapters/github/transport/transport.ts';

const apiUrl = 'https://api.github.test';
const token = 'ghs_canaryCanaryCanaryCanaryCanary12';
const userAgent = 'rollout-gate/0.0.0';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const off = { throttle: { enabled: false }, retry: { enabled: false }, log: silent };

/** Both ways to speak to GitHub answer the same to the same. */
const transports: readonly (readonly [string, () => Transport])[] = [
  ['the lean client', () => httpTransport({ apiUrl, token, userAgent })],
  [
    'an octokit',
    () =>
      octokitTransport({
        octokit: new Octokit({ auth: token, baseUrl: apiUrl, ...off }),
        graphqlUrl: graphqlUrl(apiUrl),
        userAgent,
      }),
  ],
];

beforeEach(() => nock.disableNetConnect());

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('no fault was thrown');
}

describe.each(transports)('%s', (_name, make) => {
  test("sends token, API version and user agent, and asks for GitHub's JSON", async () => {
    const scope = nock(apiUrl, {
      reqheaders: {
        'x-github-api-version': apiVersion,
        'user-agent': (value) => (value ?? '').includes(userAgent),
        authorization: (value) => (value ?? '').includes(token),
        accept: (value) => (value ?? '').includes('application/vnd.github'),
      },
    });
    scope.get('/repos/acme/agents').reply(200, { id: 1 });
    const { data } = await make().rest({ method: 'GET', path: '/repos/acme/agents' });
    expect(data).toEqual({ id: 1 });
  });

  const rows: readonly (readonly [number, Record<string, string>, string, string])[] = [
    [400, {}, 'Problems parsing JSON', 'github_invalid'],
    [401, {}, 'Bad credentials', 'github_unauthorized'],
    [403, {}, 'Resource not accessible by integration', 'github_forbidden'],
    [403, { 'retry-after': '60' }, 'You have exceeded a secondary rate limit', 'github_rate_limited'],
    [403, { 'x-ratelimit-remaining': '0' }, 'API rate limit exceeded', 'github_rate_limited'],
    [403, {}, 'You have exceeded a secondary rate limit.', 'github_rate_limited'],
    [404, {}, 'Not Found', 'github_not_found'],
    [409, {}, 'Conflict', 'github_conflict'],
    [410, {}, 'Gone', 'github_not_found'],
    [422, {}, 'Validation Failed', 'github_invalid'],
    [429, {}, 'Too many requests', 'github_rate_limited'],
    [500, {}, 'Server Error', 'github_server_error'],
    [502, {}, 'Bad Gateway', 'github_server_error'],
    [503, {}, 'Unavailable', 'github_server_error'],
  ];
  test.each(rows)('an answer %i (%o, "%s") is the fault %s', async (status, headers, message, code) => {
    nock(apiUrl)
      .get('/x')
      .reply(status, { message }, { ...headers, 'x-github-request-id': 'ABC:1' });
    const fault = await faultOf(make().rest({ method: 'GET', path: '/x' }));
    expect(fault).toMatchObject({ code, request_id: 'ABC:1' });
    expect(fault.message).toContain(`${status} to GET /x`);
    expect(JSON.stringify([fault.message, fault.cause])).not.toContain(token);
  });

  test('no answer is the fault github_unreachable, and nothing is sent again', async () => {
    const scope = nock(apiUrl).post('/graphql').replyWithError('ECONNRESET').post('/graphql').reply(200, { data: {} });
    const fault = await faultOf(make().graphql('query { viewer { login } }', {}));
    expect(fault).toMatchObject({ code: 'github_unreachable', retryable: true });
    expect(scope.isDone()).toBe(false);
  });

  test('data and errors of a GraphQL answer both come through', async () => {
    nock(apiUrl)
      .post('/graphql', { query: 'query { a b }', variables: { x: 1 } })
      .reply(200, { data: { a: 1, b: null }, errors: [{ type: 'FORBIDDEN', path: ['b'], message: 'no' }] });
    expect(await make().graphql('query { a b }', { x: 1 })).toMatchObject({
      data: { a: 1, b: null },
      errors: [{ type: 'FORBIDDEN', path: ['b'], message: 'no' }],
    });
  });

  test('an answer without data and errors is an error everywhere', async () => {
    nock(apiUrl).post('/graphql').reply(200, {});
    const answer = await make().graphql('query { a }', {});
    expect(answer).toMatchObject({ data: null, errors: [{ path: [] }] });
  });

  test('bytes are fetched from where GitHub redirects to, without the token', async () => {
    nock(apiUrl).get('/zip').reply(302, '', { location: 'https://storage.test/a.zip?sig=1' });
    const storage = nock('https://storage.test', { badheaders: ['authorization'] })
      .get('/a.zip')
      .query({ sig: '1' })
      .reply(200, Buffer.from('bytes'));
    const { data } = await make().rest({ method: 'GET', path: '/zip', bytes: 100 });
    expect(Buffer.from(data as Uint8Array).toString()).toBe('bytes');
    expect(storage.isDone()).toBe(true);
  });

  test('more bytes than asked for are not taken', async () => {
    nock(apiUrl).get('/zip').reply(302, '', { location: 'https://storage.test/a.zip' });
    nock('https://storage.test').get('/a.zip').reply(200, Buffer.alloc(101));
    const fault = await faultOf(make().rest({ method: 'GET', path: '/zip', bytes: 100 }));
    expect(fault.code).toBe('github_answer_unexpected');
  });
});

describe('the time to wait under a limit', () => {
  const rows: readonly (readonly [string, Record<string, string>, number])[] = [
    ['is what GitHub says', { 'retry-after': '17' }, 17],
    [
      "is until the reset by the answer's own clock",
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Date.parse('2026-04-07T16:10:00Z') / 1000),
        date: 'Tue, 07 Apr 2026 16:00:00 GMT',
      },
      600,
    ],
    ['is a minute where nothing is said', {}, 60],
  ];
  test.each(rows)('%s', async (_name, headers, seconds) => {
    nock(apiUrl).get('/x').reply(429, {}, headers);
    const transport = httpTransport({ apiUrl, token, userAgent });
    const fault = await faultOf(transport.rest({ method: 'GET', path: '/x' }));
    expect(fault.retry_after_seconds).toBe(seconds);
  });
});

test('what looks like a token in an answer is not repeated', async () => {
  nock(apiUrl)
    .get('/x')
    .reply(422, { message: `bad token ${token}\nsecond line` });
  const fault = await faultOf(httpTransport({ apiUrl, token, userAgent }).rest({ method: 'GET', path: '/x' }));
  expect(fault.message).toBe('GitHub answered 422 to GET /x: bad token [secret] second line');
});

describe('addresses', () => {
  test.each([
    ['https://api.github.com', 'https://api.github.com/graphql'],
    ['https://ghes.example/api/v3', 'https://ghes.example/api/graphql'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/graphql'],
  ])('the GraphQL address of %s is %s', (rest, graphql) => expect(graphqlUrl(rest)).toBe(graphql));

  test.each([
    ['no proxy', {}, false],
    ['a proxy for https', { https_proxy: 'http://p:1' }, true],
    ['in capitals', { HTTPS_PROXY: 'http://p:1' }, true],
    ['a proxy for http only', { http_proxy: 'http://p:1' }, false],
    ['an exception by name', { https_proxy: 'http://p:1', no_proxy: 'x.test, api.github.test' }, false],
    ['an exception by ending', { https_proxy: 'http://p:1', NO_PROXY: '.github.test' }, false],
    ['an exception for everything', { https_proxy: 'http://p:1', no_proxy: '*' }, false],
    ['an exception that only looks alike', { https_proxy: 'http://p:1', no_proxy: 'hub.test' }, true],
  ])('%s: a proxy applies is %o → %s', (_name, environment, applies) => {
    expect(proxyApplies(apiUrl, environment)).toBe(applies);
  });

  test('values can not lead a path elsewhere', () => {
    expect(restPath('/repos/{owner}/{repo}/x', { owner: '../..', repo: 'a/b?c#d', page: 2, q: 'a&b=c' })).toBe(
      '/repos/..%2F../a%2Fb%3Fc%23d/x?page=2&q=a%26b%3Dc',
    );
    expect(restPath('/a/{x}', { x: '$&{x}' })).toBe('/a/%24%26%7Bx%7D');
  });
});
