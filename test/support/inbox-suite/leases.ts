import { expect, it } from 'vitest';
import { delivery, type InboxStage, wish } from './stage.ts';

/** Leases: one worker at a time, fenced, and what comes meanwhile. */
export function leases(stage: InboxStage): void {
  const { keysTaken, taken, wished, wishedFor } = stage;

  it('makes one piece of work of many wishes for a key, with the newest detail', async () => {
    for (const [id, detail] of [
      ['a', 'first'],
      ['b', 'second'],
    ] as const) {
      await stage.inbox.insert(delivery(id), 0);
      await stage.inbox.routed(id, [wish('k', detail)], 0);
    }
    expect((await stage.inbox.take(9, 0, 10)).map(({ detail }) => detail)).toEqual(['second']);
  });

  it('gives work to one worker at a time, each time with a greater fencing number', async () => {
    await wished('k', 'l');
    const [first, second] = await stage.inbox.take(9, 0, 10);
    expect(await stage.inbox.take(9, 0, 10)).toEqual([]);
    expect(second?.fence).toBeGreaterThan(first?.fence ?? Infinity);
    expect(await stage.inbox.take(9, 9, 19)).toEqual([]);
    const later = await stage.inbox.take(9, 10, 20);
    expect(later.map(({ key }) => key)).toEqual(['k', 'l']);
    expect(later[0]?.fence).toBeGreaterThan(second?.fence ?? Infinity);
  });

  it('never uses a fencing number again, also after the work is gone', async () => {
    await wished('k');
    const first = await taken();
    await stage.inbox.done(first, [], 1);
    await wished('k');
    expect((await taken(1)).fence).toBeGreaterThan(first.fence);
  });

  it('lets a worker whose lease ran out and was taken end nothing', async () => {
    await wished('k');
    const late = await taken(0);
    const newer = await taken(10);
    expect(await stage.inbox.renew(late, 99)).toBe(false);
    expect(await stage.inbox.done(late, [wish('more')], 11)).toBe(false);
    await stage.inbox.failed(late, 'internal', 99);
    await stage.inbox.release(late);
    expect(await stage.inbox.counts(11)).toMatchObject({ work: 1, leased: 1 });
    expect(await stage.inbox.done(newer, [], 12)).toBe(true);
    expect(await stage.inbox.counts(12)).toMatchObject({ work: 0, leased: 0 });
  });

  it('keeps a lease that is renewed', async () => {
    await wished('k');
    const lease = await taken();
    expect(await stage.inbox.renew(lease, 100)).toBe(true);
    expect(await stage.inbox.take(9, 50, 60)).toEqual([]);
  });

  it('does work again that was wished for while it was done', async () => {
    await wished('k');
    const lease = await taken();
    await wished('k');
    expect(await stage.inbox.take(9, 1, 11)).toEqual([]);
    expect(await stage.inbox.done(lease, [], 2)).toBe(true);
    await stage.inbox.done(await taken(2), [], 3);
    expect(await stage.inbox.take(9, 3, 13)).toEqual([]);
  });

  it('adds what follows from work', async () => {
    await wished('commit');
    await stage.inbox.done(await taken(), [wish('pull 1'), wish('pull 2')], 1);
    expect((await stage.inbox.take(9, 1, 11)).map(({ key }) => key)).toEqual(['pull 1', 'pull 2']);
  });

  it('adds a later round of the same work to what follows from it', async () => {
    await wished('k');
    await stage.inbox.done(await taken(), [{ ...wish('k', 'later'), due: 30, lane: 'sweep' }], 1);
    expect(await keysTaken(9, 29)).toEqual([]);
    expect(await stage.inbox.take(9, 30, 40)).toMatchObject([{ detail: 'later', lane: 'sweep', tries: 0 }]);
  });

  it('keeps what is wished for while the key is leased as one more round, with its own lane and time', async () => {
    await wishedFor({ ...wish('k'), lane: 'command' });
    const lease = await taken();
    await wishedFor({ ...wish('k', 'second'), due: 80, lane: 'sweep' });
    await wishedFor({ ...wish('k', 'third'), due: 50, lane: 'event' });
    await wishedFor({ ...wish('k', 'fourth'), due: 60, lane: 'sweep' });
    await stage.inbox.done(lease, [], 2);
    expect(await keysTaken(9, 49)).toEqual([]);
    expect(await stage.inbox.take(9, 50, 60)).toMatchObject([{ detail: 'fourth', lane: 'event', due: 50 }]);
  });

  it('takes what was wished for meanwhile together with what was given back', async () => {
    await wishedFor({ ...wish('k'), lane: 'sweep' });
    const lease = await taken();
    await wishedFor({ ...wish('k', 'second'), due: 80, lane: 'event' });
    await stage.inbox.release(lease);
    expect(await stage.inbox.take(9, 0, 10)).toMatchObject([{ detail: 'second', lane: 'event', due: 0 }]);
  });

  it('gives work that is asked for together with what brings it, and with the end of what held it back', async () => {
    await stage.inbox.insert(delivery('a'), 0);
    const [, first] = await Promise.all([stage.inbox.routed('a', [wish('k')], 0), stage.inbox.take(9, 0, 10)]);
    expect(first).toMatchObject([{ key: 'k' }]);
    await stage.inbox.wish([{ ...wish('l'), serial: 'k' }], 0);
    const [lease] = first;
    if (lease === undefined) throw new Error('nothing to end');
    const [, next] = await Promise.all([stage.inbox.done(lease, [], 0), stage.inbox.take(9, 0, 10)]);
    expect(next).toMatchObject([{ key: 'l' }]);
  });
}
