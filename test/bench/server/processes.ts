import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
  /** Deliveries and pieces of work in its store, except what the clock alone will bring. */
  readonly left: () => number;
  /** Its log so far: what failed, and at `LOG_LEVEL` info what was done. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

/** The flags of Node with which `npm run app` starts the App: they keep its memory small. */
export function appFlags(): readonly string[] {
  const file = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8');
  const { scripts } = JSON.parse(file) as { readonly scripts: { readonly app: string } };
  return scripts.app.split(' ').filter((word) => word.startsWith('--'));
}

/** A sweep is wished for again when it ends; of all else nothing may be left, given up or not. */
const unfinished = `SELECT (SELECT count(*) FROM deliveries WHERE state <> 'done')
  + (SELECT count(*) FROM work WHERE key NOT LIKE 'sweep %') AS left`;

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
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
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
    left: () => {
      const database = new DatabaseSync(store, { readOnly: true, timeout: 3_000 });
      try {
        return Number(database.prepare(unfinished).get()?.['left']);
      } finally {
        database.close();
      }
    },
    said: () => output,
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

/** Waits until each of these pull requests was written to, or nothing more happens for 30 s. */
export async function untilWritten(
  stub: Stub,
  sent: readonly Sent[],
): Promise<Extract<FromStub, { kind: 'told' }> & { readonly missing: readonly string[] }> {
  const names = [...new Set(sent.map(([name]) => name))];
  let [last, since] = [-1, performance.now()];
  for (;;) {
    const told = await stub.told();
    // Another pull request, of the warm-up say, must not count for one of these.
    const written = new Set(told.writes.map(([name]) => name));
    const missing = names.filter((name) => !written.has(name));
    if (missing.length === 0) return { ...told, missing };
    if (missing.length !== last) [last, since] = [missing.length, performance.now()];
    if (performance.now() - since > 30_000) return { ...told, missing };
    await sleep(10);
  }
}

/** Waits until nothing waits or is worked on in the App; what is left after 60 s. */
export async function untilDrained({ left }: Candidate): Promise<number> {
  const until = performance.now() + 60_000;
  for (;;) {
    const now = left();
    if (now === 0 || performance.now() > until) return now;
    await sleep(250);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
