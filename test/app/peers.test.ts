import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cost } from '../../src/adapters/github/limiter/cost.ts';
import { createLimiter, type Limiter } from '../../src/adapters/github/limiter/limiter.ts';
import { openInbox } from '../../src/adapters/store/sqlite-inbox.ts';
import { isGone, ownMark } from '../../src/app/life.ts';
import { beat, createPeers, type LivingPeers } from '../../src/app/peers.ts';
import type { Inbox, Lane } from '../../src/reconcile/ports/inbox.ts';
import { type FakeTimer, fakeTimer } from '../support/fake-timer.ts';
import { openJudgingWorld } from '../support/judging.ts';
import { startAppInProcess } from './app-in-process.ts';

const creation: Cost = { api: 'graphql', points: 5, creations: 1 };
const query: Cost = { api: 'graphql', points: 1, creations: 0 };
const fine = { limitedFor: null, primary: null };
const [minute, hour] = [60_000, 3_600_000];

/** Processes of their own, each with its limiter, on one file. */
interface Process {
  readonly inbox: Inbox;
  readonly peers: LivingPeers;
  readonly limiter: Limiter;
  /** How often it asked the store what others were told. */
  readonly looks: () => number;
  readonly enter: (lane: Lane, cost: Cost, installation?: number) => void;
  /** When its requests were let in. */
  readonly entered: readonly number[];
}

