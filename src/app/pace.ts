import { BoundedMap } from '../adapters/bounded-map.ts';
import type { Awaited } from '../core/route/awaited.ts';
import type { Wish } from '../reconcile/ports/inbox.ts';

/** How often each key was worked on lately, so that a storm of events is not a storm of judgements. */
export interface Pace {
  /** Work on the key begins. */
  readonly begun: (key: string, now: number) => void;
  /** The same wish, not before its key may be worked on again; commands and what has a time of its own stay as they are. */
  readonly paced: (wish: Wish, now: number) => Wish;
}

const memory = 600_000;
/** Keys that are surely known; those that were worked on last. */
const mostKeys = 5_000;

/** Kept in the process alone: what is lost or unknown here is worked on at once. */
export function createPace(): Pace {
  const begun = new BoundedMap<readonly number[]>(mostKeys);
  const lately = (key: string, now: number): readonly number[] =>
    (begun.get(key) ?? []).filter((at) => at > now - memory);
  return {
    begun: (key, now) => {
      begun.set(key, [...lately(key, now), now]);
    },
    paced: (wish, now) => {
      if (wish.lane === 'command' || wish.due !== undefined) return wish;
      const times = lately(wish.key, now);
      const due = (times.at(-1) ?? 0) + spacing(times.length);
      return due <= now ? wish : { ...wish, due };
    },
  };
}

/** A button goes with the commands, what a person did goes at once, and what comes in storms keeps the pace. */
export function hastened(how: Awaited, pace: Pace, now: () => number = Date.now): (wish: Wish) => Wish {
  if (how === 'press') return (wish) => ({ ...wish, lane: 'command' });
  return how === 'person' ? (wish) => wish : (wish) => pace.paced(wish, now());
}

/** Milliseconds between the beginnings of two rounds of work on a key, after so many in the last ten minutes. */
export function spacing(count: number): number {
  return spacings.find(({ below }) => count < below)?.wait ?? 30_000;
}

const spacings = [
  { below: 1, wait: 0 },
  { below: 2, wait: 500 },
  { below: 3, wait: 1_000 },
  { below: 4, wait: 2_000 },
  { below: 6, wait: 5_000 },
  { below: 10, wait: 10_000 },
  { below: 20, wait: 20_000 },
] as const;
