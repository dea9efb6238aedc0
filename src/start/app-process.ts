import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from '../sandbox/seed/sample.ts';
import type { Sandbox } from '../sandbox/server.ts';

/** The real App, in a process of its own, connected to the sandbox over HTTP. */
export interface RunningApp {
  readonly url: string;
  /** Ends it as an operator would: SIGTERM, then waits. */
  readonly stop: () => Promise<void>;
}

/** Starts `npm run app`'s entry with the settings of the sample's App and waits until it answers; throws if it doesn't within 20 s. */
export async function startApp(sandbox: Sandbox, { installed }: Sample): Promise<RunningApp> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'rollout-gate-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'app', 'main.ts')], {
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(installed.app.id),
      PRIVATE_KEY: installed.privateKeyPem,
      WEBHOOK_SECRET: installed.webhookSecret,
      GITHUB_API_URL: sandbox.url,
      HOST: '127.0.0.1',
      PORT: String(port),
      STORE_PATH: join(folder, 'store.sqlite'),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await answering(child, `${url}/healthz`);
  sandbox.setWebhookUrl(installed.app, `${url}/api/github/webhooks`);
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  return { url, stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the App ended with status ${child.exitCode} before it answered`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('the App did not answer within 20 seconds');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
