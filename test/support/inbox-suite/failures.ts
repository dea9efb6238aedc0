import { expect, it } from 'vitest';
import { type Lease, mostLapses, mostTries } from '../../../src/reconcile/ports/inbox.ts';
import { type InboxStage, wish } from './stage.ts';

/** Work that fails, rests, and is given up. */
export function failures(stage: InboxStage): void {
  const { keysTaken, taken, wished, wishedFor } = stage;

  it('gives failed work back when it is due, and gives it up after five tries; others proceed', async () => {
    await wished('bad');
    for (let tries = 0; tries < mostTries; tries += 1) {
      const lease = await taken(tries * 100);
      expect(lease.tries).toBe(tries);
      expect(lease.due).toBe(tries * 100);
      await stage.inbox.failed(lease, 'internal', (tries + 1) * 100);
      expect(await stage.inbox.take(9, tries * 100 + 99, 1_000)).toEqual([]);
    }
    await wished('good');
    expect((await stage.inbox.take(9, 10_000, 10_010)).map(({ key }) => key)).toEqual(['good']);
    expect(await stage.inbox.deadLetters()).toEqual([{ name: 'bad', tries: mostTries, fault: 'internal' }]);
    expect(await stage.inbox.counts(10_000)).toMatchObject({ dead: 1, work: 1 });
  });

  it('tries again what was given up, when there is a new event', async () => {
    await wished('k');
    for (let tries = 0; tries < mostTries; tries += 1) await stage.inbox.failed(await taken(), 'internal', 0);
    await wished('k');
    expect((await taken()).tries).toBe(0);
    expect(await stage.inbox.deadLetters()).toEqual([]);
  });

  it('tries what was given up once more, in its place behind all else but commands, and gives it up again', async () => {
    for (const [key, lane] of [
      ['a', 'command'],
      ['b', 'event'],
      ['c', 'sweep'],
    ] as const) {
      await stage.inbox.wish([{ key, detail: 'old', lane }], 0);
      for (let tries = 0; tries < mostTries; tries += 1) await stage.inbox.failed(await taken(), 'internal', 0);
    }
    await stage.inbox.wish([{ key: 'x', detail: 'd', lane: 'event' }], 0);
    expect(await stage.inbox.givenUp('', 2)).toEqual([
      { key: 'a', detail: 'old', fault: 'internal' },
      { key: 'b', detail: 'old', fault: 'internal' },
    ]);
    expect(await stage.inbox.givenUp('b', 2)).toMatchObject([{ key: 'c' }]);
    await stage.inbox.retry(
      ['b', 'a', 'x', 'none'].map((key) => ({ key, detail: 'new' })),
      5,
    );
    const leases = await stage.inbox.take(9, 5, 15);
    expect(leases.map(({ key, detail, lane }) => ({ key, detail, lane }))).toEqual([
      { key: 'a', detail: 'new', lane: 'command' },
      { key: 'x', detail: 'd', lane: 'event' },
      { key: 'b', detail: 'new', lane: 'sweep' },
    ]);
    for (const lease of leases) await stage.inbox.failed(lease, 'github_server_error', 0);
    expect((await stage.inbox.givenUp('', 9)).map(({ key, fault }) => `${key} ${fault}`)).toEqual([
      'a github_server_error',
      'b github_server_error',
      'c internal',
    ]);
  });

  it('gives up work whose leases keep running out', async () => {
    await wished('k');
    for (let lapses = 0; lapses < mostLapses; lapses += 1) await taken(lapses * 10);
    expect(await stage.inbox.take(9, mostLapses * 10, mostLapses * 10 + 10)).toEqual([]);
    expect(await stage.inbox.deadLetters()).toMatchObject([{ name: 'k', fault: 'lease_lost' }]);
  });

  it('counts a lease that was given back as no try', async () => {
    await wished('k');
    for (let times = 0; times < 50; times += 1) await stage.inbox.release(await taken());
    expect((await taken()).tries).toBe(0);
  });

  it.each([
    ['a failure', async (lease: Lease) => stage.inbox.failed(lease, 'internal', 0)],
    ['a lease that ran out', async () => undefined],
  ])('gives nothing up that was wished for again while it was leased for the last time (%s)', async (_how, end) => {
    const most = Math.max(mostTries, mostLapses);
    await wished('k');
    for (let times = 0; times < most * 3; times += 1) {
      const lease = await taken(times * 10);
      await wished('k');
      await end(lease);
    }
    expect(await stage.inbox.deadLetters()).toEqual([]);
    expect((await taken(most * 30)).key).toBe('k');
  });

  it('lets failed work rest whatever is wished for, but for a command', async () => {
    await wished('k');
    await stage.inbox.failed(await taken(), 'internal', 100);
    await wished('k');
    expect(await keysTaken(9, 99)).toEqual([]);
    await wishedFor({ ...wish('k'), lane: 'command' });
    const lease = await taken(1);
    expect(lease).toMatchObject({ lane: 'command', tries: 1 });
    await wishedFor({ ...wish('k'), lane: 'command' });
    await stage.inbox.failed(lease, 'internal', 100);
    expect(await keysTaken(9, 2)).toEqual(['k']);
  });

  it('lets work rest that was given back for a time, untried, and wakes it for a command', async () => {
    await wished('k');
    await stage.inbox.release(await taken(), 100);
    await wished('k');
    expect(await keysTaken(9, 99)).toEqual([]);
    const lease = await taken(100);
    expect(lease.tries).toBe(0);
    await wishedFor({ ...wish('k'), lane: 'command' });
    await stage.inbox.release(lease, 200);
    expect(await keysTaken(9, 101)).toEqual(['k']);
  });
}
