import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { inboxWork } from '../../src/app/inbox-work.ts';
import { mostTries } from '../../src/reconcile/ports/inbox.ts';
import { fakeTimer } from '../support/fake-timer.ts';
import { memoryInbox } from '../support/memory-inbox.ts';
import { isOver, opened, stoppedAtEnd, tick } from './open-inbox-work.ts';

describe('the work of the inbox, where deliveries come in,', () => {
  it.each([
    ['is kept as it came, and routed without being read back', 'key', 1, false],
    ['is read back to be routed when it is large', 'key', 100_000, true],
    ['is kept and tried again when it can not be turned into work', 'poison', 1, true],
  ] as const)('is told of a delivery that %s', async (_sentence, event, bytes, isRead) => {
    const { inbox, receive, faults, left } = opened(async () => []);
    await expect.poll(left, isOver).toBe(0);
    await tick(50);
    const [kept, read]: [number[], string[]] = [[], []];
    const [insert, waiting] = [inbox.insert.bind(inbox), inbox.waiting.bind(inbox)];
    inbox.insert = async (delivery, now) => {
      const answer = await insert(delivery, now);
      kept.push(...(await waiting(1)).map(({ body }) => body.length));
      return answer;
    };
    inbox.waiting = async (limit) => {
      const found = await waiting(limit);
      read.push(...found.map(({ id }) => id));
      return found;
    };
    expect(await receive(event, 'guid', bytes)).toBe('new');
    expect(kept).toEqual([bytes]);
    expect(await receive(event, 'guid', bytes)).toBe('known');
    await expect.poll(left, { timeout: 8_000, interval: 20 }).toBe(0);
    expect(read.length > 0).toBe(isRead);
    expect((await inbox.deadLetters()).length).toBe(event === 'poison' ? 1 : 0);
    expect(faults.length).toBe(event === 'poison' ? mostTries : 0);
  });

  it('asks the store at once for what comes alone, and once for what comes in the milliseconds after that', async () => {
    const [inbox, timer] = [memoryInbox(), fakeTimer()];
    const worked: string[] = [];
    const worker = stoppedAtEnd(
      inboxWork({
        inbox,
        timer,
        route: async ({ id }) => [{ key: id, detail: '' }],
        work: async ({ key }) => {
          worked.push(key);
          return [];
        },
        onFault: () => undefined,
      }),
    );
    await timer.pass(0);
    const take = inbox.take.bind(inbox);
    let takes = 0;
    inbox.take = (...given) => {
      takes += 1;
      return take(...given);
    };
    const receive = (id: string) => worker.receive({ id, event: 'event', body: new Uint8Array(1) });
    await timer.pass(100);
    await receive('alone');
    await expect.poll(() => worked, isOver).toEqual(['alone']);
    expect(takes).toBe(1);
    const ids = Array.from({ length: 10 }, (_, key) => `key ${key}`);
    for (const id of ids) {
      await receive(id);
      await tick();
    }
    expect(takes).toBe(1);
    await timer.pass(8);
    await expect.poll(() => worked, isOver).toEqual(['alone', ...ids]);
    expect(takes).toBe(2);
  });

  it('reads back what is more than it keeps at hand, in its order', async () => {
    const { inbox, receive, left } = opened(async () => []);
    await expect.poll(left, isOver).toBe(0);
    await tick(50);
    const [order, read, awaited]: [string[], string[], string[]] = [[], [], []];
    const [routed, waiting] = [inbox.routed.bind(inbox), inbox.waiting.bind(inbox)];
    inbox.routed = (id, wishes, now, isAwaited) => {
      order.push(id);
      if (isAwaited === true) awaited.push(id);
      return routed(id, wishes, now, isAwaited);
    };
    inbox.waiting = async (limit) => {
      const found = await waiting(limit);
      read.push(...found.map(({ id }) => id));
      return found;
    };
    const ids = Array.from({ length: 100 }, (_, index) => `guid ${index}`);
    await Promise.all(ids.map((id) => receive(`event:${id}`, id, 60_000)));
    await expect.poll(left, isOver).toBe(0);
    expect(order).toEqual(ids);
    // The next page waits for them.
    expect(awaited).toEqual(read);
    expect(read.length).toBeGreaterThan(10);
    expect(read.length).toBeLessThan(50);
  });

  it('is told that a delivery can not be kept, and begins nothing of it', async () => {
    const seen: string[] = [];
    const { inbox, receive } = opened(async (key) => {
      seen.push(key);
      return [];
    });
    const insert = inbox.insert.bind(inbox);
    inbox.insert = async () => {
      throw new Fault('store_unusable', { message: '' });
    };
    await expect(receive('key', 'guid')).rejects.toMatchObject({ code: 'store_unusable' });
    inbox.insert = insert;
    await tick(50);
    expect(seen).toEqual([]);
    // GitHub delivers it again.
    expect(await receive('key', 'guid')).toBe('new');
    await expect.poll(() => seen, isOver).toEqual(['key']);
  });

  it('routes what came by itself behind what waited before', async () => {
    const { inbox, worker, receive, left } = opened(async () => []);
    await expect.poll(left, isOver).toBe(0);
    await tick(50);
    const order: string[] = [];
    const routed = inbox.routed.bind(inbox);
    inbox.routed = (id, wishes, now) => {
      order.push(id);
      return routed(id, wishes, now);
    };
    const before = Array.from({ length: 40 }, (_, index) => `before ${index}`);
    for (const id of before) await inbox.insert({ id, event: `event:${id}`, body: new Uint8Array(1) }, Date.now());
    worker.wake();
    await receive('event:new', 'new');
    await expect.poll(left, isOver).toBe(0);
    expect(order).toEqual([...before, 'new']);
  });

  it('routes what comes while pages are read behind what they bring', async () => {
    const { inbox, worker, receive, left } = opened(async () => []);
    await expect.poll(left, isOver).toBe(0);
    await tick(50);
    const order: string[] = [];
    const [routed, waiting] = [inbox.routed.bind(inbox), inbox.waiting.bind(inbox)];
    inbox.routed = (id, wishes, now) => {
      order.push(id);
      return routed(id, wishes, now);
    };
    const before = Array.from({ length: 40 }, (_, index) => `before ${index}`);
    inbox.waiting = async (limit) => {
      const page = await waiting(limit);
      if (page.some(({ id }) => id === 'before 0')) await receive('event:new', 'new');
      return page;
    };
    for (const id of before) await inbox.insert({ id, event: `event:${id}`, body: new Uint8Array(1) }, Date.now());
    worker.wake();
    await expect.poll(left, isOver).toBe(0);
    expect(order).toEqual([...before, 'new']);
  });

  it('is not held up by a delivery that can not be routed', async () => {
    const seen: string[] = [];
    const { send, left } = opened(async (key) => {
      seen.push(key);
      return [];
    });
    await send('poison');
    await send('good');
    await expect.poll(() => seen, isOver).toEqual(['good']);
    await expect.poll(left, { timeout: 8_000, interval: 50 }).toBe(0);
  });

  it('takes work up while most of a burst is not routed yet, and tells since when it could be done', async () => {
    const inbox = memoryInbox();
    const at = Date.now() - 1;
    for (let id = 0; id < 300; id += 1) await inbox.insert({ id: String(id), event: 'e', body: new Uint8Array() }, at);
    let [routed, worked, before] = [0, 0, 0];
    const waits: number[] = [];
    stoppedAtEnd(
      inboxWork({
        inbox,
        route: async ({ id }) => {
          routed += 1;
          return [{ key: id, detail: '' }];
        },
        work: async () => {
          if (worked === 0) before = routed;
          worked += 1;
          return [];
        },
        onLease: ({ due }, now) => waits.push(now - due),
        onFault: () => undefined,
      }),
    );
    await expect.poll(() => worked, isOver).toBe(300);
    expect(before).toBeLessThan(50);
    expect(waits).toHaveLength(300);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThan(60_000);
  });
});
