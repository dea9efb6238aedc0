import type { Timer } from '../../src/adapters/timer.ts';

export interface FakeTimer extends Timer {
  /** Lets so much time pass, callback by callback, each with what follows from it. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

/** A process's time that stands still until it is told to pass. */
export function fakeTimer(start = 0): FakeTimer {
  let now = start;
  let calls = 0;
  const waiting = new Map<number, { readonly at: number; readonly work: () => void }>();
  // Whatever follows from a callback without waiting for the network is done by then.
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
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
