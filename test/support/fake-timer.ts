import type { Timer } from '../../src/adapters/timer.ts';

export interface FakeTimer extends Timer {
  /** Lets so much time pass, callback by callback, each with what follows from it. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

/** Whatever follows from a callback without waiting for the network is done by then. */
const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A process's time that stands still until it is told to pass. `settle` resolves when all that follows from what was called
 * back is done: where that speaks to a network, no time must pass meanwhile.
 */
export function fakeTimer(start = 0, settle: () => Promise<void> = aTurn): FakeTimer {
  let now = start;
  let calls = 0;
  const waiting = new Map<number, { readonly at: number; readonly work: () => void }>();
  return {
    now: () => now,
    later: (milliseconds, work) => {
      const call = (calls += 1);
      waiting.set(call, { at: now + Math.max(0, milliseconds), work });
      return () => waiting.delete(call);
    },
    pass: async (milliseconds) => {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const [next] = [...waiting].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at);
        if (next === undefined) break;
        waiting.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].work();
        await settle();
      }
      now = end;
    },
  };
}
