import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeExchange } from '../../../../src/adapters/github/transport/node-exchange.ts';
import { undiciExchange } from '../../../../src/adapters/github/transport/undici-exchange.ts';
import { httpTransport } from '../../../../src/adapters/github/transport/http-transport.ts';
import type { Transport } from '../../../../src/adapters/github/transport/transport.ts';

/** What only a real socket shows: compression, cuts, bounds, time. */
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listening(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

const ask = (transport: Transport) => transport.rest({ method: 'GET', path: '/x' });

describe.each([
  ['node:http', () => nodeExchange({})],
  ['node:http with kept connections', () => nodeExchange({ keepAlive: true })],
  ['undici', () => undiciExchange()],
])('the lean client over %s', (_kind, exchange) => {
  const to = (apiUrl: string, timeoutMs = 5_000): Transport =>
    httpTransport({ apiUrl, token: 't', userAgent: 'x', timeoutMs, exchange: exchange() });
  const against = async (listener: RequestListener, timeoutMs?: number): Promise<Transport> =>
    to(await listening(listener), timeoutMs);

  test('unpacks gzip', async () => {
    const transport = await against((_request, response) => {
      const body = gzipSync(JSON.stringify({ text: 'ü'.repeat(5_000) }));
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    });
    expect((await ask(transport)).data).toEqual({ text: 'ü'.repeat(5_000) });
  });

  test('refuses gzip that unpacks to more than the bound', async () => {
    const transport = await against((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(26 * 1024 * 1024)));
    });
    await expect(ask(transport)).rejects.toMatchObject({ code: 'github_answer_incomplete' });
  });

  test('refuses a body larger than the bound while it comes', async () => {
    let sent = 0;
    const closed = Promise.withResolvers<void>();
    const transport = await against((_request, response) => {
      response.once('close', () => closed.resolve());
      const piece = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        sent += 1;
        if (sent < 200 && !response.destroyed) response.write(piece, more);
      };
      response.writeHead(200);
      more();
    }, 60_000);
    await expect(ask(transport)).rejects.toMatchObject({ code: 'github_answer_unexpected' });
    expect(sent).toBeLessThan(60);
    await closed.promise;
  });

  test.each([
    ['a body that is cut short', (size: number) => ({ 'content-length': String(size) })],
    ['a chunked body that is cut short', () => ({})],
  ])('says that %s is incomplete', async (_name, headers) => {
    const body = JSON.stringify({ complete: true });
    const transport = await against((_request, response) => {
      response.writeHead(200, headers(body.length));
      response.write(body.slice(0, 8), () => response.destroy());
    });
    await expect(ask(transport)).rejects.toMatchObject({ code: 'github_answer_incomplete', retryable: true });
  });

  test('says that a body that is no JSON is incomplete', async () => {
    const transport = await against((_request, response) => response.end('<html>'));
    await expect(ask(transport)).rejects.toMatchObject({ code: 'github_answer_incomplete' });
  });

  test('gives up when no answer comes in time, also when bytes trickle', async () => {
    const closed = Promise.withResolvers<void>();
    const transport = await against((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => {
        clearInterval(timer);
        closed.resolve();
      });
    }, 200);
    const start = Date.now();
    await expect(ask(transport)).rejects.toMatchObject({ retryable: true });
    // Without a bound it would end with the test's own limit.
    expect(Date.now() - start).toBeLessThan(4_500);
    await closed.promise;
  });

  test('says that nothing listens', async () => {
    await expect(ask(to('http://127.0.0.1:9'))).rejects.toMatchObject({ code: 'github_unreachable' });
  });

  test('gives up when nothing is answered at all, and says that GitHub was not reached', async () => {
    const transport = await against(() => undefined, 100);
    await expect(ask(transport)).rejects.toMatchObject({
      code: 'github_unreachable',
      message: expect.stringContaining('no answer within 0.1 s') as unknown,
    });
  });

  test('never asks again what was cut off before an answer began', async () => {
    let asked = 0;
    const transport = await against((request) => {
      asked += 1;
      request.socket.destroy();
    });
    for (const method of ['GET', 'POST'] as const) {
      asked = 0;
      await expect(transport.rest({ method, path: '/x' })).rejects.toMatchObject({ code: 'github_unreachable' });
      expect([method, asked]).toEqual([method, 1]);
    }
  });

  test('joins what came more than once', async () => {
    const transport = await against((_request, response) => {
      response.writeHead(200, ['Link', '<a>', 'Link', '<b>', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-One', '1']);
      response.end('{}');
    });
    const { headers } = await ask(transport);
    expect(headers).toMatchObject({ link: '<a>, <b>', 'set-cookie': 'a=1, b=2', 'x-one': '1' });
  });

  test('hands over what is sent, whatever its letters', async () => {
    const bodies: string[] = [];
    const transport = await against((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(Buffer.concat(chunks).toString());
        response.end('{"data":{}}');
      });
    });
    await transport.graphql('query { a }', { plain: 'a', other: 'ü → 🎉' });
    await transport.rest({ method: 'POST', path: '/x' });
    expect(bodies).toEqual(['{"query":"query { a }","variables":{"plain":"a","other":"ü → 🎉"}}', '']);
  });

  test('takes an empty answer as nothing', async () => {
    const transport = await against((_request, response) => response.writeHead(204).end());
    expect(await ask(transport)).toMatchObject({ status: 204, data: null });
  });
});
