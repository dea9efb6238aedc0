import type { Lane } from '../../../reconcile/ports/inbox.ts';
import type { Account } from './account.ts';
import { type Api, type Cost, isWrite } from './cost.ts';

/** What is read for metrics. */
export interface LimiterCounts {
  /** Requests that wait now. */
  readonly waiting: Readonly<Record<Lane, number>>;
  /** Those of them that write. */
  readonly waitingWrites: number;
  /** Requests that had to wait, and for how many milliseconds together. */
  readonly waits: Readonly<Record<Lane, { readonly count: number; readonly milliseconds: number }>>;
  /** Requests that would have waited too long and went back to the inbox. */
  readonly refused: Readonly<Record<Lane, number>>;
  /** Low-value writes that were left out. */
  readonly shed: number;
  /** Limits of GitHub that were met. */
  readonly limited: number;
  /** Installations for which nothing is sent now. */
  readonly held: number;
  /** The least that any installation has left of its requests of the hour, as GitHub last said; null = not said. */
  readonly remaining: Readonly<Record<Api, number | null>>;
}

/** What has happened since the process began; it only grows. */
export interface Tally {
  readonly waits: Record<Lane, { readonly count: number; readonly milliseconds: number }>;
  readonly refused: Record<Lane, number>;
  shed: number;
  limited: number;
}

export function newTally(): Tally {
  return {
    waits: perLane(() => ({ count: 0, milliseconds: 0 })),
    refused: perLane(() => 0),
    shed: 0,
    limited: 0,
  };
}

/** Counts a request that is let in or refused now; one that did not have to wait is none. */
export function recordWait(
  tally: Tally,
  { lane, since }: { readonly lane: Lane; readonly since: number },
  now: number,
): void {
  if (now === since) return;
  tally.waits[lane] = {
    count: tally.waits[lane].count + 1,
    milliseconds: tally.waits[lane].milliseconds + now - since,
  };
}

interface Counted {
  readonly account: Account;
  readonly waiters: readonly { readonly lane: Lane; readonly cost: Cost }[];
}

/** The tally, with what the installations say at this moment. */
export function countsOf(tally: Tally, installations: readonly Counted[], now: number): LimiterCounts {
  const remaining = (api: Api): number | null => {
    const said = installations.flatMap(({ account }) => {
      const primary = account.primary[api];
      return primary === null || primary.resetsAt <= now ? [] : [primary.remaining];
    });
    return said.length === 0 ? null : Math.min(...said);
  };
  const waiters = installations.flatMap((one) => one.waiters);
  return {
    ...structuredClone(tally),
    waiting: perLane((lane) => waiters.filter((one) => one.lane === lane).length),
    waitingWrites: waiters.filter(({ cost }) => isWrite(cost)).length,
    held: installations.filter(({ account }) => account.heldUntil > now).length,
    remaining: { rest: remaining('rest'), graphql: remaining('graphql') },
  };
}

function perLane<Value>(of: (lane: Lane) => Value): Record<Lane, Value> {
  return { command: of('command'), event: of('event'), sweep: of('sweep') };
}
