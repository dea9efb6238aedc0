import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { JudgingWorld } from '../support/judging.ts';

/** The App as a process of its own, to be ended as a machine would. */
export interface AppProcess {
  readonly url: string;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Kills what a failed test left running: its worker could not end otherwise. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

export async function startAppProcess(world: JudgingWorld, storePath: string, port = '0'): Promise<AppProcess> {
  const { app, privateKeyPem, webhookSecret } = world.installed;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/app/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(app.id),
      PRIVATE_KEY: privateKeyPem,
      WEBHOOK_SECRET: webhookSecret,
      GITHUB_API_URL: world.sandbox.url,
      PORT: port,
      STORE_PATH: storePath,
      LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'pipe', port === '0' ? 'inherit' : 'ignore'],
  });
  running.add(child);
  const url = await printedUrl(child);
  return {
    url,
    end: async (signal) => {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      running.delete(child);
      return child.exitCode;
    },
  };
}

async function printedUrl(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const url = /http:\/\/\S+/.exec(text)?.[0];
    if (url !== undefined) return url;
  }
  if (child.exitCode === null) await once(child, 'exit');
  throw new Error(`the App ended with status ${child.exitCode} before it listened`);
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
