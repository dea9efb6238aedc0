/** Gives one after another the event loop. */
export interface Turns {
  /** Resolves when it is this one's turn: until its next wait it has the loop for itself. */
  readonly next: () => Promise<void>;
}

/**
 * Turns of the loop that are left to the door between two of ours: each takes one new connection, however many wait
 * (libuv's way of accepting), and a turn that holds a judgement's step is a long one.
 */
const left = 4;

/**
 * Spreads what uses the processor over turns of the event loop. Without it the answers that came from GitHub together are
 * all judged in one turn, and every delivery at the door waits for the last of them.
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let isGoing = false;
  const go = (before: number): void => {
    setImmediate(() => {
      if (before > 0) return go(before - 1);
      const first = waiting.shift();
      isGoing = first !== undefined;
      if (first === undefined) return;
      first();
      go(left);
    });
  };
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (isGoing) return;
        isGoing = true;
        go(0);
      }),
  };
}
