import { describe, expect, it } from 'vitest';
import type { Cost } from '../../../../src/adapters/github/limiter/cost.ts';
import { createLimiter, type Limiter } from '../../../../src/adapters/github/limiter/limiter.ts';
import type { Lane } from '../../../../src/reconcile/ports/inbox.ts';
import { fakeTimer } from '../../../support/fake-timer.ts';

const creation: Cost = { api: 'graphql', points: 5, creations: 1 };
const query: Cost = { api: 'graphql', points: 1, creations: 0 };
const fine = { limitedFor: null, primary: null };
const hour = 3_600_000;

/** A limiter, and when each request that entered was let in. */
function opened(patience = hour) {
  const timer = fakeTimer();
  const limiter = createLimiter({ timer, patience });
  const entered: { readonly lane: Lane; readonly at: number }[] = [];
  const faults: { readonly lane: Lane; readonly seconds: unknown }[] = [];
  const enter = (lane: Lane, cost: Cost, takes = 50, installation = 1): void => {
    limiter.enter(installation, lane, cost).then(
      ({ end }) => {
        entered.push({ lane, at: timer.now() });
        timer.later(takes, () => end(fine));
      },
      (fault: { code: string; retry_after_seconds: number }) => {
        expect(fault.code).toBe('github_rate_limited');
        faults.push({ lane, seconds: fault.retry_after_seconds });
      },
    );
  };
  const atOf = (lane: Lane) => entered.filter((one) => one.lane === lane).map(({ at }) => at);
  return { timer, limiter, enter, entered, faults, atOf };
}

async function limit(limiter: Limiter, seconds: number): Promise<void> {
  const { end } = await limiter.enter(1, 'event', query);
  end({ limitedFor: seconds, primary: null });
}

