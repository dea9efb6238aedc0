import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnswerMemory, answerMemory } from '../../../../src/adapters/github/transport/answer-memory.ts';
import { askingConditionally } from '../../../../src/adapters/github/transport/asking-conditionally.ts';
import { httpTransport } from '../../../../src/adapters/github/transport/http-transport.ts';
import type { Transport } from '../../../../src/adapters/github/transport/transport.ts';

const path = '/repos/acme/agents/issues/comments?since=2026-03-02T10%3A00%3A00Z';
const next = '<https://api.github.test/x?page=2>; rel="next"';

/** A GitHub of one page that says 304 to whoever knows its ETag. */
let page: { status: number; etag: string | null; body: unknown; link?: string };
let asked: { readonly token: string; readonly etag: string | null; readonly status: number }[];
let isUnasked304: boolean;
let server: ReturnType<typeof createServer>;
let memory: AnswerMemory;

beforeEach(async () => {
  page = { status: 200, etag: 'W/"1"', body: [{ id: 1 }] };
  asked = [];
  isUnasked304 = false;
  memory = answerMemory();
  server = createServer((request: IncomingMessage, response) => {
    const etag = request.headers['if-none-match'] ?? null;
    const status = isUnasked304 || (etag !== null && etag === page.etag) ? 304 : page.status;
    asked.push({ token: (request.headers.authorization ?? '').slice(7), etag, status });
    const link: Record<string, string> = page.link === undefined ? {} : { link: page.link };
    const tag: Record<string, string> = page.etag === null ? {} : { etag: page.etag };
    response.writeHead(status, status === 304 ? { date: 'Mon, 02 Mar 2026 12:00:00 GMT' } : { ...link, ...tag });
    response.end(status === 304 ? undefined : JSON.stringify(page.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function transportOf(token: string, known: AnswerMemory = memory): Transport {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return askingConditionally(httpTransport({ apiUrl, token, userAgent: 'x' }), token, known);
}
const ask = (transport: Transport) => transport.rest({ method: 'GET', path });
const statuses = () => asked.map(({ status }) => status);

describe('a transport that asks conditionally', () => {
  it('answers what it was answered while nothing changed, as a value of its own, with the link to the next page', async () => {
    page.link = next;
    const transport = transportOf('a');
    const first = await ask(transport);
    (first.data as unknown[]).push('spoiled');
    const second = await ask(transport);
    expect(second).toMatchObject({ status: 200, data: [{ id: 1 }] });
    expect(second.headers).toMatchObject({ link: next, date: 'Mon, 02 Mar 2026 12:00:00 GMT' });
    expect((await ask(transport)).data).toEqual([{ id: 1 }]);
    expect(asked.map(({ etag }) => etag)).toEqual([null, 'W/"1"', 'W/"1"']);
    expect(statuses()).toEqual([200, 304, 304]);
  });

  it('sees a change at once, and goes on from it', async () => {
    const transport = transportOf('a');
    await ask(transport);
    page = { status: 200, etag: 'W/"2"', body: [{ id: 2 }] };
    expect((await ask(transport)).data).toEqual([{ id: 2 }]);
    expect((await ask(transport)).data).toEqual([{ id: 2 }]);
    expect(statuses()).toEqual([200, 200, 304]);
  });

  it('gives nobody with another token what it remembers', async () => {
    await ask(transportOf('of installation 1'));
    page.body = [];
    expect((await ask(transportOf('of installation 2'))).data).toEqual([]);
    expect(asked.map(({ etag }) => etag)).toEqual([null, null]);
  });

  it('believes no 304 that it did not ask for', async () => {
    isUnasked304 = true;
    await expect(ask(transportOf('a'))).rejects.toMatchObject({ code: 'github_answer_unexpected' });
  });

  it.each([404, 403, 500])('forgets what it was answered before a %d', async (status) => {
    const transport = transportOf('a');
    await ask(transport);
    page = { status, etag: null, body: { message: 'no' } };
    await expect(ask(transport)).rejects.toThrow(String(status));
    page = { status: 200, etag: 'W/"1"', body: [] };
    expect((await ask(transport)).data).toEqual([]);
    expect(asked.map(({ etag }) => etag)).toEqual([null, 'W/"1"', null]);
  });

  it('remembers neither what has no ETag nor what is written', async () => {
    page.etag = null;
    await ask(transportOf('a'));
    await ask(transportOf('a'));
    page.etag = 'W/"1"';
    await transportOf('a').rest({ method: 'POST', path, body: {} });
    await ask(transportOf('a'));
    expect(asked.map(({ etag }) => etag)).toEqual([null, null, null, null]);
  });

  it('keeps small answers only, and those that were asked for last', async () => {
    const known = answerMemory({ each: 20, all: 100 });
    const answer = (text: string) => ({ etag: '1', link: null, text });
    known.keep('t', '/large', answer('x'.repeat(21)));
    for (const name of ['/a', '/b', '/c', '/d', '/e']) known.keep('t', name, answer('x'.repeat(20)));
    known.keep('t', '/e', answer('x'.repeat(21)));
    expect(['/large', '/a', '/b', '/c', '/d', '/e'].filter((name) => known.find('t', name) !== null)).toEqual([
      '/b',
      '/c',
      '/d',
    ]);
  });
});

it.each([301, 304])('a %d that nobody asked for is no empty list to the lean client', async (status) => {
  page.status = status;
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const plain = httpTransport({ apiUrl, token: 't', userAgent: 'x' });
  await expect(plain.rest({ method: 'GET', path })).rejects.toMatchObject({ code: 'github_answer_unexpected' });
});
