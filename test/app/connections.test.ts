import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createLimiter } from '../../src/adapters/github/limiter/limiter.ts';
import { connections } from '../../src/app/connections.ts';

it('hands each answer of GitHub on when the event loop has room for what follows from it', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{}}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const held: (() => void)[] = [];
  const turns = { next: () => new Promise<void>((resolve) => held.push(resolve)) };
  const connect = connections({ apiUrl, proxy: null }, () => undefined, createLimiter(), turns);
  const transport = connect('a token', { installation: 1, lane: 'event' });
  const told: string[] = [];
  const asked = [
    transport.graphql('query { viewer { login } }', {}).then(() => told.push('graphql')),
    transport.rest({ method: 'GET', path: '/app' }).then(() => told.push('rest')),
  ];
  await expect.poll(() => held.length).toBe(2);
  expect(told).toEqual([]);
  for (const letGo of held) letGo();
  await Promise.all(asked);
  expect(told.toSorted()).toEqual(['graphql', 'rest']);
  server.close();
  server.closeAllConnections();
});

it('asks again for what may be remembered only if it changed, and for nothing else so', async () => {
  const etags: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    etags.push(headers['if-none-match']);
    if (headers['if-none-match'] === 'W/"1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: 'W/"1"' }).end('[1]');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const seen: (number | null)[] = [];
  const onExchange = ({ status }: { readonly status: number | null }) => void seen.push(status);
  const connect = connections({ apiUrl, proxy: null }, onExchange, createLimiter(), { next: async () => undefined });
  const payer = { installation: 1, lane: 'sweep' } as const;
  for (const rereads of [true, true, false]) {
    const { data } = await connect('a token', payer, rereads).rest({ method: 'GET', path: '/app' });
    expect(data).toEqual([1]);
  }
  expect([etags, seen]).toEqual([
    [undefined, 'W/"1"', undefined],
    [200, 304, 200],
  ]);
  server.close();
  server.closeAllConnections();
});
