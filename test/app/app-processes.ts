import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { JudgingWorld } from '../support/judging.ts';

/** The App as a process of its own, to be ended as a machine would. */
export interface AppProcess {
  readonly url: string;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
  readonly pid: number;
  /** All that it has printed, to either stream. */
  readonly printed: () => string;
}

export interface AppProcessOptions {
  /** Default: any free one. */
  readonly port?: string;
  /** Over the settings for the world. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Whom a process is started for. */
export interface AppWorld {
  readonly installed: {
    readonly app: { readonly id: number };
    readonly privateKeyPem: string;
    readonly webhookSecret: string;
  };
  readonly sandbox: { readonly url: string };
}

const running = new Set<ChildProcess>();

/** Kills what a failed test left running: its worker could not end otherwise. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

export async function startAppProcess(
  world: AppWorld,
  storePath: string,
  { port = '0', env = {} }: AppProcessOptions = {},
): Promise<AppProcess> {
  const { app, privateKeyPem, webhookSecret } = world.installed;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/app/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      APP_ID: String(app.id),
      PRIVATE_KEY: privateKeyPem,
      WEBHOOK_SECRET: webhookSecret,
      GITHUB_API_URL: world.sandbox.url,
      PORT: port,
      STORE_PATH: storePath,
      LOG_LEVEL: 'fatal',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  const ended = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /listens on (http:\/\/\S+)\n/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => {
      reject(new Error(`the App ended with status ${child.exitCode} before it listened: ${printed}`));
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    printed: () => printed,
    end: async (signal) => {
      child.kill(signal);
      await ended;
      running.delete(child);
      return child.exitCode;
    },
  };
}

/** Status of the answer; null = there was none. */
export async function deliver(world: JudgingWorld, url: string, id: string, number: number): Promise<number | null> {
  const body = JSON.stringify({
    action: 'synchronize',
    installation: { id: world.installed.installation.id },
    repository: { id: world.repository.id, name: world.repository.name, owner: { login: world.organization.login } },
    pull_request: { number },
  });
  const signature = createHmac('sha256', world.installed.webhookSecret).update(body).digest('hex');
  const answer = await fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': id,
      'x-github-event': 'pull_request',
      'x-hub-signature-256': `sha256=${signature}`,
    },
  }).catch(() => null);
  return answer?.status ?? null;
}
