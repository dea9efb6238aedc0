import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { systemTimer } from '../../src/adapters/timer.ts';
import { type InboxWork, inboxWork } from '../../src/app/inbox-work.ts';
import { createTurns } from '../../src/app/turns.ts';
import { type Lane, mostTries, type Wish } from '../../src/reconcile/ports/inbox.ts';
import { memoryInbox } from '../support/memory-inbox.ts';

const tick = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const isOver = { timeout: 3_000, interval: 5 };
let running: InboxWork | null = null;
afterEach(() => running?.stop(100));

/** Each delivery wishes for the key that it names. */
function opened(
  work: (key: string, isHeld: () => Promise<boolean>) => Promise<readonly Wish[]>,
  turns = createTurns(),
) {
  const inbox = memoryInbox();
  const clock = { ahead: 0 };
  const faults: string[] = [];
  const worker = inboxWork({
    inbox,
    turns,
    route: async ({ event }) => {
      if (event === 'poison') throw new Error('not to be routed');
      const [lane, name] = event.split(':') as [Lane, string | undefined];
      return [{ key: name ?? event, detail: '', ...(name === undefined ? {} : { lane }) }];
    },
    work: ({ key }, isHeld) => work(key, isHeld),
    onFault: ({ code }, name) => faults.push(`${name}: ${code}`),
    timer: { ...systemTimer, now: () => Date.now() + clock.ahead },
  });
  running = worker;
  let deliveries = 0;
  const send = async (event: string): Promise<void> => {
    deliveries += 1;
    await inbox.insert({ id: String(deliveries), event, body: new Uint8Array() }, Date.now());
    worker.wake();
  };
  const left = async () => {
    // Counted at one moment: between two looks a delivery becomes work.
    const { work: wished, deliveries: waiting } = await inbox.counts(Date.now());
    return wished + waiting;
  };
  /** As the door does it. */
  const receive = (event: string, id = String((deliveries += 1)), bytes = 1): Promise<'new' | 'known'> =>
    worker.receive({ id, event, body: new Uint8Array(bytes) });
  return { inbox, clock, worker, faults, send, receive, left };
}

