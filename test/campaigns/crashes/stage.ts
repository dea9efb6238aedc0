import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptWorld } from '../../../src/sandbox/faults/lagging-world.ts';
import { openSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import type { Delivery } from '../../../src/sandbox/state/delivery.ts';
import { type Sample, seedSample } from '../../../src/sandbox/seed/sample.ts';
import { answering, freePort, hasSwept, isIdle, pause, spawnApp } from './app-process.ts';
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
  /**
   * GitHub's replicas get no more writes for a while: from what is answered was called until the App, which is told of the
   * last event a second time, has looked.
   */
  readonly lag: () => () => void;
  readonly close: () => Promise<void>;
}

/** Milliseconds until a run that does not come to rest is given up: a lost lease costs 10 s, a second try 15 s. */
const patience = 240_000;
/** Milliseconds that replicas stay behind after a write, and at most while the App works under that (github-facts F23). */
const behind = { least: 1_500, most: 10_000 };

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
  let lagging: Promise<void> = Promise.resolve();
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
  return {
    sandbox,
    sample,
    relay,
    get deaths() {
      return deaths;
    },
    kill,
    lag: () => {
      sandbox.faults.replica = keptWorld(sandbox.world);
      const last = lastOfPeople(sandbox);
      return () => {
        lagging = (async () => {
          const began = Date.now();
          if (last !== undefined) await tellAgain(last);
          while (Date.now() < began + behind.least || (Date.now() < began + behind.most && !isIdle(store)))
            await pause(60);
          sandbox.faults.replica = null;
        })();
      };
    },
    step: async (work) => {
      await work();
      const end = Date.now() + patience;
      for (let quiet = 0; quiet < 3; ) {
        if (child === null) await start();
        await sandbox.settled();
        await lagging;
        quiet = child !== null && hasSwept(store) && isIdle(store) ? quiet + 1 : 0;
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

/** The newest event that was not the App's own doing. */
function lastOfPeople({ world }: Sandbox): Delivery | undefined {
  return [...world.deliveries.values()].findLast(
    ({ requestBody }) => (JSON.parse(requestBody) as { sender?: { type: string } }).sender?.type === 'User',
  );
}

/** The event once more as one of its own: under its old id it would be known. */
async function tellAgain({ url, requestHeaders, requestBody }: Delivery): Promise<void> {
  const headers = { ...requestHeaders, 'x-github-delivery': randomUUID() };
  await fetch(url, { method: 'POST', headers, body: requestBody });
}
