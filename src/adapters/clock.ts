import type { Clock } from '../reconcile/ports.ts';

/** A clock in whole seconds: GitHub's times have no fractions, and a snapshot must not either. */
export function clockOf(milliseconds: () => number): Clock {
  return { now: () => new Date(Math.floor(milliseconds() / 1000) * 1000) };
}

/** The machine's clock. */
export const systemClock: Clock = clockOf(Date.now);

/** A clock that stands still, for harnesses that must get the same bytes twice. */
export function fixedClock(at: Date): Clock {
  return { now: () => at };
}
