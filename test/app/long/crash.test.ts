import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstSweeps } from '../../../src/reconcile/schedule.ts';
import { openInbox } from '../../../src/adapters/store/sqlite-inbox.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { deliver, killLeftovers, startAppProcess } from '../app-processes.ts';

/** Real processes on a real file: what was acknowledged ends judged, however the process ends. */
let world: JudgingWorld;
let folder: string;
let store: string;

beforeEach(async () => {
  world = await openJudgingWorld();
  folder = mkdtempSync(join(tmpdir(), 'rollout-gate-crash-'));
  store = join(folder, 'store.sqlite');
});
afterEach(async () => {
  killLeftovers();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

async function pulls(count: number): Promise<readonly PullRequest[]> {
  const opened: PullRequest[] = [];
  for (let index = 0; index < count; index += 1) {
    opened.push(await world.open(`branch-${index}`, { [`docs/${index}.md`]: 'Explained.\n' }));
  }
  return opened;
}

const gates = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()].filter(
    ({ name, headSha }) => name === 'rollout-gate' && headSha === pull.head.sha,
  );

async function idle(): Promise<void> {
  const inbox = openInbox(store);
  const left = async () => {
    const { deliveries, leased, work } = await inbox.counts(Date.now());
    // The next sweep of each kind is always among the work.
    return deliveries + leased + work - firstSweeps().length;
  };
  await expect.poll(left, { timeout: 40_000, interval: 100 }).toBe(0);
  expect(await inbox.deadLetters()).toEqual([]);
  inbox.close();
}

describe('an App that is killed', () => {
  test('under load, again and again, ends with every acknowledged delivery judged', { timeout: 90_000 }, async () => {
    const acknowledged = new Set<PullRequest>();
    const opened = await pulls(24);
    for (let round = 0; round < 6; round += 1) {
      const app = await startAppProcess(world, store);
      const before = acknowledged.size;
      const answers = opened.slice(round * 4, round * 4 + 4).map(async (pull) => {
        if ((await deliver(world, app.url, randomUUID(), pull.number)) === 202) acknowledged.add(pull);
      });
      // Killed as soon as so many were acknowledged: always amid the work on them, however fast the machine is.
      const wanted = before + 1 + (round % 4);
      await expect.poll(() => acknowledged.size, { timeout: 10_000, interval: 1 }).toBeGreaterThanOrEqual(wanted);
      await app.end('SIGKILL');
      await Promise.all(answers);
    }
    const app = await startAppProcess(world, store);
    await idle();
    for (const pull of acknowledged) expect(gates(pull).at(-1)?.conclusion, `#${pull.number}`).toBe('success');
    expect(acknowledged.size).toBeGreaterThanOrEqual(13);
    expect(await app.end('SIGTERM')).toBe(0);
  });

  test('by SIGTERM ends what is under way and is gone before 20 seconds', { timeout: 60_000 }, async () => {
    const opened = await pulls(6);
    const app = await startAppProcess(world, store);
    for (const pull of opened) expect(await deliver(world, app.url, randomUUID(), pull.number)).toBe(202);
    const before = Date.now();
    expect(await app.end('SIGTERM')).toBe(0);
    expect(Date.now() - before).toBeLessThan(20_000);
    const next = await startAppProcess(world, store);
    await idle();
    for (const pull of opened) expect(gates(pull), `#${pull.number}`).toHaveLength(1);
    await next.end('SIGTERM');
  });
});

test('an App whose port is taken ends with status 3 and says so', { timeout: 30_000 }, async () => {
  const first = await startAppProcess(world, store);
  const second = startAppProcess(world, join(folder, 'other.sqlite'), { port: new URL(first.url).port });
  await expect(second).rejects.toThrow('the App ended with status 3 before it listened');
  expect(await first.end('SIGTERM')).toBe(0);
});

describe('two Apps on one file', () => {
  test('judge each pull request once at a time, and a GUID once', { timeout: 60_000 }, async () => {
    const opened = await pulls(8);
    const apps = [await startAppProcess(world, store), await startAppProcess(world, store)];
    const sent = opened.flatMap((pull) => {
      const id = randomUUID();
      return apps.flatMap(({ url }) => [id, id, randomUUID()].map((guid) => deliver(world, url, guid, pull.number)));
    });
    expect(new Set(await Promise.all(sent))).toEqual(new Set([202]));
    await idle();
    // Two judgements side by side would each see no check and make one.
    for (const pull of opened) expect(gates(pull), `#${pull.number}`).toHaveLength(1);
    for (const app of apps) expect(await app.end('SIGTERM')).toBe(0);
  });
});
