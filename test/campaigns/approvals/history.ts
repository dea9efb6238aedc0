/** What people do to one pull request, in order. Contents are 0 (file not in the diff) to 2. */
export type Step =
  | { readonly act: 'push'; readonly who: number; readonly prompts: number; readonly runtime: number }
  /** A commit that somebody had pushed to another branch first is brought here by a fast-forward. */
  | {
      readonly act: 'bring';
      readonly who: number;
      readonly maker: number;
      readonly prompts: number;
      readonly runtime: number;
    }
  /** The file of prompts can be run from now on, or no longer; its text stays. */
  | { readonly act: 'turn'; readonly who: number }
  /** Back to the content of an earlier push, as a new commit or as that very commit. */
  | { readonly act: 'force_push'; readonly who: number; readonly to: number; readonly sameCommit: boolean }
  | { readonly act: 'approve' | 'object' | 'comment' | 'dismiss'; readonly who: number }
  | { readonly act: 'retarget' };

/** A generator of numbers below `below`, the same for the same seed. */
export type Dice = (below: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Reviewers speak more often than anything else happens; the author pushes most of the time. */
export function historyOf(dice: Dice, people: readonly number[]): readonly Step[] {
  const pick = (): number => people[dice(people.length)] ?? 0;
  const author = people[0] ?? 0;
  return Array.from({ length: 1 + dice(14) }, (): Step => {
    const roll = dice(20);
    if (roll < 9) return { act: 'approve', who: pick() };
    if (roll < 10) return { act: 'object', who: pick() };
    if (roll < 12) return { act: 'comment', who: pick() };
    if (roll < 14) return { act: 'dismiss', who: pick() };
    if (roll < 15) return { act: 'retarget' };
    const who = dice(8) === 0 ? pick() : author;
    if (roll < 16) {
      const maker = pick();
      return dice(2) === 0
        ? { act: 'turn', who }
        : { act: 'bring', who, maker, prompts: 1 + dice(2), runtime: dice(3) };
    }
    if (roll < 18) return { act: 'push', who, prompts: 1 + dice(2), runtime: dice(3) };
    return { act: 'force_push', who, to: dice(6), sameCommit: dice(2) === 0 };
  });
}
