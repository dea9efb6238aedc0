import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { deliver, killLeftovers, startAppProcess } from './app-processes.ts';

/** The App as a process, in the hands of strangers and bad disks. */
let world: JudgingWorld;
let folder: string;
let store: string;

beforeEach(async () => {
  world = await openJudgingWorld();
  folder = mkdtempSync(join(tmpdir(), 'rollout-gate-hardening-'));
  store = join(folder, 'store.sqlite');
});
afterEach(async () => {
  killLeftovers();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const is = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return is;
}

describe('an App with a secret that can be guessed', () => {
  const weak = ['', ' ', ' '.repeat(40), 'development', 'development'.repeat(3), 'secret'.repeat(6), 'a'.repeat(64)];
  const short = ['0123456789abcdef', '0123456789012345678901234567890', 'changeme', 'ab'.repeat(20)];

  test('ends with status 3, and no route ever answers', { timeout: 60_000 }, async () => {
    const port = await freePort();
    for (const secret of [...weak, ...short, undefined]) {
      const started = startAppProcess(world, store, {
        port: String(port),
        env: secret === undefined ? { WEBHOOK_SECRET: '' } : { WEBHOOK_SECRET: secret },
      });
      await expect(started, JSON.stringify(secret)).rejects.toThrow('ended with status 3');
      const said = await started.catch((error: unknown) => String(error));
      expect(said).toContain('WEBHOOK_SECRET');
      if (secret !== undefined && secret.trim() !== '') expect(said).not.toContain(`${secret}\n`);
      expect(await answers(port)).toBe(false);
    }
    expect(existsSync(store)).toBe(false);
  });
});

/** The most memory that a process had, MB. */
function peak(pid: number): number {
  const said = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(said) / 1024;
}

/** Made-up signature headers: near the right one, far from it, and none. */
function madeUp(body: string, secret: string, index: number): string | string[] | undefined {
  const right = createHmac('sha256', secret).update(body).digest('hex');
  const digit = (index * 7) % 64;
  const flipped = `${right.slice(0, digit)}${right[digit] === '0' ? '1' : '0'}${right.slice(digit + 1)}`;
  const bytes = Array.from({ length: index % 90 }, (_byte, at) =>
    String.fromCharCode(33 + ((index * 31 + at * 17) % 90)),
  );
  const forms: readonly (string | string[] | undefined)[] = [
    `sha256=${flipped}`,
    `sha256=${right.slice(0, digit)}`,
    `sha256=${right}${right.slice(0, (index % 8) + 1)}`,
    `sha1=${right.slice(0, 40)}`,
    `sha256=${right.toUpperCase()}`,
    `sha256 =${right}`,
    `SHA256=${right}`,
    right,
    `sha256=${createHmac('sha256', 'development').update(body).digest('hex')}`,
    `sha256=${createHmac('sha256', '').update(body).digest('hex')}`,
    `sha256=${createHmac('sha256', secret).update(`${body} `).digest('hex')}`,
    `sha512=${createHmac('sha512', secret).update(body).digest('hex')}`,
    `sha256=${Buffer.from(right, 'hex').toString('base64')}`,
    [`sha256=${right}`, `sha256=${flipped}`],
    `sha256=${'0'.repeat(index)}`,
    bytes.join(''),
    '\u00ff'.repeat((index % 64) + 1),
    undefined,
  ];
  return forms[index % forms.length];
}

describe('a running App', () => {
  test('accepts none of 1,000 made-up signatures and goes on', { timeout: 60_000 }, async () => {
    const app = await startAppProcess(world, store);
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    const body = JSON.stringify({ pull_request: { number: pull.number } });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const post = (signature: string | string[] | undefined): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = request(`${app.url}/api/github/webhooks`, {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/json',
            'x-github-event': 'pull_request',
            'x-github-delivery': randomUUID(),
            ...(signature === undefined ? {} : { 'x-hub-signature-256': signature }),
          },
        });
        sent.on('response', (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
        sent.on('error', reject);
        sent.end(body);
      });
    const statuses = await Promise.all(
      Array.from({ length: 1_000 }, (_each, index) => post(madeUp(body, world.installed.webhookSecret, index))),
    );
    agent.destroy();
    expect([...new Set(statuses)]).toEqual([401]);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain('rollout_gate_deliveries_total{event="pull_request",outcome="unsigned"} 1000');
    expect(await deliver(world, app.url, randomUUID(), pull.number)).toBe(202);
    expect(await app.end('SIGTERM')).toBe(0);
  });

  test('cuts off an unsigned body of 200 MB without keeping it', { timeout: 60_000 }, async () => {
    const app = await startAppProcess(world, store);
    const isLinux = existsSync(`/proc/${app.pid}/status`);
    const before = isLinux ? peak(app.pid) : 0;
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(`${app.url}/api/github/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
      });
      sent.on('response', (answer) => resolve(answer.statusCode ?? 0));
      sent.on('error', reject);
      const chunk = Buffer.alloc(1024 * 1024, 0x61);
      const more = (left: number): void => {
        if (left > 0 && !sent.destroyed) sent.write(chunk, () => more(left - 1));
      };
      more(200);
    });
    expect(status).toBe(413);
    if (isLinux) expect(peak(app.pid) - before).toBeLessThan(80);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });

  test('keeps little of 60 forged bodies of 24 MB that are held open, and takes a delivery meanwhile', {
    timeout: 60_000,
  }, async () => {
    const app = await startAppProcess(world, store);
    const isLinux = existsSync(`/proc/${app.pid}/status`);
    const before = isLinux ? peak(app.pid) : 0;
    const { hostname, port } = new URL(app.url);
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    const head = [
      'POST /api/github/webhooks HTTP/1.1',
      'host: x',
      'content-type: application/json',
      `content-length: ${25 * 1024 * 1024}`,
      `x-hub-signature-256: sha256=${'0'.repeat(64)}`,
    ];
    const sockets = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        for (let sent = 0; sent < 24 && !socket.destroyed; sent += 1) {
          if (socket.write(chunk)) continue;
          await Promise.race([new Promise<void>((resolve) => socket.once('drain', resolve)), closed]);
        }
        return socket;
      }),
    );
    expect(await deliver(world, app.url, randomUUID(), 1)).toBe(202);
    // Half of what is kept may be there twice, in pieces and as one.
    if (isLinux) expect(peak(app.pid) - before).toBeLessThan(300);
    for (const socket of sockets) socket.destroy();
  });

  test('answers 503 while its store is held by another, and takes the delivery afterwards', {
    timeout: 60_000,
  }, async () => {
    const app = await startAppProcess(world, store);
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    const other = new DatabaseSync(store);
    other.exec('BEGIN IMMEDIATE');
    const id = randomUUID();
    const begun = Date.now();
    for (let times = 0; times < 3; times += 1) {
      expect(await deliver(world, app.url, id, pull.number)).toBe(503);
      expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    }
    // GitHub hangs up after 10 seconds: each delivery is answered in less than one, and this leaves room for a busy machine.
    expect(Date.now() - begun).toBeLessThan(8_000);
    other.exec('ROLLBACK');
    other.close();
    expect(await deliver(world, app.url, id, pull.number)).toBe(202);
    const gate = () =>
      [...world.sandbox.world.checkRuns.values()].find(({ headSha }) => headSha === pull.head.sha)?.conclusion;
    await expect.poll(gate, { timeout: 20_000 }).toBe('success');
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect(await app.end('SIGTERM')).toBe(0);
  });

  test('asks GitHub through the proxy of its settings, but not where it is told otherwise', {
    timeout: 60_000,
  }, async () => {
    const tunnels: string[] = [];
    const inside: number[] = [];
    const proxy = createServer();
    proxy.on('connect', (asked, socket) => {
      tunnels.push(`${asked.url ?? ''} ${asked.headers['proxy-authorization'] ?? ''}`);
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.once('data', (bytes: Buffer) => {
        inside.push(bytes[0] ?? -1);
        socket.destroy();
      });
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const env = {
      GITHUB_API_URL: 'https://github.invalid/api/v3',
      HTTPS_PROXY: `http://me:pass@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    };
    const through = await startAppProcess(world, store, { env });
    expect(await deliver(world, through.url, randomUUID(), 1)).toBe(202);
    await expect.poll(() => inside.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const login = `Basic ${Buffer.from('me:pass').toString('base64')}`;
    expect(new Set(tunnels)).toEqual(new Set([`github.invalid:443 ${login}`]));
    // The first byte of a TLS handshake: the proxy sees no more than the name.
    expect(new Set(inside)).toEqual(new Set([0x16]));
    await through.end('SIGKILL');
    tunnels.length = 0;
    const past = await startAppProcess(world, join(folder, 'past.sqlite'), {
      env: { ...env, NO_PROXY: 'example.com,github.invalid' },
    });
    expect(await deliver(world, past.url, randomUUID(), 1)).toBe(202);
    const failed = async () => (await (await fetch(`${past.url}/metrics`)).text()).includes('answer="none"');
    await expect.poll(failed, { timeout: 20_000 }).toBe(true);
    expect(tunnels).toEqual([]);
    await past.end('SIGKILL');
    proxy.closeAllConnections();
    proxy.close();
  });
});