describe('the limiter', () => {
  it('lets a command in at once behind 300 creations of sweeps and events, and stays within 80 a minute, 500 an hour', async () => {
    const { timer, enter, atOf, entered } = opened();
    for (let count = 0; count < 300; count += 1) enter(count % 2 === 0 ? 'event' : 'sweep', creation);
    for (let second = 0; second < 3_600; second += 60) {
      enter('command', creation);
      await timer.pass(60_000);
    }
    const delays = atOf('command').map((at, index) => at - index * 60_000);
    expect(delays).toEqual(Array.from({ length: 60 }, () => 0));
    expect(atOf('event').length).toBe(150);
    expect(entered.length).toBeLessThanOrEqual(500);
    for (const { at } of entered) {
      expect(entered.filter((one) => one.at >= at && one.at < at + 60_000).length).toBeLessThanOrEqual(80);
    }
  });

  it('keeps creations within the hour for events, and room for commands after it', async () => {
    const { timer, enter, atOf } = opened(2 * hour);
    for (let count = 0; count < 600; count += 1) enter('event', creation);
    await timer.pass(hour - 60_000);
    expect(atOf('event').length).toBe(425);
    for (let count = 0; count < 12; count += 1) enter('command', creation);
    await timer.pass(1);
    expect(atOf('command').length).toBe(12);
    await timer.pass(hour);
    expect(atOf('event').length).toBe(600);
  });

  it('keeps the order of writes within a lane, and lets a read pass them', async () => {
    const { timer, limiter, enter, entered } = opened();
    for (let count = 0; count < 66; count += 1) enter('event', creation);
    enter('event', { ...creation, creations: 3 });
    enter('event', creation);
    enter('event', query);
    await timer.pass(1);
    expect([entered.length, limiter.counts().waiting.event]).toEqual([67, 2]);
    await timer.pass(70_000);
    expect(entered.length).toBe(69);
  });

  it('counts of those that wait which ones write', async () => {
    const { timer, limiter, enter } = opened();
    await limit(limiter, 10);
    for (const cost of [query, query, creation, { ...creation, creations: 0 }]) enter('event', cost);
    enter('sweep', { api: 'rest', points: 1, creations: 0 });
    await timer.pass(1);
    expect([limiter.counts().waitingWrites, limiter.counts().waiting.event]).toEqual([2, 4]);
    await timer.pass(11_000);
    expect(limiter.counts().waitingWrites).toBe(0);
  });

  it('does not look again each millisecond for one that only waits behind another', async () => {
    const { timer, limiter, enter, entered } = opened();
    let looks = 0;
    const later = timer.later;
    Object.assign(timer, {
      later: (...given: Parameters<typeof later>) => {
        looks += 1;
        return later(...given);
      },
    });
    for (let count = 0; count < 66; count += 1) enter('event', creation);
    // Too much for what is left of the minute; the one behind it would fit, and keeps its place.
    enter('event', { ...creation, creations: 3 });
    enter('event', creation);
    await timer.pass(1_000);
    looks = 0;
    await timer.pass(5_000);
    expect(looks).toBeLessThan(10);
    expect(limiter.counts().waiting.event).toBe(2);
    await timer.pass(70_000);
    expect(entered.length).toBe(68);
  });

  it('forgets no limit, however many installations there are', async () => {
    const { timer, limiter, enter, entered } = opened(0);
    await limit(limiter, 60);
    for (let installation = 2; installation < 3_000; installation += 1) enter('event', creation, 0, installation);
    enter('event', query);
    await timer.pass(0);
    expect([entered.length, limiter.counts().held]).toEqual([2_998, 1]);
  });

  it('counts each installation on its own', async () => {
    const { timer, enter, entered } = opened();
    for (let count = 0; count < 200; count += 1) enter('event', creation, 50, count % 4);
    await timer.pass(0);
    expect(entered.length).toBe(200);
  });

  it('sends nothing at all while a limit lasts, and one after the other goes on after it', async () => {
    const { timer, limiter, enter, entered } = opened();
    await limit(limiter, 60);
    for (const lane of ['sweep', 'event', 'command'] as const) enter(lane, query);
    await timer.pass(59_999);
    expect([entered.length, limiter.counts().held, limiter.counts().limited]).toEqual([0, 1, 1]);
    await timer.pass(1);
    expect(entered.map(({ lane }) => lane)).toEqual(['command', 'event', 'sweep']);
    expect(limiter.counts().held).toBe(0);
  });

  it('looks at nothing again until the primary limit is over: no hot loop', async () => {
    const { timer, limiter, enter, entered } = opened();
    const { end } = await limiter.enter(1, 'event', query);
    end({ limitedFor: null, primary: { limit: 5_000, remaining: 0, resetsIn: 59 * 60_000 } });
    let looks = 0;
    const later = timer.later;
    Object.assign(timer, {
      later: (milliseconds: number, then: () => void) => {
        looks += 1;
        return later(milliseconds, then);
      },
    });
    enter('command', query);
    await timer.pass(59 * 60_000 - 1);
    expect([looks, entered.length, limiter.counts().remaining.graphql]).toEqual([1, 0, 0]);
    await timer.pass(1);
    expect([entered.length, limiter.counts().remaining.graphql]).toEqual([1, null]);
  });

  it('sends back what would wait too long, and says for how long', async () => {
    const { timer, limiter, enter, faults } = opened(5_000);
    await limit(limiter, 3_540);
    enter('event', query);
    await timer.pass(0);
    expect(faults).toEqual([{ lane: 'event', seconds: 3_540 }]);
    expect(limiter.counts().refused).toEqual({ command: 0, event: 1, sweep: 0 });
  });

  it('sends back what has waited too long behind others', async () => {
    const { timer, limiter, enter, entered, faults } = opened(5_000);
    for (let count = 0; count < 85; count += 1) enter('event', query, 60_000);
    for (let count = 0; count < 15; count += 1) enter('event', query);
    await timer.pass(4_999);
    expect([entered.length, faults.length, limiter.counts().waiting.event]).toEqual([85, 0, 15]);
    await timer.pass(2);
    expect([faults.length, limiter.counts().waiting.event]).toEqual([15, 0]);
    expect(limiter.counts().waits.event).toEqual({ count: 15, milliseconds: 75_000 });
  });

  it('says whether low values should be left out, and counts them', async () => {
    const { timer, limiter, enter } = opened();
    expect(limiter.shed(1, 'event', 5)).toBe(null);
    for (let count = 0; count < 38; count += 1) enter('event', creation);
    await timer.pass(0);
    expect(limiter.shed(1, 'event', 2)).toBe(null);
    expect(limiter.shed(1, 'event', 3)).toEqual({ until: 65_000 });
    expect(limiter.shed(2, 'event', 3)).toBe(null);
    expect(limiter.counts().shed).toBe(3);
  });

  it("keeps to GitHub's own word alone where it has no limits", async () => {
    const timer = fakeTimer();
    const limiter = createLimiter({ timer, limits: null, patience: 0 });
    for (let count = 0; count < 5_000; count += 1) (await limiter.enter(1, 'sweep', creation)).end(fine);
    await limit(limiter, 60);
    await expect(limiter.enter(1, 'command', query)).rejects.toMatchObject({ retry_after_seconds: 60 });
  });
});
