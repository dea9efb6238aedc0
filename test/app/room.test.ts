import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDoor } from '../../src/app/door.ts';

const secret = 'the webhook secret of this test door';
const signed = (text: string): string => `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
const forged = `sha256=${'0'.repeat(64)}`;
const kilobyte = 1_024;
/** Room for ten bodies of this size. */
const [size, roomBytes] = [100 * kilobyte, 1_000 * kilobyte];

let door: Server;
let port: number;
let sockets: Socket[];
let hold: Promise<void> | null;
let takes: number;

beforeEach(async () => {
  [sockets, hold, takes] = [[], null, 0];
  door = createDoor({
    secrets: [secret],
    isOpen: () => true,
    isReady: async () => true,
    metrics: async () => '',
    onAnswer: () => undefined,
    roomBytes,
    take: async () => {
      takes += 1;
      await hold;
    },
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  ({ port } = door.address() as AddressInfo);
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  door.closeAllConnections();
  door.close();
});

/** Begins a delivery that names `length` bytes, sends `sent` of them, and waits for more. Tells what was answered so far. */
async function begun(sent: number, length = 25 * 1_024 * kilobyte, signature: string | null = forged) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let said = '';
  socket.on('data', (chunk) => (said += String(chunk)));
  socket.on('error', () => undefined);
  const ended = once(socket, 'close');
  socket.write(
    `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n` +
      `${signature === null ? '' : `x-hub-signature-256: ${signature}\r\n`}\r\n`,
  );
  const more = (bytes: number): Promise<void> =>
    new Promise((resolve) => socket.write(Buffer.alloc(bytes, 0x61), () => resolve()));
  await more(sent);
  return { more, status: () => /^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? null, said: () => said, ended };
}

/** A whole signed delivery of so many bytes. */
function delivered(bytes: number, agent?: Agent): Promise<number> {
  const body = JSON.stringify('a'.repeat(bytes - 2));
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        path: '/api/github/webhooks',
        method: 'POST',
        ...(agent === undefined ? {} : { agent }),
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'push',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': signed(body),
        },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** All that was sent to the door before has been read. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await fetch(`http://127.0.0.1:${port}/healthz`);
};

describe('the memory for bodies', () => {
  it('is bounded: of 30 held open those that are too much are cut off, and their connections closed', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => begun(size)));
    const cut = () => all.filter(({ status }) => status() === '503');
    await expect.poll(() => cut().length).toBe(20);
    await settled();
    expect(all.filter(({ status }) => status() === null)).toHaveLength(10);
    for (const one of cut()) {
      expect(one.said()).toMatch(/\r\nconnection: close\r\n/i);
      await one.ended;
    }
  });

  it('is never too little for a signed delivery of the usual size', async () => {
    await Promise.all(Array.from({ length: 30 }, () => begun(size)));
    for (const bytes of [2 * kilobyte, 30 * kilobyte, 60 * kilobyte]) expect(await delivered(bytes)).toBe(202);
  });

  it('cuts off the largest first', async () => {
    const small = await Promise.all(Array.from({ length: 8 }, () => begun(size)));
    await settled();
    const large = await begun(9 * size);
    await expect.poll(large.status).toBe('503');
    await settled();
    expect(small.map(({ status }) => status())).toEqual(small.map(() => null));
    expect(await delivered(size)).toBe(202);
  });

  it('is there again when bodies are taken, refused or broken off', async () => {
    for (let times = 0; times < 3; times += 1) {
      expect(await delivered(9 * size)).toBe(202);
      const broken = await begun(9 * size);
      await settled();
      sockets.at(-1)?.destroy();
      await broken.ended;
      const refused = await begun(9 * size, 9 * size);
      await expect.poll(refused.status).toBe('401');
    }
  });

  it('holds a body until it is kept', async () => {
    let letGo = (): void => undefined;
    hold = new Promise((resolve) => (letGo = resolve));
    const first = delivered(6 * size);
    await expect.poll(() => takes).toBe(1);
    const second = await begun(6 * size);
    await expect.poll(second.status).toBe('503');
    letGo();
    expect(await first).toBe(202);
    expect(await delivered(6 * size)).toBe(202);
  });

  it('is not given to a body that has no signature at all', async () => {
    for (const signature of [null, 'sha1=00', `${forged}0`]) {
      const one = await begun(0, 25 * 1_024 * kilobyte, signature);
      await expect.poll(one.status).toBe('401');
      expect(one.said()).toMatch(/\r\nconnection: close\r\n/i);
      await one.ended;
    }
  });

  it('has room for a connection to be used again, and for so many connections and no more', async () => {
    expect(door.maxConnections).toBeLessThanOrEqual(1_000);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let connections = 0;
    door.on('connection', () => (connections += 1));
    for (let times = 0; times < 5; times += 1) expect(await delivered(60 * kilobyte, agent)).toBe(202);
    agent.destroy();
    expect(connections).toBe(1);
  });
});
