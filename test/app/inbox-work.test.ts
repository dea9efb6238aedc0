import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { systemTimer } from '../../src/adapters/timer.ts';
import { inboxWork } from '../../src/app/inbox-work.ts';
import { mostTries } from '../../src/reconcile/ports/inbox.ts';
import { memoryInbox } from '../support/memory-inbox.ts';
import { isOver, opened, stoppedAtEnd, tick } from './open-inbox-work.ts';

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

  it('keeps the notes of work with its end, and those of work that failed: what goes with them was wished for', async () => {
    const inbox = memoryInbox();
    let [tries, ahead] = [0, 0];
    stoppedAtEnd(
      inboxWork({
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
      }),
    );
    await expect.poll(() => inbox.note('n'), isOver).toBe('1');
    ahead = 3_600_000;
    await expect.poll(() => inbox.note('n'), isOver).toBe('2');
  });

  it('keeps no note of work that another process may do by now', async () => {
    const inbox = memoryInbox();
    const faults: string[] = [];
    stoppedAtEnd(
      inboxWork({
        inbox,
        first: [{ key: 'k', detail: '' }],
        route: async () => [],
        work: async (_lease, _isHeld, keep) => {
          keep('n', 'old');
          throw new Fault('lease_lost', { message: '' });
        },
        onFault: ({ code }) => void faults.push(code),
      }),
    );
    await expect.poll(() => faults, isOver).toEqual(['lease_lost']);
    await tick(20);
    expect(await inbox.note('n')).toBe(null);
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
    stoppedAtEnd(worker);
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
