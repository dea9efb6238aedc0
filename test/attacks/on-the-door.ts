import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createDoor } from '../../src/app/door.ts';
import { readSettings } from '../../src/settings/settings.ts';
import type { Attack, Outcome } from './attack.ts';

const secret = 'the webhook secret of the attacked door';
const body = JSON.stringify({ action: 'opened', number: 1 });
const signed = (text: string, key: string): string => `sha256=${createHmac('sha256', key).update(text).digest('hex')}`;

const requests: readonly (readonly [
  name: string,
  code: string,
  headers: Record<string, string | undefined>,
  body?: string,
])[] = [
  ['signed with the public default secret', 'http_401', { 'x-hub-signature-256': signed(body, 'development') }],
  ['signed with an empty secret', 'http_401', { 'x-hub-signature-256': signed(body, ' ') }],
  ['without a signature', 'http_401', { 'x-hub-signature-256': undefined }],
  ['with an empty signature', 'http_401', { 'x-hub-signature-256': '' }],
  ['with a signature cut short', 'http_401', { 'x-hub-signature-256': signed(body, secret).slice(0, 40) }],
  ['with a signature and more behind it', 'http_401', { 'x-hub-signature-256': `${signed(body, secret)}00` }],
  ['with a signature in upper case', 'http_401', { 'x-hub-signature-256': signed(body, secret).toUpperCase() }],
  ['with an SHA-1 signature only', 'http_401', { 'x-hub-signature-256': undefined, 'x-hub-signature': 'sha1=0000' }],
  ['with the signature of another body', 'http_401', { 'x-hub-signature-256': signed(`${body} `, secret) }],
  [
    'whose body was changed on the way',
    'http_401',
    { 'x-hub-signature-256': signed(body, secret) },
    body.replace('1', '2'),
  ],
  ['as a form', 'http_415', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['without an id', 'http_400', { 'x-github-delivery': undefined }],
  ['with an event that is a path', 'http_400', { 'x-github-event': '../x' }],
  ['that names a length beyond the limit', 'http_413', { 'content-length': '26214401' }],
];

const deliveries: readonly Attack[] = requests.map(([name, refusedWith, headers, sent]) => ({
  threat: refusedWith === 'http_413' ? 'T2' : 'T1',
  name: `a delivery ${name}`,
  refusedWith,
  attempt: async () => {
    let taken = 0;
    const door = createDoor({
      secrets: [secret],
      isOpen: () => true,
      metrics: async () => '',
      onAnswer: () => undefined,
      isReady: async () => true,
      take: async () => {
        taken += 1;
      },
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    const { port } = door.address() as AddressInfo;
    const status = await post(port, headers, sent ?? body);
    door.closeAllConnections();
    door.close();
    return { codes: [`http_${status}`], through: taken > 0 };
  },
}));

/** Bodies that are begun, named to be of 25 MB, and held open. */
async function heldOpen(signature: string | null): Promise<Outcome> {
  let taken = 0;
  const kilobytes = 100;
  const room = 10;
  const door = createDoor({
    secrets: [secret],
    isOpen: () => true,
    metrics: async () => '',
    onAnswer: () => undefined,
    isReady: async () => true,
    take: () => {
      taken += 1;
    },
    roomBytes: room * kilobytes * 1_024,
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  const said = new Map<Socket, string>();
  const count = 60;
  const isBounded = new Promise<void>((resolve) => {
    for (let number = 0; number < count; number += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        said.set(socket, said.get(socket) ?? String(chunk).slice(9, 12));
        if (said.size >= count - room) resolve();
      });
      socket.write(
        `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 26214400\r\n` +
          `${signature === null ? '' : `x-hub-signature-256: ${signature}\r\n`}\r\n`,
      );
      socket.write(Buffer.alloc(kilobytes * 1_024, 0x61));
    }
  });
  const isLate = new Promise<void>((resolve) => setTimeout(resolve, 10_000).unref());
  await Promise.race([isBounded, isLate]);
  const codes = [...new Set(said.values())].map((status) => `http_${status}`);
  await post(port, { 'x-hub-signature-256': signed(body, secret) }, body);
  door.closeAllConnections();
  door.close();
  // Through: they are all kept, or nobody else gets in.
  return { codes, through: said.size < count - room || taken !== 1 };
}

const bodies: readonly Attack[] = [
  {
    threat: 'T2',
    name: '60 bodies with forged signatures that are held open, to fill the memory',
    refusedWith: 'http_503',
    attempt: () => heldOpen(`sha256=${'0'.repeat(64)}`),
  },
  {
    threat: 'T2',
    name: '60 bodies without a signature that are held open, to fill the memory',
    refusedWith: 'http_401',
    attempt: () => heldOpen(null),
  },
];

async function post(port: number, change: Record<string, string | undefined>, text: string): Promise<number> {
  const { request } = await import('node:http');
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': signed(text, secret),
    ...change,
  };
  const given = Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return new Promise((resolve, reject) => {
    const sending = request({ port, path: '/api/github/webhooks', method: 'POST', headers: given }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', reject);
    sending.end(text);
  });
}

const weak = ['', 'development', 'short', ' '.repeat(31), 'x'.repeat(31), 'ä'.repeat(15)];

/** Secrets that the App must not start with (github-facts section 0, point 1). */
const secrets: readonly Attack[] = weak.map((word) => ({
  threat: 'T1',
  name: `a start with the secret ${JSON.stringify(word)}`,
  refusedWith: 'settings_invalid',
  attempt: () => {
    const read = readSettings({ APP_ID: '1', PRIVATE_KEY_PATH: 'key.pem', WEBHOOK_SECRET: word });
    return { codes: 'mistakes' in read ? ['settings_invalid'] : [], through: 'settings' in read };
  },
}));

export const attacksOnTheDoor: readonly Attack[] = [...deliveries, ...bodies, ...secrets];
