import type { Limits } from './account.ts';

/** The processes that ask for the same installations, as far as they know of each other. */
export interface Peers {
  /** How many live now, this one with them. */
  readonly count: () => number;
  /** Until when one of them was told to send nothing for an installation, milliseconds since the epoch; 0 = none was. */
  readonly heldUntil: (installation: number) => Promise<number>;
  /** Tells the others. */
  readonly hold: (installation: number, until: number) => Promise<void>;
}

/** What one of so many processes may spend, so that all of them together keep within GitHub's limits. */
export function shareOf(limits: Limits, processes: number): Limits {
  if (processes === 1) return limits;
  const { points, creations, concurrent } = limits;
  return {
    points: { rest: points.rest / processes, graphql: points.graphql / processes },
    creations: { minute: Math.floor(creations.minute / processes), hour: Math.floor(creations.hour / processes) },
    concurrent: concurrent / processes,
  };
}
