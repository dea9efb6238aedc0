import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { createReadiness } from '../../src/app/readiness.ts';

const start = 10_000_000;

function opened() {
  const state = { now: start, probes: 0, isDown: false, isWorking: true, awaited: null as number | null };
  const inbox = {
    probe: async () => {
      state.probes += 1;
      if (state.isDown) throw new Fault('store_unusable', { message: '' });
    },
    counts: async () => ({ deliveries: 0, work: 9, leased: 0, dead: 0, oldest: 0, awaited: state.awaited }),
  };
  const isReady = createReadiness(
    inbox,
    () => state.isWorking,
    () => state.now,
  );
  return { state, isReady: () => isReady().catch(() => 'down') };
}

describe('the App is ready', () => {
  it.each([
    ['nothing waits', null, true],
    ['what people wait for has waited for less than 5 minutes', start - 299_999, true],
    ['what people wait for has waited for 5 minutes', start - 300_000, false],
  ])('when %s, whatever sweeps left: %s', async (_words, awaited, is) => {
    const { state, isReady } = opened();
    state.awaited = awaited;
    expect(await isReady()).toBe(is);
  });

  it('not before it works', async () => {
    const { state, isReady } = opened();
    state.isWorking = false;
    expect(await isReady()).toBe(false);
    expect(state.probes).toBe(0);
  });

  it('for a second after it was found so, and is asked anew while it was not', async () => {
    const { state, isReady } = opened();
    for (let times = 0; times < 50; times += 1) expect(await isReady()).toBe(true);
    expect(state.probes).toBe(1);
    state.isDown = true;
    state.now += 999;
    expect(await isReady()).toBe(true);
    state.now += 1;
    expect(await isReady()).toBe('down');
    state.isDown = false;
    expect(await isReady()).toBe(true);
    expect(state.probes).toBe(3);
  });
});
