import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { signAppToken } from '../../src/sandbox/auth/json-web-token.ts';
import type { PersonName } from '../../src/sandbox/seed/sample.ts';

type Json = Readonly<Record<string, unknown>>;

/** What GitHub answered: its status and its JSON. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly data: T;
}

/** The sandbox as a program of its own, spoken to over HTTP only. */
export interface SandboxProcess {
  readonly url: string;
  readonly installed: {
    readonly app: { readonly id: number };
    readonly privateKeyPem: string;
    readonly webhookSecret: string;
  };
  /** Asks as a person, by the person's own token; `null` = as the App, by a token that it signed. */
  readonly ask: <T = Json>(who: PersonName | null, method: string, path: string, body?: Json) => Promise<Answer<T>>;
  /** Runs a job as GitHub's runners would. */
  readonly runJob: (step: Json & { readonly jobName: string; readonly headSha: string }) => Promise<void>;
  readonly end: () => Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Kills what a failed test left running. */
export function killSandboxes(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

const end = '-----END RSA PRIVATE KEY-----';

export async function startSandboxProcess(options: Readonly<Record<string, string>>): Promise<SandboxProcess> {
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/sandbox/main.ts'), ...flags], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'close');
  const said = new Map<string, string>();
  let key = '';
  const heard: ((line: string) => void)[] = [];
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error(`the sandbox ended with status ${child.exitCode}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, name, value] = /^(.+?) {2,}(\S.*)$/.exec(line) ?? /^(token of \w+) (\S+)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) said.set(name, value);
      else if (!key.includes(end)) key = line.startsWith('-----BEGIN') || key !== '' ? `${key}${line}\n` : key;
      else heard.shift()?.(line);
      if (key.includes(end)) resolve();
    });
  });
  const of = (name: string): string => said.get(name) ?? '';
  const appId = Number(of('app id'));
  const asApp = (): string => {
    const seconds = Math.floor(Date.now() / 1000);
    return signAppToken(String(appId), key, seconds - 60, seconds + 540);
  };
  return {
    url: of('sandbox'),
    installed: { app: { id: appId }, privateKeyPem: key, webhookSecret: of('webhook secret') },
    ask: async <T>(who: PersonName | null, method: string, path: string, body?: Json) => {
      const token = who === null ? asApp() : of(`token of ${who}`);
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${of('sandbox')}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, data: (await answer.json().catch(() => null)) as T };
    },
    runJob: async (step) => {
      const answered = new Promise<string>((resolve) => heard.push(resolve));
      child.stdin.write(`${JSON.stringify(step)}\n`);
      const line = await answered;
      if (line !== `ran ${step.jobName} on ${step.headSha}`) throw new Error(line);
    },
    end: async () => {
      child.stdin.end();
      child.kill('SIGTERM');
      await ended;
      running.delete(child);
      return child.exitCode;
    },
  };
}
