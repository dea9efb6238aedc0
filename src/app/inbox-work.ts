import { faultOf } from '../adapters/fault.ts';
import { systemTimer, type Timer } from '../adapters/timer.ts';
import type { Inbox, KeptDelivery, Lane, Lease, Wish } from '../reconcile/ports/inbox.ts';
import { crowdOf } from './crowd.ts';
import { deliveryRouting } from './delivery-routing.ts';
import { createTurns, type Turns } from './turns.ts';

export interface InboxWorkOptions {
  readonly inbox: Inbox;
  /** Wished for at the beginning, again at each look until the store has taken it. */
  readonly first?: readonly Wish[];
  /** What a delivery comes down to. */
  readonly route: (delivery: KeptDelivery) => Promise<readonly Wish[]>;
  /** Does the work of one key and answers what follows. `isHeld` is asked before each write, and makes the lease longer. */
  readonly work: (lease: Lease, isHeld: () => Promise<boolean>) => Promise<readonly Wish[]>;
  /** Told of each failure; never of a body. */
  readonly onFault: (fault: ReturnType<typeof faultOf>, name: string) => void;
  /** Told of each piece of work that is taken up, and when. */
  readonly onLease?: (lease: Lease, now: number) => void;
  /** Default: turns of its own. */
  readonly turns?: Pick<Turns, 'next'>;
  readonly timer?: Timer;
}

export interface InboxWork {
  /** There may be something to do: looked at once, and every second for what other processes and time bring. */
  readonly wake: () => void;
  /** Takes nothing more, waits for what is under way, at most so many milliseconds, and gives the rest back. */
  readonly stop: (longest: number) => Promise<void>;
}

/**
 * How much is under way at once before a lane takes no more: a command finds a free place behind any number of events and
 * sweeps, and an event behind any number of sweeps. Work waits for the network for most of its time, and GitHub takes 100
 * requests of an installation at once.
 */
const widths: Readonly<Record<Lane, number>> = { sweep: 30, event: 60, command: 80 };
/** Places besides for work of others, when one owner's takes all of those, and how often they are looked for, milliseconds. */
const beside = { places: 20, every: 250 } as const;
/** A killed process's work is taken up again after this, milliseconds; a lease under way is renewed three times as often. */
const leaseTime = 10_000;
const pollTime = 1_000;
/** Work is not given up for these: it waits for as long as GitHub wants, or for so many seconds. */
const noFaultOfWork: Readonly<Record<string, number>> = { github_rate_limited: 60, store_unusable: 15 };
const longestRelease = 1_000;
/** Milliseconds before the second try, the third, …; a limit's own time is kept besides. */
const waits = [15_000, 60_000, 300_000, 900_000];
/** Turns deliveries into work and does it: one worker a key at a time, across all processes on the inbox. */
export function inboxWork(options: InboxWorkOptions): InboxWork {
  const { inbox, work, onFault, onLease, turns = createTurns(), timer = systemTimer } = options;
  const running = new Map<Lease, Promise<void>>();
  /** Those of them that have a place besides. */
  const aside = new Set<Lease>();
  let nextAside = 0;
  let round: Promise<void> | null = null;
  let isWanted = false;
  let first = options.first ?? [];
  let isStopped = false;
  /** What was still under way is given back: this process writes nothing more. */
  let isOver = false;
  const routeSome = deliveryRouting({ ...options, turns, timer, isStopped: () => isStopped });

  const settle = async (lease: Lease, taken: number): Promise<void> => {
    let until = taken + leaseTime;
    const renew = async (): Promise<boolean> => {
      const next = timer.now() + leaseTime;
      const isOurs = !isOver && (await inbox.renew(lease, next));
      if (isOurs) until = next;
      return isOurs;
    };
    // Nobody takes what is leased before its time is over: the store is asked only when that comes near.
    const isHeld = async (): Promise<boolean> => (!isOver && timer.now() < until - leaseTime / 2) || renew();
    const endBeat = every(timer, leaseTime / 3, () => void renew().catch(() => false));
    try {
      await turns.next();
      const follow = await work(lease, isHeld);
      await inbox.done(lease, follow, timer.now());
    } catch (error) {
      const fault = faultOf(error);
      onFault(fault, lease.key);
      const pause = noFaultOfWork[fault.code];
      if (pause !== undefined) {
        await inbox.release(lease, timer.now() + (fault.retry_after_seconds ?? pause) * 1_000);
        return;
      }
      const wait = Math.max(waits[lease.tries] ?? 0, (fault.retry_after_seconds ?? 0) * 1_000);
      await (isFinal(fault) ? inbox.done(lease, [], timer.now()) : inbox.failed(lease, fault.code, timer.now() + wait));
    } finally {
      endBeat();
    }
  };
  const start = (lease: Lease, taken: number): void => {
    const settled = settle(lease, taken)
      // The store failed: the lease runs out, and the work is done again.
      .catch((error: unknown) => onFault(faultOf(error), lease.key))
      .finally(() => {
        running.delete(lease);
        aside.delete(lease);
        wake();
      });
    running.set(lease, settled);
  };
  const look = async (): Promise<void> => {
    while (isWanted && !isStopped) {
      isWanted = false;
      if (first.length > 0) await inbox.wish(first, timer.now());
      first = [];
      if (await routeSome()) isWanted = true;
      for (const lane of ['sweep', 'event', 'command'] as const) {
        const free = widths[lane] - (running.size - aside.size);
        if (free <= 0 || isStopped) continue;
        const now = timer.now();
        const leases = await inbox.take(free, now, now + leaseTime, lane);
        for (const lease of leases) {
          onLease?.(lease, now);
          start(lease, now);
        }
        // The later lanes are part of this one: nothing more is due in them.
        if (leases.length < free) break;
      }
      await lookBeside();
    }
  };
  /** What hangs for one owner holds up nobody else's work. */
  const lookBeside = async (): Promise<void> => {
    const now = timer.now();
    if (isStopped || running.size - aside.size < widths.event || now < nextAside) return;
    nextAside = now + beside.every;
    const crowd = crowdOf([...running.keys()].map(({ key }) => key));
    if (crowd.length === 0) return;
    for (const lease of await inbox.take(beside.places - aside.size, now, now + leaseTime, 'event', crowd)) {
      onLease?.(lease, now);
      aside.add(lease);
      start(lease, now);
    }
  };
  const wake = (): void => {
    isWanted = true;
    if (round !== null || isStopped) return;
    round = look()
      .catch((error: unknown) => onFault(faultOf(error), 'inbox'))
      .finally(() => {
        round = null;
        // Woken after the last look and before this line.
        if (isWanted) wake();
      });
  };
  const endPoll = every(timer, pollTime, wake);
  wake();

  return {
    wake,
    stop: async (longest) => {
      isStopped = true;
      endPoll();
      const drained = (round ?? Promise.resolve()).then(() => Promise.all(running.values()));
      await Promise.race([drained, later(longest)]);
      isOver = true;
      const given = [...running.keys()].map((lease) => inbox.release(lease).catch(() => undefined));
      // Leases that the store didn't take back run out.
      await Promise.race([Promise.all(given), later(longestRelease)]);
    },
  };
}

/**
 * Whether no second try can mend it: that was said on the pull request. A defect of ours, and a key that GitHub doesn't take,
 * which closes every mouth of ours, are kept where operators look.
 */
export function isFinal({ code, retryable }: Pick<ReturnType<typeof faultOf>, 'code' | 'retryable'>): boolean {
  return !retryable && code !== 'internal' && code !== 'github_unauthorized';
}

function every(timer: Timer, milliseconds: number, work: () => void): () => void {
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

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
