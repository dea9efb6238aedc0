import { faultOf } from '../adapters/fault.ts';
import { every, systemTimer, type Timer } from '../adapters/timer.ts';
import type { Inbox, KeptDelivery, Lane, Lease, Wish } from '../reconcile/ports/inbox.ts';
import { createAtHand } from './at-hand.ts';
import { crowdOf } from './crowd.ts';
import { deliveryRouting } from './delivery-routing.ts';
import { type KeyWork, leaseTime, type SettlingOptions, settling } from './settling.ts';
import { createTurns, type Turns } from './turns.ts';

export interface InboxWorkOptions {
  readonly inbox: Inbox;
  /** Wished for at the beginning, again at each look until the store has taken it. */
  readonly first?: readonly Wish[];
  /** What a delivery comes down to. */
  readonly route: (delivery: KeptDelivery) => Promise<readonly Wish[]>;
  readonly work: KeyWork;
  readonly onFault: SettlingOptions['onFault'];
  /** Told of each piece of work that is taken up, and when. */
  readonly onLease?: (lease: Lease, now: number) => void;
  /** Default: turns of its own. */
  readonly turns?: Pick<Turns, 'begin' | 'next'>;
  readonly timer?: Timer;
}

export interface InboxWork {
  /** There may be something to do: looked at once, and every second for what other processes and time bring. */
  readonly wake: () => void;
  /** Resolves when the delivery would survive a crash; its work follows. Throws as the inbox. */
  readonly receive: (delivery: KeptDelivery) => Promise<'new' | 'known'>;
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
const pollTime = 1_000;
/**
 * How long what came and the places that were left are gathered before the store is asked again, milliseconds. Less than the
 * store gathers by itself: the ends of work share the transaction in which more is taken.
 */
const gathering = 8;
const longestRelease = 1_000;

/** Turns deliveries into work and does it: one worker a key at a time, across all processes on the inbox. */
export function inboxWork(options: InboxWorkOptions): InboxWork {
  const { inbox, work, onFault, onLease, turns = createTurns(), timer = systemTimer } = options;
  /** What is under way, to its end in the store. */
  const running = new Map<Lease, Promise<void>>();
  /** What of it takes up a place, and what a place besides. */
  const [placed, aside] = [new Set<Lease>(), new Set<Lease>()];
  let nextAside = 0;
  let round: Promise<void> | null = null;
  let endSoon: (() => void) | null = null;
  let isWanted = false;
  /** When the last look began. */
  let looked = -Infinity;
  /** Deliveries may wait in the store: of before the start, of other processes, or more than are kept at hand here. */
  let mayWait = true;
  /** What comes while they are read is behind them in the store: pages bring it in its order. */
  let isReading = false;
  const atHand = createAtHand();
  let first = options.first ?? [];
  let isStopped = false;
  /** What was still under way is given back: this process writes nothing more. */
  let isOver = false;
  const routing = deliveryRouting({ ...options, turns, timer, isStopped: () => isStopped });
  const settle = settling({ inbox, work, onFault, turns, timer, isOver: () => isOver });
  /** Gives its place to the next, which the store is asked for soon: it comes by the transaction that ends this one. */
  const leave = (lease: Lease): void => {
    if (placed.delete(lease) || aside.delete(lease)) lookSoon();
  };
  const start = (lease: Lease, taken: number, places: Set<Lease>): void => {
    places.add(lease);
    onLease?.(lease, taken);
    const settled = settle(lease, taken, () => leave(lease))
      // The store failed: the lease runs out, and the work is done again.
      .catch((error: unknown) => onFault(faultOf(error), lease.key, false))
      .finally(() => {
        running.delete(lease);
        leave(lease);
      });
    running.set(lease, settled);
  };
  const look = async (): Promise<void> => {
    while (isWanted && !isStopped) {
      isWanted = false;
      looked = timer.now();
      endSoon?.();
      endSoon = null;
      if (first.length > 0) await inbox.wish(first, timer.now());
      first = [];
      let { kept } = await routing.arrived(atHand.take());
      if (mayWait) {
        await kept;
        // What came meanwhile, too, lies before what waits in the store: from now on nothing is kept at hand.
        ({ kept } = await routing.arrived(atHand.take()));
        await kept;
        await routeWaiting();
      }
      for (const lane of ['sweep', 'event', 'command'] as const) {
        const free = widths[lane] - placed.size;
        if (free <= 0 || isStopped) continue;
        const now = timer.now();
        const leases = await inbox.take(free, now, now + leaseTime, lane);
        for (const lease of leases) start(lease, now, placed);
        // The later lanes are part of this one: nothing more is due in them.
        if (leases.length < free) break;
      }
      await kept;
      await lookBeside();
    }
  };
  const routeWaiting = async (): Promise<void> => {
    mayWait = false;
    isReading = true;
    try {
      mayWait = (await routing.waiting()) || mayWait;
    } catch (error) {
      mayWait = true;
      throw error;
    } finally {
      isReading = false;
    }
    if (mayWait) isWanted = true;
  };
  /** What hangs for one owner holds up nobody else's work. */
  const lookBeside = async (): Promise<void> => {
    const now = timer.now();
    if (isStopped || placed.size < widths.event || now < nextAside) return;
    nextAside = now + beside.every;
    const crowd = crowdOf([...placed, ...aside].map(({ key }) => key));
    if (crowd.length === 0) return;
    const leases = await inbox.take(beside.places - aside.size, now, now + leaseTime, 'event', crowd);
    for (const lease of leases) start(lease, now, aside);
  };
  const lookForWork = (): void => {
    isWanted = true;
    if (round !== null || isStopped) return;
    round = look()
      .catch((error: unknown) => onFault(faultOf(error), 'inbox', false))
      .finally(() => {
        round = null;
        // Woken after the last look and before this line.
        if (isWanted) lookForWork();
      });
  };
  /** What comes within a few judgements' time is looked at together. */
  const lookSoon = (): void => {
    endSoon ??= timer.later(gathering, () => {
      endSoon = null;
      lookForWork();
    });
  };
  const wake = (): void => {
    mayWait = true;
    lookForWork();
  };
  const arrive = (delivery: KeptDelivery): void => {
    mayWait ||= isReading || !atHand.put(delivery);
    // The first one at once; what comes while it is looked at, or just after, goes together.
    const passed = timer.now() - looked;
    if (round === null && (passed >= gathering || passed < 0)) lookForWork();
    else lookSoon();
  };
  const receive = async (delivery: KeptDelivery): Promise<'new' | 'known'> => {
    const kept = await inbox.insert(delivery, timer.now());
    if (kept === 'known') return kept;
    arrive(delivery);
    return kept;
  };
  const endPoll = every(timer, pollTime, wake);
  wake();

  return {
    wake,
    receive,
    stop: async (longest) => {
      isStopped = true;
      endPoll();
      endSoon?.();
      const drained = (round ?? Promise.resolve()).then(() => Promise.all(running.values()));
      await Promise.race([drained, later(longest)]);
      isOver = true;
      const given = [...running.keys()].map((lease) => inbox.release(lease).catch(() => undefined));
      // Leases that the store didn't take back run out.
      await Promise.race([Promise.all(given), later(longestRelease)]);
    },
  };
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
