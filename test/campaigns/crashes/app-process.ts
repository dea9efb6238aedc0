import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Sample } from '../../../src/sandbox/seed/sample.ts';

const compiled = join(tmpdir(), 'rollout-gate-compiled');

/** The App on a port and a store, speaking to GitHub at `apiUrl`; silent. */
export function spawnApp({ installed }: Sample, apiUrl: string, port: number, store: string): ChildProcess {
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
      // It is started hundreds of times: compiling it once halves that.
      NODE_COMPILE_CACHE: compiled,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Resolves when the App answers, or was killed meanwhile: a strike can hit what it does at its start. */
export async function answering(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the App ended with status ${child.exitCode}`);
    if (child.signalCode !== null) return;
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok === true) return;
    await pause(50);
  }
  throw new Error('the App did not answer within 30 seconds');
}

/**
 * Nothing waits, nothing is under way, and nothing failed and waits for its next try. What time brings later than so many
 * milliseconds from now is no matter, nor are later sweeps.
 */
export function isIdle(store: string, ahead = 500): boolean {
  const database = new DatabaseSync(store, { readOnly: true });
  try {
    const row = database
      .prepare(
        `SELECT (SELECT count(*) FROM deliveries WHERE state IN ('kept', 'waiting'))
           + (SELECT count(*) FROM work WHERE dead = 0 AND (fence IS NOT NULL OR tries > 0 OR due <= $now
               OR (due <= $later AND key NOT LIKE 'sweep %'))) AS open`,
      )
      .get({ now: Date.now() + 500, later: Date.now() + ahead });
    return row?.['open'] === 0;
  } finally {
    database.close();
  }
}

/** The sweeps of the App's start are over: each waits for its next time. */
export function hasSwept(store: string): boolean {
  const database = new DatabaseSync(store, { readOnly: true });
  try {
    const text = `SELECT count(*) AS waiting FROM work WHERE fence IS NULL AND due > $now
      AND key IN ('sweep deliveries', 'sweep open', 'sweep rules')`;
    return database.prepare(text).get({ now: Date.now() + 500 })?.['waiting'] === 3;
  } finally {
    database.close();
  }
}

/** Below the ports that the system hands out for connections, or one of those would take it between two starts of an App. */
let nextPort = 20_000 + (process.pid % 500) * 20;

/** A port that nothing listens on, given to nobody else in this process. */
export async function freePort(): Promise<number> {
  for (;;) {
    nextPort = nextPort >= 32_000 ? 20_000 : nextPort + 1;
    const port = nextPort;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
