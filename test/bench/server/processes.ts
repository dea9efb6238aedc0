import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load, Sent } from './load.ts';
import type { Recording } from './recording.ts';
import type { FromStub, ToStub } from './stub-github.ts';

const secret = 'the webhook secret of the bench, long enough';

export interface Stub {
  readonly url: string;
  readonly reset: () => void;
  readonly told: () => Promise<Extract<FromStub, { kind: 'told' }>>;
  readonly stop: () => void;
}

export async function startStub(recording: Recording, latency: number): Promise<Stub> {
  const child = fork(join(import.meta.dirname, 'stub-github.ts'));
  const tell = (message: ToStub): void => {
    child.send(message);
  };
  tell({ kind: 'open', recording, latency });
  const [listening] = (await once(child, 'message')) as [FromStub];
  if (listening.kind !== 'listening') throw new Error('the stub did not listen');
  return {
    url: `http://127.0.0.1:${listening.port}`,
    reset: () => tell({ kind: 'reset' }),
    told: async () => {
      tell({ kind: 'tell' });
      const [message] = (await once(child, 'message')) as [FromStub];
      if (message.kind !== 'told') throw new Error('the stub said something else');
      return message;
    },
    stop: () => child.kill(),
  };
}

/** A server under test, and what it has used so far. */
export interface Candidate {
  readonly url: string;
  readonly secret: string;
  /** Milliseconds from its start until it listened. */
  readonly started: number;
  /** Processor time so far, milliseconds. */
  readonly cpu: () => number;
  /** Most memory so far, MiB. */
  readonly peak: () => number;
  readonly stop: () => Promise<void>;
}

export async function startCandidate(
  entry: string,
  recording: Recording,
  github: string,
  store: string,
  flags: readonly string[] = [],
): Promise<Candidate> {
  const started = performance.now();
  const child = spawn(process.execPath, [...flags, entry], {
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(recording.appId),
      PRIVATE_KEY: recording.privateKey,
      WEBHOOK_SECRET: secret,
      // The address of a server of one's own: github.com's limits would hold the App back, not the baseline.
      GITHUB_API_URL: `${github}/api/v3`,
      PORT: '0',
      STORE_PATH: store,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await listening(child);
  const took = performance.now() - started;
  const status = (file: string): string => readFileSync(`/proc/${child.pid ?? 0}/${file}`, 'utf8');
  return {
    url: `${url}/api/github/webhooks`,
    secret,
    started: took,
    // Fields 14 and 15 of proc_pid_stat(5): ticks of 10 ms in user and system mode.
    cpu: () => {
      const fields = status('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    peak: () => Number(/VmHWM:\s+(\d+) kB/.exec(status('status'))?.[1]) / 1024,
    stop: async () => {
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function listening(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const url = /listens on (http:\/\/\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('close', (status) => reject(new Error(`a candidate ended with ${String(status)}: ${said}`)));
  });
}

export interface Sender {
  readonly send: (load: Load) => Promise<readonly Sent[]>;
  readonly stop: () => void;
}

export function startSender(): Sender {
  const child = fork(join(import.meta.dirname, 'load.ts'), { serialization: 'advanced' });
  return {
    send: async (load) => {
      child.send(load);
      const [sent] = (await once(child, 'message')) as [readonly Sent[]];
      return sent;
    },
    stop: () => child.kill(),
  };
}

/** Waits until so many pull requests were written to, or nothing more happens for 30 s. */
export async function untilWritten(stub: Stub, count: number): Promise<Extract<FromStub, { kind: 'told' }>> {
  let [last, since] = [-1, performance.now()];
  for (;;) {
    const told = await stub.told();
    if (told.writes.length >= count) return told;
    if (told.writes.length !== last) [last, since] = [told.writes.length, performance.now()];
    if (performance.now() - since > 30_000) return told;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
