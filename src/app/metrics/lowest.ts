/** The least value of the last minutes, in two windows: a series for each installation would have no bound. */
export interface Lowest {
  readonly window: number;
  readonly now: number | null;
  readonly before: number | null;
}

const length = 300_000;

export const noLowest: Lowest = { window: 0, now: null, before: null };

/** With a value seen at a time, milliseconds since the epoch. */
export function withValue(lowest: Lowest, value: number, time: number): Lowest {
  const turned = turnedTo(lowest, time);
  return { ...turned, now: turned.now === null ? value : Math.min(turned.now, value) };
}

/** The least of the last 5 to 10 minutes; null = nothing was seen. */
export function lowestAt(lowest: Lowest, time: number): number | null {
  const { now, before } = turnedTo(lowest, time);
  const seen = [now, before].filter((value) => value !== null);
  return seen.length === 0 ? null : Math.min(...seen);
}

function turnedTo(lowest: Lowest, time: number): Lowest {
  const window = Math.floor(time / length);
  if (window === lowest.window) return lowest;
  return { window, now: null, before: window === lowest.window + 1 ? lowest.now : null };
}
