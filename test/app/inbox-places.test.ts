import { describe, expect, it } from 'vitest';
import { createTurns } from '../../src/app/turns.ts';
import { isOver, opened, tick } from './open-inbox-work.ts';

describe('the work of the inbox, while much is under way,', () => {
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

  it('begins a command at once, whatever else waits to begin', async () => {
    const seen: string[] = [];
    const turns = { ...createTurns(), begin: () => new Promise<void>(() => undefined) };
    const { receive } = opened(async (key) => {
      seen.push(key);
      return [];
    }, turns);
    await receive('event:waits');
    await receive('command:ordered');
    await expect.poll(() => seen, isOver).toEqual(['ordered']);
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
});
