import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInbox } from '../../src/adapters/store/sqlite-inbox.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { killLeftovers, startAppProcess } from './app-processes.ts';

let world: JudgingWorld;
let folder: string;
let front: Server;
/** What came to GitHub, the first words of each body; `swallows` = such a one is never answered. */
let came: string[];
let swallows: string | null;

beforeEach(async () => {
  [came, swallows] = [[], null];
  world = await openJudgingWorld();
  folder = mkdtempSync(join(tmpdir(), 'rollout-gate-ending-'));
  front = createServer((asked, answer) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const body = Buffer.concat(chunks);
      came.push(body.toString('utf8', 0, 200));
      if (swallows !== null && body.includes(swallows)) return;
      const url = new URL(world.sandbox.url + (asked.url ?? ''));
      const headers = { ...asked.headers, host: url.host };
      const on = request(url, { method: asked.method, headers }, (back) => {
        answer.writeHead(back.statusCode ?? 500, back.headers);
        back.pipe(answer);
      });
      on.on('error', () => answer.destroy());
      on.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
});
afterEach(async () => {
  killLeftovers();
  front.closeAllConnections();
  front.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(['query JudgePullRequest', 'mutation WriteJudgement'])(
  'SIGTERM ends the App although GitHub never answers a %s: the work is given back',
  { timeout: 60_000 },
  async (swallowed) => {
    const { port } = front.address() as AddressInfo;
    const store = join(folder, 'store.sqlite');
    const reached = { ...world, sandbox: { url: `http://127.0.0.1:${port}` } };
    const app = await startAppProcess(reached, store, { env: { DRAIN_SECONDS: '1' } });
    world.sandbox.setWebhookUrl(world.installed.app, `${app.url}/api/github/webhooks`);
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    const gate = () => [...world.sandbox.world.checkRuns.values()].find(({ headSha }) => headSha === pull.head.sha);
    await expect.poll(() => gate()?.conclusion, { timeout: 20_000 }).toBe('success');
    swallows = swallowed;
    came.length = 0;
    await world.open('b', { 'docs/b.md': 'Explained.\n' });
    await expect.poll(() => came.some((body) => body.includes(swallowed)), { timeout: 20_000 }).toBe(true);
    world.sandbox.setWebhookUrl(world.installed.app, null);
    // An answer that doesn't come is waited for 30 seconds, and asked for again.
    const late = new Promise((resolve) => setTimeout(resolve, 15_000, 'it went on').unref());
    expect(await Promise.race([app.end('SIGTERM'), late])).toBe(0);
    const inbox = openInbox(store);
    const counts = await inbox.counts(Date.now());
    inbox.close();
    expect(counts.leased).toBe(0);
    expect(counts.work).toBeGreaterThan(0);
  },
);
