import { expect, it } from 'vitest';
import { delivery, type InboxStage, wish } from './stage.ts';

/** What is told of the inbox, and what it forgets. */
export function counts(stage: InboxStage): void {
  const { taken, wishedFor } = stage;

  it('says how old the oldest is that could be taken', async () => {
    expect(await stage.inbox.counts(0)).toEqual({
      deliveries: 0,
      work: 0,
      leased: 0,
      dead: 0,
      oldest: null,
      awaited: null,
    });
    await stage.inbox.insert(delivery('a'), 5);
    await stage.inbox.insert(delivery('b'), 6);
    expect(await stage.inbox.counts(9)).toEqual({ deliveries: 2, work: 0, leased: 0, dead: 0, oldest: 5, awaited: 5 });
    await stage.inbox.routed('a', [], 7);
    await stage.inbox.routed('b', [wish('k')], 7);
    expect(await stage.inbox.counts(9)).toEqual({ deliveries: 0, work: 1, leased: 0, dead: 0, oldest: 7, awaited: 7 });
    await taken(9);
    expect(await stage.inbox.counts(18)).toEqual({
      deliveries: 0,
      work: 1,
      leased: 1,
      dead: 0,
      oldest: null,
      awaited: null,
    });
    // The lease ends at 19, and with it what it kept others from.
    expect(await stage.inbox.counts(19)).toEqual({ deliveries: 0, work: 1, leased: 0, dead: 0, oldest: 7, awaited: 7 });
  });

  it('says how old the oldest is that is no finding of a sweep', async () => {
    await wishedFor({ ...wish('swept'), lane: 'sweep' });
    expect(await stage.inbox.counts(9)).toMatchObject({ oldest: 0, awaited: null });
    for (const [lane, at] of [
      ['event', 5],
      ['command', 3],
    ] as const) {
      await wishedFor({ ...wish(lane), lane, due: at });
      expect(await stage.inbox.counts(9)).toMatchObject({ oldest: 0, awaited: at });
    }
    await stage.inbox.insert(delivery('a'), 2);
    expect(await stage.inbox.counts(9)).toMatchObject({ oldest: 0, awaited: 2 });
  });

  it('forgets what is done, by age and by number, and nothing else', async () => {
    for (let at = 0; at < 6; at += 1) {
      await stage.inbox.insert(delivery(String(at)), at);
      if (at > 0) await stage.inbox.routed(String(at), [], at);
    }
    expect(await stage.inbox.forget(3, 2)).toBe(3);
    expect(await stage.inbox.insert(delivery('4'), 9)).toBe('known');
    expect(await stage.inbox.insert(delivery('0'), 9)).toBe('known');
    expect(await stage.inbox.insert(delivery('3'), 9)).toBe('new');
  });

  it('forgets much as it forgets little', async () => {
    const count = 1_100;
    await Promise.all(Array.from({ length: count }, (_each, at) => stage.inbox.insert(delivery(String(at)), at)));
    await Promise.all(Array.from({ length: count }, (_each, at) => stage.inbox.routed(String(at), [], at)));
    expect(await stage.inbox.forget(0, count)).toBe(0);
    expect(await stage.inbox.forget(300, count)).toBe(300);
    expect(await stage.inbox.forget(0, 200)).toBe(600);
    expect(await stage.inbox.seen(['299', '899', '900', '1099'])).toEqual(new Set(['900', '1099']));
  });
}
