/** The time of a process, which tests replace. */
export interface Timer {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls back once after so many milliseconds; the answer takes it back. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
}

export const systemTimer: Timer = {
  now: () => Date.now(),
  later: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};
