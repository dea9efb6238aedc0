import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { httpTransport } from '../../../../src/adapters/github/transport/http-transport.ts';
import type { Transport } from '../../../../src/adapters/github/transport/transport.ts';

/** What only a real socket shows: compression, cuts, bounds, time. */
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function against(listener: RequestListener, timeoutMs = 5_000): Promise<Transport> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return httpTransport({ apiUrl: `http://127.0.0.1:${port}`, token: 't', userAgent: 'x', timeoutMs });
}

const ask = (transport: Transport) => transport.rest({ method: 'GET', path: '/x' });

describe('the lean client', () => {
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
    const transport = await against((_request, response) => {
      const piece = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        sent += 1;
        if (sent < 200 && !response.destroyed) response.write(piece, more);
      };
      response.writeHead(200);
      more();
    });
    await expect(ask(transport)).rejects.toMatchObject({ code: 'github_answer_unexpected' });
    expect(sent).toBeLessThan(60);
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
    const transport = await against((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    }, 200);
    const start = Date.now();
    await expect(ask(transport)).rejects.toMatchObject({ retryable: true });
    // Without a bound it would end with the test's own limit.
    expect(Date.now() - start).toBeLessThan(4_500);
  });

  test('says that nothing listens', async () => {
    const transport = httpTransport({ apiUrl: 'http://127.0.0.1:9', token: 't', userAgent: 'x' });
    await expect(ask(transport)).rejects.toMatchObject({ code: 'github_unreachable' });
  });

  test('takes an empty answer as nothing', async () => {
    const transport = await against((_request, response) => response.writeHead(204).end());
    expect(await ask(transport)).toMatchObject({ status: 204, data: null });
  });
});
