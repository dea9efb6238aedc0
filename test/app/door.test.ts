import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDoor, mostBytes, type SignedDelivery } from '../../src/app/door.ts';

const [secret, older] = ['the webhook secret of this test door', 'the secret that this door had before'] as const;
const body = JSON.stringify({ action: 'opened', number: 1 });
/** Of the right form. */
const forged = `sha256=${'0'.repeat(64)}`;
const noUtf8 = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
const signed = (text: string | Uint8Array, key: string = secret) =>
  `sha256=${createHmac('sha256', key).update(text).digest('hex')}`;

let taken: Omit<SignedDelivery, 'body'>[] = [];
let kept: string | null = null;
let answers: string[] = [];
let open = true;
let refuse = false;
let ready: boolean | null = true;
let door: Server;
let origin: string;

beforeEach(async () => {
  [taken, kept, answers, open, refuse, ready] = [[], null, [], true, false, true];
  door = createDoor({
    secrets: [secret, older],
    isOpen: () => open,
    metrics: async () => 'up 1\n',
    onAnswer: (event, status) => answers.push(`${event} ${status}`),
    isReady: async () => {
      if (ready === null) throw new Error('the store is down');
      return ready;
    },
    roomBytes: 4 * mostBytes,
    take: ({ body: bytes, ...delivery }) => {
      if (refuse) throw new Error('the store is down');
      kept = Buffer.from(bytes).toString();
      taken.push(delivery);
    },
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  origin = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
});
afterEach(() => {
  door.closeAllConnections();
  door.close();
});

function deliver(
  change: { headers?: Record<string, string | undefined>; body?: string | Uint8Array; method?: string } = {},
) {
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': signed(body),
    ...change.headers,
  };
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(`${origin}/api/github/webhooks`, {
    method: change.method ?? 'POST',
    headers: Object.fromEntries(given),
    body: change.method === 'GET' ? null : (change.body ?? body),
  }).then(({ status }) => status);
}

describe('the door', () => {
  it('takes a delivery that is signed with the secret', async () => {
    expect(await deliver()).toBe(202);
    expect(taken).toEqual([{ id: expect.any(String), event: 'pull_request' }]);
    expect(kept).toBe(body);
  });

  it('parses nothing: what is signed and no JSON is kept for the worker to give up', async () => {
    expect(await deliver({ body: '{', headers: { 'x-hub-signature-256': signed('{') } })).toBe(202);
    expect(kept).toBe('{');
  });

  it('takes a delivery that is signed with the older secret', async () => {
    expect(await deliver({ headers: { 'x-hub-signature-256': signed(body, older) } })).toBe(202);
  });

  it.each<[string, Parameters<typeof deliver>[0], number]>([
    ['another secret', { headers: { 'x-hub-signature-256': signed(body, 'development') } }, 401],
    ['no signature', { headers: { 'x-hub-signature-256': undefined } }, 401],
    ['an empty signature', { headers: { 'x-hub-signature-256': '' } }, 401],
    ['a signature of the older kind', { headers: { 'x-hub-signature-256': 'sha1=0000' } }, 401],
    ['a signature in upper case', { headers: { 'x-hub-signature-256': signed(body).toUpperCase() } }, 401],
    ['a signature of another body', { body: `${body} ` }, 401],
    ['no body', { body: '' }, 401],
    ['bytes that are no UTF-8', { body: new Uint8Array([0xff, 0xfe]) }, 401],
    ['bytes that are no UTF-8, and signed', { body: noUtf8, headers: { 'x-hub-signature-256': signed(noUtf8) } }, 401],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['no delivery id', { headers: { 'x-github-delivery': undefined } }, 400],
    ['an event named like no event', { headers: { 'x-github-event': '../x' } }, 400],
    ['another method', { method: 'GET' }, 405],
  ])('refuses %s', async (_sentence, change, status) => {
    expect(await deliver(change)).toBe(status);
    expect(taken).toEqual([]);
  });

  it('refuses 1,000 made-up signatures', async () => {
    const statuses = new Set<number>();
    for (let index = 0; index < 1_000; index += 1) {
      const made = index.toString(16).padStart(64, index % 3 === 0 ? '0' : 'f');
      statuses.add(await deliver({ headers: { 'x-hub-signature-256': `sha256=${made}` } }));
    }
    expect([...statuses]).toEqual([401]);
  });

  it('cuts off a body that grows beyond the limit, before it is all in memory', async () => {
    const before = process.memoryUsage().rss;
    const status = await new Promise<number>((resolve, reject) => {
      const stream = request(`${origin}/api/github/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': forged },
      });
      stream.once('response', (answer) => resolve(answer.statusCode ?? 0));
      stream.on('error', reject);
      const chunk = Buffer.alloc(1024 * 1024, 0x61);
      const more = (left: number): void => {
        if (left > 0 && !stream.destroyed) stream.write(chunk, () => more(left - 1));
      };
      more(60);
    });
    expect(status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(4 * mostBytes);
  });

  it('refuses a length beyond the limit without reading', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const stream = request(`${origin}/api/github/webhooks`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': forged,
          'content-length': String(mostBytes + 1),
        },
      });
      stream.once('response', (answer) => resolve(answer.statusCode ?? 0));
      stream.on('error', reject);
      stream.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it('ends a connection whose headers come too slowly', async () => {
    expect(door.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(door.requestTimeout).toBeLessThanOrEqual(30_000);
    door.headersTimeout = 200;
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\n');
    const drip = setInterval(() => socket.write('x-more: 1\r\n'), 50);
    let said = '';
    socket.on('data', (chunk) => (said += String(chunk)));
    socket.on('error', () => undefined);
    await once(socket, 'close');
    clearInterval(drip);
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
    expect(taken).toEqual([]);
  });

  it('tells each answer with the event that was named', async () => {
    await deliver();
    await deliver({ headers: { 'x-github-event': 'push', 'x-hub-signature-256': undefined } });
    expect(answers).toEqual(['pull_request 202', 'push 401']);
  });

  it('answers with the metrics', async () => {
    const answer = await fetch(`${origin}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toBe('up 1\n');
  });

  it('answers 503 when a delivery can not be kept, so that GitHub counts it as failed', async () => {
    refuse = true;
    expect(await deliver()).toBe(503);
  });

  it('answers 503 while it closes', async () => {
    open = false;
    expect(await deliver()).toBe(503);
    expect((await fetch(`${origin}/healthz`)).status).toBe(503);
  });

  it.each([
    ['ready', true, 200],
    ['not keeping up', false, 503],
    ['unable to write', null, 503],
  ])('says that it is %s', async (_words, is, status) => {
    ready = is;
    expect((await fetch(`${origin}/readyz`)).status).toBe(status);
    open = false;
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  });

  it('says that it is healthy, and nothing else', async () => {
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    for (const path of ['/', '/probot', '/probot/import', '/ping', '/setup']) {
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    }
  });
});