let folder: string;
let timer: FakeTimer;
let all: Process[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peers-'));
  timer = fakeTimer(Date.parse('2026-03-02T10:00:00Z'));
  all = [];
});
afterEach(() => {
  for (const { inbox } of all) inbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function started(mark = ownMark()): Promise<Process> {
  const inbox = openInbox(join(folder, 'store.sqlite'));
  let looks = 0;
  const counted = {
    keepNote: (...note: Parameters<Inbox['keepNote']>) => inbox.keepNote(...note),
    notesOf: (prefix: string, since: number) => {
      if (prefix.startsWith('limited')) looks += 1;
      return inbox.notesOf(prefix, since);
    },
  };
  const peers = createPeers(counted, mark, timer.now);
  const limiter = createLimiter({ timer, patience: 2 * hour, peers });
  const entered: number[] = [];
  const enter = (lane: Lane, cost: Cost, installation = 1): void => {
    void limiter.enter(installation, lane, cost).then(({ end }) => {
      entered.push(timer.now());
      timer.later(50, () => end(fine));
    });
  };
  const one = { inbox, peers, limiter, looks: () => looks, enter, entered };
  all.push(one);
  await lives();
  return one;
}

async function lives(): Promise<void> {
  for (let round = 0; round < 2; round += 1) for (const { peers } of all) await peers.live();
}

describe('several processes on one store', () => {
  it.each([2, 3])('of which there are %d create 80 things a minute and 500 an hour together', async (count) => {
    for (let index = 0; index < count; index += 1) await started();
    for (const { enter } of all) for (let index = 0; index < 300; index += 1) enter('command', creation);
    for (let passed = 0; passed < hour - 1; passed += minute) await timer.pass(minute);
    const entered = all.flatMap((one) => one.entered);
    expect(entered.length).toBeGreaterThan(480);
    expect(entered.length).toBeLessThanOrEqual(500);
    for (const at of entered) {
      expect(entered.filter((other) => other >= at && other < at + minute).length).toBeLessThanOrEqual(80);
    }
  });

  it('wait all of them while GitHub told one to, for that installation and for no other', async () => {
    const [first, second] = [await started(), await started()];
    const { end } = await first.limiter.enter(1, 'event', query);
    end({ limitedFor: 60, primary: null });
    await timer.pass(0);
    second.enter('command', query);
    second.enter('command', query, 2);
    await timer.pass(59_999);
    expect([second.entered.length, second.limiter.counts().held]).toEqual([1, 1]);
    await timer.pass(1);
    expect(second.entered.length).toBe(2);
  });

  it('keep to the longest of what they were told, also after one ended', async () => {
    const [first, second] = [await started(), await started()];
    const told = async ({ limiter }: Process, seconds: number) => {
      const { end } = await limiter.enter(1, 'event', query);
      end({ limitedFor: seconds, primary: null });
    };
    await Promise.all([told(first, 300), told(second, 30)]);
    await timer.pass(0);
    const third = await started();
    third.enter('command', query);
    await timer.pass(299_999);
    expect(third.entered).toEqual([]);
    await timer.pass(1);
    expect(third.entered).toHaveLength(1);
  });

  it('ask the store once a second for an installation, however many requests there are', async () => {
    const one = await started();
    for (let tenth = 0; tenth < 20; tenth += 1) {
      for (let index = 0; index < 10; index += 1) one.enter('event', query);
      await timer.pass(100);
    }
    expect(one.entered).toHaveLength(200);
    expect(one.looks()).toBe(2);
  });

  it('ask the store once for all installations while none was told of a limit, and hear of one that was', async () => {
    const [one, other] = [await started(), await started()];
    const ask = async (): Promise<void> => {
      for (let installation = 0; installation < 50; installation += 1) one.enter('event', query, installation);
      await timer.pass(90);
    };
    await ask();
    expect([one.entered.length, one.looks()]).toEqual([50, 1]);
    await other.peers.hold(7, timer.now() + minute);
    await timer.pass(1_000);
    await ask();
    expect(one.entered).toHaveLength(99);
    // Some are told of: each is asked for.
    expect(one.looks()).toBe(1 + 1 + 50);
    await timer.pass(minute);
    expect(one.entered).toHaveLength(100);
  });

  it('have all of it to themselves again when the others ended or are silent', async () => {
    const [first, second, third] = [await started(), await started(), await started()];
    expect([first.peers.count(), second.peers.count(), third.peers.count()]).toEqual([3, 3, 3]);
    await second.peers.leave();
    await first.peers.live();
    expect(first.peers.count()).toBe(2);
    // The third says nothing more.
    await timer.pass(4 * beat);
    await first.peers.live();
    expect(first.peers.count()).toBe(2);
    await timer.pass(1);
    await first.peers.live();
    expect(first.peers.count()).toBe(1);
  });

  it('take nothing from the one that goes on for one that was killed', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const killed = ownMark().replace(String(process.pid), String(pid));
    await started(killed);
    const { peers } = await started();
    expect(peers.count()).toBe(1);
    const elsewhere = `${killed} in another container`;
    expect([killed, elsewhere, ownMark(), '1 x', '', '-1 x'].map(isGone)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    await started(elsewhere);
    expect(peers.count()).toBe(2);
  });

  it('believe no hold longer than an hour, which a clock that was set back would leave', async () => {
    const { inbox, peers } = await started();
    expect(await peers.heldUntil(1)).toBe(0);
    await peers.hold(1, timer.now() + 2 * hour);
    expect(await peers.heldUntil(1)).toBe(timer.now() + hour);
    await inbox.keepNote('limited 2 x', String(timer.now() + hour + 1), timer.now());
    expect(await peers.heldUntil(2)).toBe(0);
    await inbox.keepNote('limited 3 x', 'spoiled', timer.now());
    expect(await peers.heldUntil(3)).toBe(0);
  });

  it('go on by what they know themselves while the store is down', async () => {
    const { inbox, enter, entered, limiter } = await started();
    inbox.close();
    enter('event', query);
    await timer.pass(0);
    expect(entered).toHaveLength(1);
    const { end } = await limiter.enter(1, 'event', query);
    end({ limitedFor: 60, primary: null });
    enter('event', query);
    await timer.pass(59_999);
    expect(entered).toHaveLength(1);
  });
});

it('the App counts itself while it lives, and sends nothing for an installation while another process was told so', async () => {
  const world = await openJudgingWorld();
  const path = join(folder, 'store.sqlite');
  const inbox = openInbox(path);
  const living = async () => (await inbox.notesOf('process ', Date.now() - 60_000)).length;
  await inbox.keepNote(`limited ${world.installed.installation.id} another`, String(Date.now() + 600_000), Date.now());
  const apps = [
    await startAppInProcess(world, { STORE_PATH: path }),
    await startAppInProcess(world, { STORE_PATH: path }),
  ];
  try {
    await expect.poll(living, { timeout: 10_000 }).toBe(2);
    const asked = await world.requestsOf(async () => {
      await world.open('a', { 'README.md': 'x\n' });
      // Whichever takes it up; at the start a sweep of the installation is refused as well.
      const texts = () =>
        Promise.all(apps.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()));
      const met = async () =>
        (await texts()).some((text) => text.includes('faults_total{fault="github_rate_limited"}'));
      await expect.poll(met, { timeout: 10_000 }).toBe(true);
    });
    expect(asked.filter(({ actor }) => actor === 'installation')).toEqual([]);
  } finally {
    for (const app of apps) await app.stop();
    expect(await living()).toBe(0);
    inbox.close();
    await world.close();
  }
});
