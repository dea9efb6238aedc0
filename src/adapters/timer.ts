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

/** Calls back each so many milliseconds; the answer ends it. */
export function every(timer: Timer, milliseconds: number, work: () => void): () => void {
  let end = (): void => undefined;
  const next = (): void => {
    end = timer.later(milliseconds, () => {
      next();
      work();
    });
  };
  next();
  return () => end();
}
