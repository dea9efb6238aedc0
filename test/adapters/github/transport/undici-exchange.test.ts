import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Agent } from 'undici';
import { afterEach, expect, it } from 'vitest';
import type { Exchange } from '../../../../src/adapters/github/transport/http-exchange.ts';
import { httpTransport } from '../../../../src/adapters/github/transport/http-transport.ts';
import { exchangeOver, undiciExchange } from '../../../../src/adapters/github/transport/undici-exchange.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listening(listener: RequestListener): Promise<number> {
  server = createServer({ keepAliveTimeout: 60_000 }, listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

const asking = (apiUrl: string, exchange: Exchange, timeoutMs = 5_000) =>
  httpTransport({ apiUrl, token: 'T', userAgent: 'x/1', timeoutMs, exchange });

it('keeps connections for one request after another, and sends what is asked', async () => {
  const sockets = new Set<Socket>();
  const seen: unknown[] = [];
  const port = await listening((request, response) => {
    sockets.add(request.socket);
    seen.push([request.method, request.url, request.headers]);
    response.end('{}');
  });
  const { rest } = asking(`http://127.0.0.1:${port}/api/v3`, undiciExchange());
  const paths = ['/a%20b?x=1', '/c', '/d', '/e', '/f', '/g'];
  for (const path of paths) await rest({ method: 'GET', path });
  const headers = {
    host: `127.0.0.1:${port}`,
    connection: 'keep-alive',
    authorization: 'Bearer T',
    accept: 'application/vnd.github+json',
    'user-agent': 'x/1',
    'x-github-api-version': '2022-11-28',
    'accept-encoding': 'gzip',
  };
  expect(seen).toEqual(paths.map((path) => ['GET', `/api/v3${path}`, headers]));
  // Who asks as soon as the last answer is there finds its connection not free yet.
  expect(sockets.size).toBeLessThanOrEqual(2);
});

it('closes a connection that was idle, also where the other side would wait longer', async () => {
  const closed = Promise.withResolvers<void>();
  const port = await listening((request, response) => {
    request.socket.on('close', () => closed.resolve());
    response.setHeader('keep-alive', 'timeout=60').end('{}');
  });
  await asking(`http://127.0.0.1:${port}`, undiciExchange(undefined, 100)).rest({ method: 'GET', path: '/a' });
  // Else it would stay for a minute, and the test has five seconds.
  await closed.promise;
});

it('sends nothing any more when the connection comes too late', async () => {
  let asked = 0;
  const port = await listening((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  const waiting: (() => void)[] = [];
  let isOpen = false;
  const dispatcher = new Agent({
    connect: (_options, callback) => {
      const open = (): void => {
        const socket = connect(port, '127.0.0.1', () => callback(null, socket));
      };
      if (isOpen) open();
      else waiting.push(open);
    },
  });
  const late = asking(`http://127.0.0.1:${port}`, exchangeOver(dispatcher), 50);
  const fault = { code: 'github_unreachable', message: expect.stringContaining('no answer within 0.05 s') as unknown };
  await expect(late.rest({ method: 'POST', path: '/a' })).rejects.toMatchObject(fault);
  isOpen = true;
  for (const open of waiting) open();
  const inTime = asking(`http://127.0.0.1:${port}`, exchangeOver(dispatcher));
  await expect(inTime.rest({ method: 'GET', path: '/b' })).resolves.toMatchObject({ status: 200 });
  expect(asked).toBe(1);
  await dispatcher.destroy();
});

it.each([
  ['http, where only TLS has a proxy', 'http', { https_proxy: 'http://127.0.0.1:9' }],
  ['where no_proxy says so', 'http', { http_proxy: 'http://127.0.0.1:9', no_proxy: 'x.test,127.0.0.1' }],
])('goes past the proxy: %s', async (_name, protocol, environment) => {
  const port = await listening((_request, response) => response.end('{}'));
  const { rest } = asking(`${protocol}://127.0.0.1:${port}`, undiciExchange(environment));
  await expect(rest({ method: 'GET', path: '/a' })).resolves.toMatchObject({ status: 200 });
});

it('asks a proxy for a tunnel, and tells it who asks', async () => {
  const tunnels: unknown[] = [];
  const port = await listening(() => undefined);
  server?.on('connect', ({ url, headers }, socket) => {
    tunnels.push([url, headers['proxy-authorization']]);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const { rest } = asking('https://github.test', undiciExchange({ https_proxy: `http://us:p%40w@127.0.0.1:${port}` }));
  await expect(rest({ method: 'GET', path: '/a' })).rejects.toMatchObject({ code: 'github_unreachable' });
  expect(tunnels).toEqual([['github.test:443', `Basic ${Buffer.from('us:p@w').toString('base64')}`]]);
});
