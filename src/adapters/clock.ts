import type { Clock } from '../reconcile/ports.ts';

/** The machine's clock, in whole seconds: GitHub's times have no fractions, and a snapshot must not either. */
export const systemClock: Clock = { now: () => new Date(Math.floor(Date.now() / 1000) * 1000) };

/** A clock that stands still, for harnesses that must get the same bytes twice. */
export function fixedClock(at: Date): Clock {
  return { now: () => at };
}
