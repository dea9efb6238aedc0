import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addressOf } from '../../../../src/adapters/github/transport/address.ts';
import { type HttpOptions, httpTransport } from '../../../../src/adapters/github/transport/http-transport.ts';
import { restPath, type Transport } from '../../../../src/adapters/github/transport/transport.ts';

/** Requests as they come over the wire, each whole. */
let requests: string[] = [];
let server: Server;
let host = '';

beforeEach(async () => {
  requests = [];
  server = createServer((socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      text += String(piece);
      const [head = '', ...rest] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (Buffer.byteLength(rest.join('\r\n\r\n')) < length || rest.length === 0) return;
      requests.push(text);
      text = '';
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

const transport = (change: Partial<HttpOptions> = {}): Transport =>
  httpTransport({ apiUrl: `http://${host}/api/v3`, token: 'T', userAgent: 'x/1', ...change });

const own = [
  'authorization: Bearer T',
  'accept: application/vnd.github+json',
  'user-agent: x/1',
  'x-github-api-version: 2022-11-28',
];
const json = (length: number): string[] => [
  'content-type: application/json; charset=utf-8',
  `content-length: ${length}`,
];

async function sent(ask: (over: Transport) => Promise<unknown>, change?: Partial<HttpOptions>): Promise<string[]> {
  await ask(transport(change));
  return requests.splice(0).flatMap((text) => text.split('\r\n'));
}

it('sends a query with its length in bytes', async () => {
  const lines = await sent((over) => over.graphql('query { a\n "b" }', { x: 'ü → 🎉', gone: undefined }));
  const body = '{"query":"query { a\\n \\"b\\" }","variables":{"x":"ü → 🎉"}}';
  const length = Buffer.byteLength(body);
  const rest = ['accept-encoding: gzip', `Host: ${host}`, 'Connection: close', '', body];
  expect(lines).toEqual(['POST /api/graphql HTTP/1.1', ...own, ...json(length), ...rest]);
});

it('writes each query and its own variables, however often it was asked', async () => {
  const query = 'query { a }';
  for (const variables of [{ n: 1 }, { n: 2 }]) {
    const lines = await sent((over) => over.graphql(query, variables));
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ query, variables });
  }
});

it.each<[string, Parameters<Transport['rest']>[0], string, string[]]>([
  ['a GET', { method: 'GET', path: '/a%20b?x=1' }, 'GET /api/v3/a%20b?x=1', []],
  ['a GET of what is known', { method: 'GET', path: '/a', etag: 'W/"1"' }, 'GET /api/v3/a', ['if-none-match: W/"1"']],
  ['a DELETE', { method: 'DELETE', path: '/a' }, 'DELETE /api/v3/a', []],
  ['a POST of nothing', { method: 'POST', path: '/a' }, 'POST /api/v3/a', ['content-length: 0']],
  ['a PUT of nothing', { method: 'PUT', path: '/a' }, 'PUT /api/v3/a', ['content-length: 0']],
  ['a PATCH', { method: 'PATCH', path: '/a', body: { a: 'é' } }, 'PATCH /api/v3/a', json(10)],
])('sends %s over a kept connection', async (_name, request, line, more) => {
  const lines = await sent((over) => over.rest(request), { keepAlive: true });
  const body = request.body === undefined ? '' : JSON.stringify(request.body);
  const rest = ['accept-encoding: gzip', `Host: ${host}`, 'Connection: keep-alive', '', body];
  expect(lines).toEqual([`${line} HTTP/1.1`, ...own, ...more, ...rest]);
});

it('tells a proxy the whole address, and who asks', async () => {
  const proxyEnv = { http_proxy: `http://us:pw@${host}` };
  const lines = await sent((over) => over.rest({ method: 'GET', path: '/a' }), {
    apiUrl: 'http://ghes.test:8080/api/v3',
    proxyEnv,
  });
  expect(lines).toEqual([
    'GET http://ghes.test:8080/api/v3/a HTTP/1.1',
    ...own,
    'accept-encoding: gzip',
    'Host: ghes.test:8080',
    `proxy-authorization: Basic ${Buffer.from('us:pw').toString('base64')}`,
    'proxy-connection: close',
    'Connection: close',
    '',
    '',
  ]);
});

it('goes past the proxy where no_proxy says so', async () => {
  const proxyEnv = { http_proxy: 'http://127.0.0.1:9', no_proxy: '127.0.0.1' };
  const lines = await sent((over) => over.rest({ method: 'GET', path: '/a' }), { proxyEnv });
  expect(lines[0]).toBe('GET /api/v3/a HTTP/1.1');
});

it.each([
  ['https://api.github.com/a?b=1', ['api.github.com', 'api.github.com', '', '/a?b=1']],
  ['http://ghes.test:8080', ['ghes.test:8080', 'ghes.test', '8080', '/']],
  ['http://[::1]:4000/a', ['[::1]:4000', '::1', '4000', '/a']],
])('takes %s apart', (url, expected) => {
  const { host: name, hostname, port, path } = addressOf(new URL(url));
  expect([name, hostname, port, path]).toEqual(expected);
});

it('writes a query as URLSearchParams does', () => {
  const every = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code));
  for (const value of ['refs/heads/a b', '', '🎉', '\ud800', 'a+b&c=d#?%20', "!'()~*", ...every]) {
    expect(restPath('/a', { ref: value, 'x y': 1 })).toBe(`/a?${new URLSearchParams({ ref: value, 'x y': '1' })}`);
  }
  expect(restPath('/a/{b}', { b: '$& c/d', n: 2 })).toBe('/a/%24%26%20c%2Fd?n=2');
  expect(restPath('/a/{b}', { b: 1 })).toBe('/a/1');
});