describe('the work of the inbox', () => {
  it('does one piece of a key at a time, and what comes meanwhile is one more round', async () => {
    let [rounds, side] = [0, 0];
    const { send, left } = opened(async () => {
      rounds += 1;
      side += 1;
      expect(side).toBe(1);
      await tick(20);
      side -= 1;
      return [];
    });
    for (let times = 0; times < 30; times += 1) await send('one key');
    await expect.poll(left, isOver).toBe(0);
    expect(rounds).toBe(2);
  });

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

  it('keeps the notes of work with its end, and those of work that failed: what goes with them was wished for', async () => {
    const inbox = memoryInbox();
    let [tries, ahead] = [0, 0];
    running = inboxWork({
      inbox,
      first: [{ key: 'k', detail: '' }],
      route: async () => [],
      work: async (_lease, _isHeld, keep) => {
        keep('n', String((tries += 1)));
        if (tries === 1) throw new Fault('github_unreachable', { message: '', retry_after_seconds: 0 });
        return [];
      },
      onFault: () => undefined,
      timer: { ...systemTimer, now: () => Date.now() + ahead },
    });
    await expect.poll(() => inbox.note('n'), isOver).toBe('1');
    ahead = 3_600_000;
    await expect.poll(() => inbox.note('n'), isOver).toBe('2');
  });

  it('keeps no note of work that another process may do by now', async () => {
    const inbox = memoryInbox();
    const faults: string[] = [];
    running = inboxWork({
      inbox,
      first: [{ key: 'k', detail: '' }],
      route: async () => [],
      work: async (_lease, _isHeld, keep) => {
        keep('n', 'old');
        throw new Fault('lease_lost', { message: '' });
      },
      onFault: ({ code }) => void faults.push(code),
    });
    await expect.poll(() => faults, isOver).toEqual(['lease_lost']);
    await tick(20);
    expect(await inbox.note('n')).toBe(null);
  });

  it('begins a command though events that were begun want turn after turn', async () => {
    const turns = createTurns();
    let isCommanded = false;
    const { receive, left } = opened(async (key) => {
      if (key === 'ordered') isCommanded = true;
      for (let turn = 0; key !== 'ordered' && !isCommanded && turn < 5_000; turn += 1) await turns.next();
      return isCommanded ? [] : Promise.reject(new Error('no command came'));
    }, turns);
    await Promise.all([receive('event:a'), receive('event:b'), receive('event:c')]);
    await tick(20);
    await receive('command:ordered');
    await expect.poll(left, isOver).toBe(0);
    expect(isCommanded).toBe(true);
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

  it('works on different keys side by side, up to its width', async () => {
    let [now, most] = [0, 0];
    const { send, left } = opened(async () => {
      now += 1;
      most = Math.max(most, now);
      await tick();
      now -= 1;
      return [];
    });
    for (let key = 0; key < 200; key += 1) await send(`key_${key}`);
    await expect.poll(left, isOver).toBe(0);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(60);
  });

  it('takes work up while most of a burst is not routed yet, and tells since when it could be done', async () => {
    const inbox = memoryInbox();
    const at = Date.now() - 1;
    for (let id = 0; id < 300; id += 1) await inbox.insert({ id: String(id), event: 'e', body: new Uint8Array() }, at);
    let [routed, worked, before] = [0, 0, 0];
    const waits: number[] = [];
    running = inboxWork({
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
    });
    await expect.poll(() => worked, isOver).toBe(300);
    expect(before).toBeLessThan(50);
    expect(waits).toHaveLength(300);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThan(60_000);
  });

  it.each([
    ['sweep', 'event'],
    ['sweep', 'command'],
    ['event', 'command'],
  ])('finds a place behind 100 endless pieces of the lane %s for one of the lane %s', async (slow, quick) => {
    let ended = () => {};
    const end = new Promise<void>((resolve) => (ended = resolve));
    const done: string[] = [];
    const { worker, send } = opened(async (key) => {
      if (key !== 'quick') await end;
      done.push(key);
      return [];
    });
    for (let key = 0; key < 100; key += 1) await send(`${slow}:slow_${key}`);
    await tick(50);
    await send(`${quick}:quick`);
    await expect.poll(() => done, isOver).toEqual(['quick']);
    await worker.stop(0);
    ended();
  });

  it('finds a place for other owners behind 100 endless pieces of one', async () => {
    let ended = () => {};
    const end = new Promise<void>((resolve) => (ended = resolve));
    const done: string[] = [];
    let [slow, most] = [0, 0];
    const { worker, send } = opened(async (key) => {
      if (key.startsWith('pull_request acme/')) {
        slow += 1;
        most = Math.max(most, slow);
        await end;
      }
      done.push(key);
      return [];
    });
    for (let key = 0; key < 100; key += 1) await send(`pull_request acme/agents#${key}`);
    await tick(50);
    const others = Array.from({ length: 30 }, (_each, key) => `pull_request other-${key % 3}/agents#${key}`);
    for (const key of others) await send(key);
    await expect.poll(() => done.toSorted(), { timeout: 8_000, interval: 20 }).toEqual(others.toSorted());
    expect(most).toBe(60);
    await worker.stop(0);
    ended();
  });

  it('lets work that met a limit wait for as long as GitHub wants, untried, and is not told of it again before', async () => {
    let tries = 0;
    const { inbox, faults, send } = opened(async () => {
      tries += 1;
      throw new Fault('github_rate_limited', { message: '', retry_after_seconds: 3_540 });
    });
    await send('k');
    await expect.poll(() => faults.length, isOver).toBe(1);
    await send('k');
    await tick(1_200);
    expect([tries, faults]).toEqual([1, ['k: github_rate_limited']]);
    const [lease] = await inbox.take(9, Date.now() + 3_541_000, Infinity);
    expect(lease?.tries).toBe(0);
  });

  it('does what follows from work', async () => {
    const seen: string[] = [];
    const { send, left } = opened(async (key) => {
      seen.push(key);
      return key === 'commit' ? [{ key: 'pull', detail: '' }] : [];
    });
    await send('commit');
    await expect.poll(left, isOver).toBe(0);
    expect(seen).toEqual(['commit', 'pull']);
  });

  it.each([
    ['what a second try can mend', new Fault('github_unreachable', { message: '' }), 1],
    ['a key that GitHub refuses', new Fault('github_unauthorized', { message: '' }), 1],
    ['a defect of ours', new Error('a defect'), 1],
    ['nothing that no second try can mend', new Fault('github_forbidden', { message: '' }), 0],
  ])('keeps %s for another try, later', async (_sentence, error, kept) => {
    let tries = 0;
    const { inbox, send, left, faults } = opened(async () => {
      tries += 1;
      throw error;
    });
    await send('key');
    await expect.poll(() => faults.length, isOver).toBe(1);
    await expect.poll(left, isOver).toBe(kept);
    expect(await inbox.take(9, Date.now() + 10_000, Date.now() + 20_000)).toEqual([]);
    expect(await inbox.take(9, Date.now() + 20_000, Date.now() + 30_000)).toHaveLength(kept);
    expect(tries).toBe(1);
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

  it('tells a worker that lost its lease to write nothing', async () => {
    const answers: boolean[] = [];
    const { inbox, clock, send, left } = opened(async (_key, isHeld) => {
      if (answers.length > 0) return [];
      answers.push(await isHeld());
      // The process stood still for a minute, and another one took its work.
      clock.ahead = 60_000;
      await inbox.take(9, Date.now() + 60_000, Date.now() + 60_001);
      answers.push(await isHeld());
      return [];
    });
    await send('key');
    await expect.poll(left, isOver).toBe(0);
    expect(answers).toEqual([true, false]);
  });

  it('asks the store before a write once a lease is half over, and keeps it then', async () => {
    const answers: boolean[] = [];
    const renewals: number[] = [];
    const { inbox, clock, send, left } = opened(async (_key, isHeld) => {
      for (const ahead of [0, 4_000, 6_000, 8_000]) {
        clock.ahead = ahead;
        answers.push(await isHeld());
      }
      return [];
    });
    const renew = inbox.renew;
    inbox.renew = (lease, until) => {
      renewals.push(clock.ahead);
      return renew(lease, until);
    };
    await send('key');
    await expect.poll(left, isOver).toBe(0);
    expect(answers).toEqual([true, true, true, true]);
    expect(renewals).toEqual([6_000]);
  });

  it('wishes for what comes first until the store has taken it, and once', async () => {
    const inbox = memoryInbox();
    const wishes: string[] = [];
    const wish = inbox.wish.bind(inbox);
    inbox.wish = async (given, now) => {
      wishes.push(given.map(({ key }) => key).join());
      if (wishes.length < 3) throw new Fault('store_unusable', { message: '' });
      await wish(given, now);
    };
    const seen: string[] = [];
    const worker = inboxWork({
      inbox,
      first: [{ key: 'sweep', detail: '' }],
      route: async () => [],
      work: async ({ key }) => {
        seen.push(key);
        return [];
      },
      onFault: () => undefined,
    });
    running = worker;
    await expect.poll(() => seen, { timeout: 8_000, interval: 20 }).toEqual(['sweep']);
    for (let times = 0; times < 5; times += 1) {
      worker.wake();
      await tick();
    }
    expect(wishes).toEqual(['sweep', 'sweep', 'sweep']);
  });

  it('counts no fault of the store as a try of a delivery or of work', async () => {
    const seen: string[] = [];
    const { inbox, worker, faults, send } = opened(async (key) => {
      seen.push(key);
      return [];
    });
    const [routed, done] = [inbox.routed.bind(inbox), inbox.done.bind(inbox)];
    let isDown = true;
    const unlessDown = (): void => {
      if (isDown) throw new Fault('store_unusable', { message: '' });
    };
    inbox.routed = async (...given) => {
      unlessDown();
      return routed(...given);
    };
    await send('key');
    for (let times = 0; times < 2 * mostTries; times += 1) {
      worker.wake();
      await tick(10);
    }
    expect(faults.length).toBeGreaterThan(mostTries);
    expect(new Set(faults)).toEqual(new Set(['inbox: store_unusable']));
    expect(await inbox.waiting(9)).toHaveLength(1);
    inbox.done = async (...given) => {
      unlessDown();
      return done(...given);
    };
    inbox.routed = routed;
    worker.wake();
    await expect.poll(() => seen, isOver).toEqual(['key']);
    await expect.poll(async () => (await inbox.counts(Date.now())).leased, isOver).toBe(0);
    isDown = false;
    const [lease] = await inbox.take(9, Date.now() + 20_000, Date.now() + 30_000);
    expect(lease).toMatchObject({ key: 'key', tries: 0 });
  });

  it('at its end waits for what is under way, and gives back what takes too long', async () => {
    const ended: string[] = [];
    const { inbox, worker, send } = opened(async (key, isHeld) => {
      await tick(key === 'slow' ? 400 : 30);
      if (await isHeld()) ended.push(key);
      return [];
    });
    await send('slow');
    await send('quick');
    await tick();
    await worker.stop(150);
    expect(ended).toEqual(['quick']);
    expect(await inbox.counts(Date.now())).toMatchObject({ work: 1, leased: 0 });
    await tick(350);
    expect(ended).toEqual(['quick']);
  });
});
