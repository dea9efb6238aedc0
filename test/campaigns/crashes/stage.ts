import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import { type Sample, seedSample } from '../../../src/sandbox/seed/sample.ts';
import { openRelay, type Relay } from './relay.ts';

/** A sandbox, the App as a process of its own on a store of its own, and the relay between them. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly sample: Sample;
  readonly relay: Relay;
  /** How often the App was killed. */
  readonly deaths: number;
  /** Does something to the sandbox and waits until the App, dead or alive, has nothing more to do about it. */
  readonly step: (work: () => Promise<unknown>) => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Milliseconds until a run that does not come to rest is given up: a lost lease costs 10 s, a second try 15 s. */
const patience = 120_000;

export async function openStage(): Promise<Stage> {
  const sandbox = await openSandbox();
  const relay = await openRelay(sandbox.url);
  sandbox.world.origin = relay.url;
  const port = await freePort();
  const sample = await seedSample(sandbox, { webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks` });
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-crashes-'));
  const store = join(folder, 'store.sqlite');
  let deaths = 0;
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = spawnApp(sample, relay.url, port, store);
    await answering(child, port);
  };
  const kill = async (): Promise<void> => {
    const dying = child;
    child = null;
    if (dying === null) return;
    deaths += 1;
    const gone = once(dying, 'exit');
    dying.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    sandbox,
    sample,
    relay,
    get deaths() {
      return deaths;
    },
    kill,
    step: async (work) => {
      await work();
      const end = Date.now() + patience;
      for (let quiet = 0; quiet < 3; ) {
        if (child === null) await start();
        await sandbox.settled();
        quiet = child !== null && isIdle(store) ? quiet + 1 : 0;
        if (Date.now() > end) throw new Error('the App did not come to rest');
        await pause(60);
      }
    },
    close: async () => {
      await kill();
      await relay.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function spawnApp({ installed }: Sample, apiUrl: string, port: number, store: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, '../../../src/app/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(installed.app.id),
      PRIVATE_KEY: installed.privateKeyPem,
      WEBHOOK_SECRET: installed.webhookSecret,
      GITHUB_API_URL: apiUrl,
      PORT: String(port),
      STORE_PATH: store,
      LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the App ended with status ${child.exitCode}`);
    // Killed meanwhile: a strike can hit what it does at its start.
    if (child.signalCode !== null) return;
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok === true) return;
    await pause(50);
  }
  throw new Error('the App did not answer within 30 seconds');
}

/** Nothing waits, nothing is under way, and nothing failed and waits for its next try. What time brings later is no matter. */
function isIdle(store: string): boolean {
  const database = new DatabaseSync(store, { readOnly: true });
  try {
    const row = database
      .prepare(
        `SELECT (SELECT count(*) FROM deliveries WHERE state = 'waiting')
           + (SELECT count(*) FROM work WHERE dead = 0 AND (fence IS NOT NULL OR tries > 0 OR due <= $now)) AS open`,
      )
      .get({ now: Date.now() + 500 });
    return row?.['open'] === 0;
  } finally {
    database.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
