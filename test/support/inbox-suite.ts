import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Inbox, type Lease, mostLapses, mostTries, type Wish } from '../../src/reconcile/ports/inbox.ts';

/** What every implementation of the inbox promises. `open` gives an empty one. */
export function inboxSuite(name: string, open: () => Inbox): void {
  describe(`the inbox (${name})`, () => {
    let inbox: Inbox;
    beforeEach(() => {
      inbox = open();
    });
    afterEach(() => inbox.close());

    const body = new TextEncoder().encode('{"é":1}');
    const delivery = (id: string) => ({ id, event: 'pull_request', body });
    const wish = (key: string, detail = 'first') => ({ key, detail });
    let wishes = 0;
    async function wishedFor(...all: readonly Wish[]): Promise<void> {
      const id = `wish ${(wishes += 1)}`;
      await inbox.insert(delivery(id), 0);
      await inbox.routed(id, all, 0);
    }
    const wished = (...keys: string[]): Promise<void> => wishedFor(...keys.map((key) => wish(key)));
    const keysTaken = async (limit = 9, now = 0, last?: Wish['lane']): Promise<readonly string[]> =>
      (await inbox.take(limit, now, now + 10, last)).map(({ key }) => key);
    async function taken(now = 0): Promise<Lease> {
      const [lease] = await inbox.take(1, now, now + 10);
      if (lease === undefined) throw new Error('nothing to take');
      return lease;
    }

    it('keeps the bytes of a delivery as they came', async () => {
      expect(await inbox.insert(delivery('a'), 5)).toBe('new');
      const [kept] = await inbox.waiting(9);
      expect({ ...kept, body: Buffer.from(kept?.body ?? []) }).toEqual({ ...delivery('a'), body: Buffer.from(body) });
    });

    it('keeps a GUID once, also when it is done', async () => {
      await inbox.insert(delivery('a'), 5);
      expect(await inbox.insert(delivery('a'), 6)).toBe('known');
      expect(await inbox.waiting(9)).toHaveLength(1);
      await inbox.routed('a', [wish('k')], 7);
      expect(await inbox.insert(delivery('a'), 8)).toBe('known');
      expect(await inbox.waiting(9)).toEqual([]);
    });

    it('turns a delivery into its work once, whoever does it', async () => {
      await inbox.insert(delivery('a'), 0);
      await inbox.routed('a', [wish('k')], 0);
      await inbox.routed('a', [wish('other')], 0);
      expect((await inbox.take(9, 0, 10)).map(({ key }) => key)).toEqual(['k']);
    });

    it('gives work that is asked for together with what brings it, and with the end of what held it back', async () => {
      await inbox.insert(delivery('a'), 0);
      const [, first] = await Promise.all([inbox.routed('a', [wish('k')], 0), inbox.take(9, 0, 10)]);
      expect(first).toMatchObject([{ key: 'k' }]);
      await inbox.wish([{ ...wish('l'), serial: 'k' }], 0);
      const [lease] = first;
      if (lease === undefined) throw new Error('nothing to end');
      const [, next] = await Promise.all([inbox.done(lease, [], 0), inbox.take(9, 0, 10)]);
      expect(next).toMatchObject([{ key: 'l' }]);
    });

    it('keeps notes with the end of work, and none once the lease is lost', async () => {
      await wished('k');
      const lease = await taken();
      const again = await taken(10);
      expect(await inbox.done(lease, [], 10, [{ name: 'n', text: 'lost' }])).toBe(false);
      expect(await inbox.note('n')).toBe(null);
      expect(await inbox.done(again, [], 10, [{ name: 'n', text: 'kept' }])).toBe(true);
      expect(await inbox.note('n')).toBe('kept');
    });

    it('takes times between two milliseconds', async () => {
      await inbox.wish([{ ...wish('k'), due: 10.5 }], 0);
      expect(await inbox.take(9, 10, 20)).toEqual([]);
      await inbox.release(await taken(11), 12.25);
      await inbox.failed(await taken(13), 'internal', 14.75);
      expect(await taken(15)).toMatchObject({ key: 'k', tries: 1 });
    });

    it('gives a command that was wished for while a process that died held its key, though only commands are asked for', async () => {
      await inbox.wish([{ ...wish('k'), lane: 'event' }], 0);
      await inbox.take(9, 0, 10);
      await inbox.wish([{ ...wish('k'), lane: 'command' }], 5);
      expect(await inbox.take(9, 9, 20, 'command')).toEqual([]);
      expect(await inbox.take(9, 11, 20, 'command')).toMatchObject([{ key: 'k', lane: 'command' }]);
    });

    it('takes wishes that no delivery brought, with their lane and time', async () => {
      await inbox.wish(
        [
          { ...wish('k'), due: 5 },
          { ...wish('l'), lane: 'sweep' },
        ],
        0,
      );
      expect(await keysTaken(9, 0)).toEqual(['l']);
      expect(await keysTaken(9, 5)).toEqual(['k']);
    });

    it('makes one piece of work of many wishes for a key, with the newest detail', async () => {
      for (const [id, detail] of [
        ['a', 'first'],
        ['b', 'second'],
      ] as const) {
        await inbox.insert(delivery(id), 0);
        await inbox.routed(id, [wish('k', detail)], 0);
      }
      expect((await inbox.take(9, 0, 10)).map(({ detail }) => detail)).toEqual(['second']);
    });

    it('gives work to one worker at a time, each time with a greater fencing number', async () => {
      await wished('k', 'l');
      const [first, second] = await inbox.take(9, 0, 10);
      expect(await inbox.take(9, 0, 10)).toEqual([]);
      expect(second?.fence).toBeGreaterThan(first?.fence ?? Infinity);
      expect(await inbox.take(9, 9, 19)).toEqual([]);
      const later = await inbox.take(9, 10, 20);
      expect(later.map(({ key }) => key)).toEqual(['k', 'l']);
      expect(later[0]?.fence).toBeGreaterThan(second?.fence ?? Infinity);
    });

    it('never uses a fencing number again, also after the work is gone', async () => {
      await wished('k');
      const first = await taken();
      await inbox.done(first, [], 1);
      await wished('k');
      expect((await taken(1)).fence).toBeGreaterThan(first.fence);
    });

    it('lets a worker whose lease ran out and was taken end nothing', async () => {
      await wished('k');
      const late = await taken(0);
      const newer = await taken(10);
      expect(await inbox.renew(late, 99)).toBe(false);
      expect(await inbox.done(late, [wish('more')], 11)).toBe(false);
      await inbox.failed(late, 'internal', 99);
      await inbox.release(late);
      expect(await inbox.counts(11)).toMatchObject({ work: 1, leased: 1 });
      expect(await inbox.done(newer, [], 12)).toBe(true);
      expect(await inbox.counts(12)).toMatchObject({ work: 0, leased: 0 });
    });

    it('keeps a lease that is renewed', async () => {
      await wished('k');
      const lease = await taken();
      expect(await inbox.renew(lease, 100)).toBe(true);
      expect(await inbox.take(9, 50, 60)).toEqual([]);
    });

    it('does work again that was wished for while it was done', async () => {
      await wished('k');
      const lease = await taken();
      await wished('k');
      expect(await inbox.take(9, 1, 11)).toEqual([]);
      expect(await inbox.done(lease, [], 2)).toBe(true);
      await inbox.done(await taken(2), [], 3);
      expect(await inbox.take(9, 3, 13)).toEqual([]);
    });

    it('passes over the owners that it is told to', async () => {
      await wished('pull_request acme/a#1', 'pull_request other/acme#2', 'commit acme/b@c', 'sweep open', 'acme');
      const taken = await inbox.take(9, 0, 10, 'sweep', ['acme', 'third']);
      expect(taken.map(({ key }) => key).toSorted()).toEqual(['acme', 'pull_request other/acme#2', 'sweep open']);
      expect((await keysTaken()).toSorted()).toEqual(['commit acme/b@c', 'pull_request acme/a#1']);
    });

    it('adds what follows from work', async () => {
      await wished('commit');
      await inbox.done(await taken(), [wish('pull 1'), wish('pull 2')], 1);
      expect((await inbox.take(9, 1, 11)).map(({ key }) => key)).toEqual(['pull 1', 'pull 2']);
    });

    it('gives failed work back when it is due, and gives it up after five tries; others proceed', async () => {
      await wished('bad');
      for (let tries = 0; tries < mostTries; tries += 1) {
        const lease = await taken(tries * 100);
        expect(lease.tries).toBe(tries);
        expect(lease.due).toBe(tries * 100);
        await inbox.failed(lease, 'internal', (tries + 1) * 100);
        expect(await inbox.take(9, tries * 100 + 99, 1_000)).toEqual([]);
      }
      await wished('good');
      expect((await inbox.take(9, 10_000, 10_010)).map(({ key }) => key)).toEqual(['good']);
      expect(await inbox.deadLetters()).toEqual([{ name: 'bad', tries: mostTries, fault: 'internal' }]);
      expect(await inbox.counts(10_000)).toMatchObject({ dead: 1, work: 1 });
    });

    it('tries again what was given up, when there is a new event', async () => {
      await wished('k');
      for (let tries = 0; tries < mostTries; tries += 1) await inbox.failed(await taken(), 'internal', 0);
      await wished('k');
      expect((await taken()).tries).toBe(0);
      expect(await inbox.deadLetters()).toEqual([]);
    });

    it('tries what was given up once more, in its place behind all else but commands, and gives it up again', async () => {
      for (const [key, lane] of [
        ['a', 'command'],
        ['b', 'event'],
        ['c', 'sweep'],
      ] as const) {
        await inbox.wish([{ key, detail: 'old', lane }], 0);
        for (let tries = 0; tries < mostTries; tries += 1) await inbox.failed(await taken(), 'internal', 0);
      }
      await inbox.wish([{ key: 'x', detail: 'd', lane: 'event' }], 0);
      expect(await inbox.givenUp('', 2)).toEqual([
        { key: 'a', detail: 'old', fault: 'internal' },
        { key: 'b', detail: 'old', fault: 'internal' },
      ]);
      expect(await inbox.givenUp('b', 2)).toMatchObject([{ key: 'c' }]);
      await inbox.retry(
        ['b', 'a', 'x', 'none'].map((key) => ({ key, detail: 'new' })),
        5,
      );
      const leases = await inbox.take(9, 5, 15);
      expect(leases.map(({ key, detail, lane }) => ({ key, detail, lane }))).toEqual([
        { key: 'a', detail: 'new', lane: 'command' },
        { key: 'x', detail: 'd', lane: 'event' },
        { key: 'b', detail: 'new', lane: 'sweep' },
      ]);
      for (const lease of leases) await inbox.failed(lease, 'github_server_error', 0);
      expect((await inbox.givenUp('', 9)).map(({ key, fault }) => `${key} ${fault}`)).toEqual([
        'a github_server_error',
        'b github_server_error',
        'c internal',
      ]);
    });

    it('gives up work whose leases keep running out', async () => {
      await wished('k');
      for (let lapses = 0; lapses < mostLapses; lapses += 1) await taken(lapses * 10);
      expect(await inbox.take(9, mostLapses * 10, mostLapses * 10 + 10)).toEqual([]);
      expect(await inbox.deadLetters()).toMatchObject([{ name: 'k', fault: 'lease_lost' }]);
    });

    it('counts a lease that was given back as no try', async () => {
      await wished('k');
      for (let times = 0; times < 50; times += 1) await inbox.release(await taken());
      expect((await taken()).tries).toBe(0);
    });

    it('gives up a delivery that can not be turned into work', async () => {
      await inbox.insert(delivery('a'), 0);
      for (let tries = 0; tries < mostTries; tries += 1) {
        expect(await inbox.waiting(9)).toHaveLength(1);
        await inbox.unroutable('a', 'internal');
      }
      expect(await inbox.waiting(9)).toEqual([]);
      expect(await inbox.deadLetters()).toEqual([{ name: 'delivery a', tries: mostTries, fault: 'internal' }]);
    });

    it.each([
      ['a failure', async (lease: Lease) => inbox.failed(lease, 'internal', 0)],
      ['a lease that ran out', async () => undefined],
    ])('gives nothing up that was wished for again while it was leased for the last time (%s)', async (_how, end) => {
      const most = Math.max(mostTries, mostLapses);
      await wished('k');
      for (let times = 0; times < most * 3; times += 1) {
        const lease = await taken(times * 10);
        await wished('k');
        await end(lease);
      }
      expect(await inbox.deadLetters()).toEqual([]);
      expect((await taken(most * 30)).key).toBe('k');
    });

    it('takes a GUID again whose delivery was given up, and keeps its new bytes', async () => {
      await inbox.insert(delivery('a'), 0);
      for (let tries = 0; tries < mostTries; tries += 1) await inbox.unroutable('a', 'internal');
      expect(await inbox.insert({ ...delivery('a'), event: 'push' }, 9)).toBe('new');
      expect(await inbox.deadLetters()).toEqual([]);
      const [kept] = await inbox.waiting(9);
      expect({ event: kept?.event, body: Buffer.from(kept?.body ?? []) }).toEqual({
        event: 'push',
        body: Buffer.from(body),
      });
      await inbox.unroutable('a', 'internal');
      expect(await inbox.waiting(9)).toHaveLength(1);
    });

    it('says which deliveries it has seen and not given up', async () => {
      for (const id of ['waiting', 'done', 'dead']) await inbox.insert(delivery(id), 0);
      await inbox.routed('done', [], 0);
      for (let tries = 0; tries < mostTries; tries += 1) await inbox.unroutable('dead', 'internal');
      expect(await inbox.seen(['waiting', 'done', 'dead', "none'"])).toEqual(new Set(['waiting', 'done']));
      expect(await inbox.seen([])).toEqual(new Set());
    });

    it('gives commands first, then events, then what a sweep found, each by age', async () => {
      await wishedFor({ ...wish('sweep'), lane: 'sweep' });
      for (const [at, key] of ['event b', 'event a'].entries()) {
        await inbox.insert(delivery(key), at);
        await inbox.routed(key, [wish(key)], at);
      }
      await wishedFor({ ...wish('command'), lane: 'command' });
      expect(await keysTaken(1, 2)).toEqual(['command']);
      expect(await keysTaken(2, 2)).toEqual(['event b', 'event a']);
      expect(await keysTaken(1, 2)).toEqual(['sweep']);
    });

    it('gives no lane behind the last one that was asked for', async () => {
      await wishedFor({ ...wish('sweep'), lane: 'sweep' }, wish('event'), { ...wish('command'), lane: 'command' });
      expect(await keysTaken(9, 0, 'command')).toEqual(['command']);
      expect(await keysTaken(9, 0, 'event')).toEqual(['event']);
      expect(await keysTaken(9, 0, 'sweep')).toEqual(['sweep']);
    });

    it('gives one piece of a serial at a time, the most urgent first', async () => {
      const [first, second] = [
        { ...wish('pull'), serial: 's' },
        { ...wish('command'), serial: 's', lane: 'command' as const },
      ];
      await wishedFor(first, second, wish('other'));
      const leases = await inbox.take(9, 0, 10);
      expect(leases.map(({ key, serial, lane }) => [key, serial, lane])).toEqual([
        ['command', 's', 'command'],
        ['other', 'other', 'event'],
      ]);
      expect(await keysTaken()).toEqual([]);
      if (leases[0] !== undefined) await inbox.done(leases[0], [], 1);
      expect(await keysTaken()).toEqual(['pull']);
    });

    it('holds a serial back no longer than its lease lasts', async () => {
      await wishedFor({ ...wish('a'), serial: 's' }, { ...wish('b'), serial: 's' });
      expect(await keysTaken(9, 0)).toEqual(['a']);
      expect(await keysTaken(9, 9)).toEqual([]);
      expect(await keysTaken(9, 10)).toEqual(['a']);
    });

    it('gives nothing before it is due', async () => {
      await wishedFor({ ...wish('k'), due: 50 });
      expect(await inbox.counts(49)).toMatchObject({ work: 1, oldest: null });
      expect(await keysTaken(9, 49)).toEqual([]);
      expect(await inbox.counts(60)).toMatchObject({ work: 1, oldest: 50 });
      expect(await keysTaken(9, 50)).toEqual(['k']);
    });

    it('keeps the best lane and the earliest time of all wishes for a key', async () => {
      await wishedFor({ ...wish('k'), due: 50, lane: 'sweep' });
      await wishedFor({ ...wish('k'), due: 90, lane: 'command' });
      await wishedFor({ ...wish('k'), due: 70, lane: 'event' });
      expect(await inbox.take(9, 50, 60)).toMatchObject([{ key: 'k', lane: 'command', due: 50 }]);
    });

    it('keeps what is wished for while the key is leased as one more round, with its own lane and time', async () => {
      await wishedFor({ ...wish('k'), lane: 'command' });
      const lease = await taken();
      await wishedFor({ ...wish('k', 'second'), due: 80, lane: 'sweep' });
      await wishedFor({ ...wish('k', 'third'), due: 50, lane: 'event' });
      await wishedFor({ ...wish('k', 'fourth'), due: 60, lane: 'sweep' });
      await inbox.done(lease, [], 2);
      expect(await keysTaken(9, 49)).toEqual([]);
      expect(await inbox.take(9, 50, 60)).toMatchObject([{ detail: 'fourth', lane: 'event', due: 50 }]);
    });

    it('takes what was wished for meanwhile together with what was given back', async () => {
      await wishedFor({ ...wish('k'), lane: 'sweep' });
      const lease = await taken();
      await wishedFor({ ...wish('k', 'second'), due: 80, lane: 'event' });
      await inbox.release(lease);
      expect(await inbox.take(9, 0, 10)).toMatchObject([{ detail: 'second', lane: 'event', due: 0 }]);
    });

    it('lets failed work rest whatever is wished for, but for a command', async () => {
      await wished('k');
      await inbox.failed(await taken(), 'internal', 100);
      await wished('k');
      expect(await keysTaken(9, 99)).toEqual([]);
      await wishedFor({ ...wish('k'), lane: 'command' });
      const lease = await taken(1);
      expect(lease).toMatchObject({ lane: 'command', tries: 1 });
      await wishedFor({ ...wish('k'), lane: 'command' });
      await inbox.failed(lease, 'internal', 100);
      expect(await keysTaken(9, 2)).toEqual(['k']);
    });

    it('lets work rest that was given back for a time, untried, and wakes it for a command', async () => {
      await wished('k');
      await inbox.release(await taken(), 100);
      await wished('k');
      expect(await keysTaken(9, 99)).toEqual([]);
      const lease = await taken(100);
      expect(lease.tries).toBe(0);
      await wishedFor({ ...wish('k'), lane: 'command' });
      await inbox.release(lease, 200);
      expect(await keysTaken(9, 101)).toEqual(['k']);
    });

    it('adds a later round of the same work to what follows from it', async () => {
      await wished('k');
      await inbox.done(await taken(), [{ ...wish('k', 'later'), due: 30, lane: 'sweep' }], 1);
      expect(await keysTaken(9, 29)).toEqual([]);
      expect(await inbox.take(9, 30, 40)).toMatchObject([{ detail: 'later', lane: 'sweep', tries: 0 }]);
    });

    it('keeps notes by name, the newest of each, until they are old', async () => {
      expect(await inbox.note('a')).toBe(null);
      await inbox.keepNote('a', 'first', 1);
      await inbox.keepNote('b', 'other', 2);
      await inbox.keepNote('a', 'second', 3);
      expect(await inbox.note('a')).toBe('second');
      expect(await inbox.forgetNotes(3)).toBe(1);
      expect([await inbox.note('a'), await inbox.note('b')]).toEqual(['second', null]);
    });

    it('finds notes by how their names begin and when they were kept', async () => {
      const kept = [
        ['a%2', 'two', 9],
        ['a%1', 'one', 5],
        ['a%3', 'old', 4],
        ['ab4', 'other', 9],
        ['b a%', 'other', 9],
      ] as const;
      for (const [name, text, at] of kept) await inbox.keepNote(name, text, at);
      expect(await inbox.notesOf('a%', 5)).toEqual(['one', 'two']);
      await inbox.keepNote('a%1', 'one', 0);
      expect([await inbox.notesOf('a%', 5), await inbox.notesOf('c', 0)]).toEqual([['two'], []]);
    });

    it('says how old the oldest is that could be taken', async () => {
      expect(await inbox.counts(0)).toEqual({
        deliveries: 0,
        work: 0,
        leased: 0,
        dead: 0,
        oldest: null,
        awaited: null,
      });
      await inbox.insert(delivery('a'), 5);
      await inbox.insert(delivery('b'), 6);
      expect(await inbox.counts(9)).toEqual({ deliveries: 2, work: 0, leased: 0, dead: 0, oldest: 5, awaited: 5 });
      await inbox.routed('a', [], 7);
      await inbox.routed('b', [wish('k')], 7);
      expect(await inbox.counts(9)).toEqual({ deliveries: 0, work: 1, leased: 0, dead: 0, oldest: 7, awaited: 7 });
      await taken(9);
      expect(await inbox.counts(18)).toEqual({
        deliveries: 0,
        work: 1,
        leased: 1,
        dead: 0,
        oldest: null,
        awaited: null,
      });
      // The lease ends at 19, and with it what it kept others from.
      expect(await inbox.counts(19)).toEqual({ deliveries: 0, work: 1, leased: 0, dead: 0, oldest: 7, awaited: 7 });
    });

    it('says how old the oldest is that is no finding of a sweep', async () => {
      await wishedFor({ ...wish('swept'), lane: 'sweep' });
      expect(await inbox.counts(9)).toMatchObject({ oldest: 0, awaited: null });
      for (const [lane, at] of [
        ['event', 5],
        ['command', 3],
      ] as const) {
        await wishedFor({ ...wish(lane), lane, due: at });
        expect(await inbox.counts(9)).toMatchObject({ oldest: 0, awaited: at });
      }
      await inbox.insert(delivery('a'), 2);
      expect(await inbox.counts(9)).toMatchObject({ oldest: 0, awaited: 2 });
    });

    it('forgets what is done, by age and by number, and nothing else', async () => {
      for (let at = 0; at < 6; at += 1) {
        await inbox.insert(delivery(String(at)), at);
        if (at > 0) await inbox.routed(String(at), [], at);
      }
      expect(await inbox.forget(3, 2)).toBe(3);
      expect(await inbox.insert(delivery('4'), 9)).toBe('known');
      expect(await inbox.insert(delivery('0'), 9)).toBe('known');
      expect(await inbox.insert(delivery('3'), 9)).toBe('new');
    });

    it('forgets much as it forgets little', async () => {
      const count = 1_100;
      await Promise.all(Array.from({ length: count }, (_each, at) => inbox.insert(delivery(String(at)), at)));
      await Promise.all(Array.from({ length: count }, (_each, at) => inbox.routed(String(at), [], at)));
      expect(await inbox.forget(0, count)).toBe(0);
      expect(await inbox.forget(300, count)).toBe(300);
      expect(await inbox.forget(0, 200)).toBe(600);
      expect(await inbox.seen(['299', '899', '900', '1099'])).toEqual(new Set(['900', '1099']));
    });
  });
}
