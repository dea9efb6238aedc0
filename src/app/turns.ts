/** Gives one after another the event loop. */
export interface Turns {
  /** Resolves when it is this one's turn: until its next wait it has the loop for itself. */
  readonly next: () => Promise<void>;
  /** The same for what begins: after what was begun, so that little is in memory at once, but for a turn now and then. */
  readonly begin: () => Promise<void>;
  /** Somebody came to the door, or brought something: the next turn is left to it. */
  readonly visited: () => void;
}

/**
 * Turns of the loop that are left to the door at most between two of ours, while somebody comes in each: it takes one new
 * connection a turn, however many wait (libuv's way of accepting), and a turn that holds a judgement's step is a long one.
 */
const left = 4;
/** Turns that what was begun has before one goes to what begins: it may want turns without end. */
const ahead = 4;

/**
 * Spreads what uses the processor over turns of the event loop. Without it the answers that came from GitHub together are
 * all judged in one turn, and every delivery at the door waits for the last of them.
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  const beginning: (() => void)[] = [];
  let isGoing = false;
  let isVisited = false;
  let passed = 0;
  const first = (): (() => void) | undefined => {
    const begins = beginning.length > 0 && (waiting.length === 0 || passed >= ahead);
    passed = begins || beginning.length === 0 ? 0 : passed + 1;
    return begins ? beginning.shift() : waiting.shift();
  };
  const turn = (spare: number): void => {
    if (isVisited && spare > 0) {
      isVisited = false;
      setImmediate(turn, spare - 1);
      return;
    }
    const next = first();
    isGoing = next !== undefined;
    if (next === undefined) return;
    isVisited = false;
    next();
    setImmediate(turn, left);
  };
  const join = (line: (() => void)[]): Promise<void> =>
    new Promise((resolve) => {
      line.push(resolve);
      if (isGoing) return;
      isGoing = true;
      setImmediate(turn, left);
    });
  return {
    next: () => join(waiting),
    begin: () => join(beginning),
    visited: () => {
      isVisited = true;
    },
  };
}
