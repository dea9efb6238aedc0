import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildFresh, type FreshBundle } from './support/bundle.ts';
import { atRoot } from './support/changes.ts';
import { type ActionWorld, openActionWorld } from './support/world.ts';

let bundle: FreshBundle;
let world: ActionWorld;
let proxy: Server;
let proxied: string[] = [];
beforeAll(async () => {
  bundle = await buildFresh();
  // A forward proxy for plain http (RFC 9112 section 3.2.2): the whole address stands in the request line.
  proxy = createServer((incoming, outgoing) => {
    proxied.push(`${incoming.method} ${incoming.url}`);
    const { method, headers, url = '' } = incoming;
    const onward = request(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  bundle.remove();
  proxy.close();
});
beforeEach(async () => {
  world = await openActionWorld(bundle.entry);
  proxied = [];
});
afterEach(() => world.close());

const proxyUrl = (): string => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

describe('the way to GitHub', () => {
  it('leads through the proxy of the environment', async () => {
    const pull = await world.open(atRoot);
    const run = await world.judge(pull, { env: { http_proxy: proxyUrl() } });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'wait']);
    expect(proxied).toHaveLength(world.requests().length);
    expect(proxied[0]).toBe(`POST ${world.sandbox.url}/graphql`);
  });

  it('leads past the proxy where no_proxy says so', async () => {
    const pull = await world.open(atRoot);
    const run = await world.judge(pull, { env: { http_proxy: proxyUrl(), no_proxy: '127.0.0.1' } });
    expect([run.status, run.outputs['decision'], proxied]).toEqual([0, 'wait', []]);
  });

  it('is one connection for all requests: each one more would cost a handshake', async () => {
    const pull = await world.open(atRoot);
    const ports = new Set<number | undefined>();
    const counting = createServer((incoming, outgoing) => {
      ports.add(incoming.socket.remotePort);
      const { method, headers, url = '' } = incoming;
      const onward = request(`${world.sandbox.url}${url}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => counting.listen(0, '127.0.0.1', resolve));
    const api = `http://127.0.0.1:${(counting.address() as AddressInfo).port}`;
    const env = { GITHUB_API_URL: api, GITHUB_GRAPHQL_URL: `${api}/graphql` };
    const token = world.sandbox.installationToken(world.sample.installed.installation);
    const run = await world.judge(pull, { env, token, inputs: { 'roles-token': '' } });
    counting.close();
    expect([run.status, run.outputs['decision'], ports.size]).toEqual([0, 'wait', 1]);
    expect(world.requests().length).toBeGreaterThan(2);
  });

  it('is that of a GitHub Enterprise Server where the runner says so', async () => {
    const pull = await world.open(atRoot);
    const env = { GITHUB_API_URL: `${world.sandbox.url}/api/v3`, GITHUB_GRAPHQL_URL: '' };
    const run = await world.judge(pull, { env });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'wait']);
  });
});
