import { lanes, type Lane } from '../../../reconcile/ports/inbox.ts';
import { Fault } from '../../fault.ts';
import {
  type Account,
  ended,
  type Ending,
  githubLimits,
  isIdle,
  type Limits,
  newAccount,
  ruling,
  started,
} from './account.ts';
import type { Cost } from './cost.ts';
import { type Peers, shareOf } from './peers.ts';
import { countsOf, type LimiterCounts, newTally, recordWait } from './tally.ts';
import { type Timer, systemTimer } from '../../timer.ts';

export interface LimiterOptions {
  /** Default: what GitHub documents; null = GitHub alone says when it is too much, as a server of one's own does. */
  readonly limits?: Limits | null;
  /** Milliseconds that a request may wait here; one that would wait longer fails, so that its work waits in the inbox. */
  readonly patience?: number;
  readonly timer?: Timer;
  /** Processes that spend from the same limits; default: there are none. */
  readonly peers?: Peers;
}

/** Room for one request; `end` is called once, whatever came of it. */
export interface Pass {
  readonly end: (ending: Omit<Ending, 'api'>) => void;
}

/**
 * Decides for the whole process when a request may be sent: GitHub's limits hold for each installation on its own, and in
 * each the lanes go by their order, with a share that the later ones leave to the earlier.
 */
export interface Limiter {
  /** Resolves when the request may be sent. Throws the fault `github_rate_limited` when that is too far away. */
  enter(installation: number, lane: Lane, cost: Cost): Promise<Pass>;
  /** Whether so many low-value creations should be left out now, and until when; null = there is room. */
  shed(installation: number, lane: Lane, creations: number): { readonly until: number } | null;
  counts(): LimiterCounts;
}

interface Waiter {
  readonly lane: Lane;
  readonly cost: Cost;
  readonly since: number;
  readonly resolve: (pass: Pass) => void;
  readonly reject: (fault: Fault) => void;
}

interface Installation {
  readonly id: number;
  account: Account;
  /** In the order in which they came. */
  waiters: readonly Waiter[];
  cancel: () => void;
  /** When it was last asked what other processes were told; null = that is being asked now. */
  lookedAt: number | null;
}

/** Milliseconds for which it is believed what other processes were told: they aren't asked for each request. */
const believed = 1_000;
const defaultPatience = 5_000;
/** Accounts that say nothing any more are dropped beyond this many. */
const mostAccounts = 1_000;
/** No account of ours: only GitHub's own word holds. */
const noLimits: Limits = {
  points: { rest: Infinity, graphql: Infinity },
  creations: { minute: Infinity, hour: Infinity },
  concurrent: Infinity,
};

export function createLimiter(options: LimiterOptions = {}): Limiter {
  const { patience = defaultPatience, timer = systemTimer, peers } = options;
  const whole = options.limits === null ? noLimits : (options.limits ?? githubLimits);
  const limits = (): Limits => (peers === undefined ? whole : shareOf(whole, peers.count()));
  const installations = new Map<number, Installation>();
  const tally = newTally();

  const stateOf = (id: number): Installation => {
    const known = installations.get(id);
    if (known !== undefined) return known;
    if (installations.size >= mostAccounts) {
      for (const [other, { account, waiters }] of installations) {
        if (waiters.length === 0 && isIdle(account, timer.now())) installations.delete(other);
      }
    }
    const made: Installation = {
      id,
      account: newAccount,
      waiters: [],
      cancel: nothing,
      lookedAt: -Infinity,
    };
    installations.set(id, made);
    return made;
  };

  const letIn = (state: Installation, cost: Cost): Pass => {
    state.account = started(state.account, cost, timer.now());
    return {
      end: ({ limitedFor, primary }) => {
        if (limitedFor !== null) tally.limited += 1;
        state.account = ended(state.account, { api: cost.api, limitedFor, primary }, timer.now());
        // Without a store each process meets the limit by itself.
        if (limitedFor !== null) peers?.hold(state.id, state.account.heldUntil).catch(() => undefined);
        pump(state);
      },
    };
  };

  /** Whether it is known what other processes were told. */
  const isTold = ({ lookedAt }: Installation): boolean =>
    peers === undefined || (lookedAt !== null && Math.abs(timer.now() - lookedAt) < believed);

  /** Whether it has to be asked first what other processes were told; it goes on by itself then. */
  const looks = (state: Installation): boolean => {
    if (peers === undefined || isTold(state)) return false;
    if (state.lookedAt === null) return true;
    state.lookedAt = null;
    const goOn = (until: number): void => {
      state.account = { ...state.account, heldUntil: Math.max(state.account.heldUntil, until) };
      state.lookedAt = timer.now();
      pump(state);
    };
    peers.heldUntil(state.id).then(goOn, () => goOn(0));
    return true;
  };

  /** Lets in who may go, the earlier lanes first, and looks again when the next one may. */
  const pump = (state: Installation): void => {
    state.cancel();
    state.cancel = nothing;
    if (state.waiters.length === 0 || looks(state)) return;
    const now = timer.now();
    const most = limits();
    let next = Infinity;
    const staying = new Set<Waiter>();
    const blocked = new Set<string>();
    for (const waiter of inOrder(state.waiters)) {
      // Nobody overtakes one of the same lane and kind.
      const kind = `${waiter.lane} ${waiter.cost.api} ${waiter.cost.creations > 0}`;
      const ruled = ruling(state.account, { ...waiter, value: 'gate' }, now, most);
      if (ruled.kind === 'go' && !blocked.has(kind)) {
        recordWait(tally, waiter, now);
        waiter.resolve(letIn(state, waiter.cost));
        continue;
      }
      const until = ruled.kind === 'go' ? now : ruled.until;
      const last = waiter.since + patience;
      if (until > last) {
        recordWait(tally, waiter, now);
        tally.refused[waiter.lane] += 1;
        waiter.reject(tooFar(until - now));
        continue;
      }
      blocked.add(kind);
      staying.add(waiter);
      // Who only waits behind another may go as soon as that one does, which looks again itself.
      const again = ruled.kind === 'go' ? Infinity : Math.max(until, now + 1);
      next = Math.min(next, again, last + 1);
    }
    state.waiters = state.waiters.filter((waiter) => staying.has(waiter));
    if (next !== Infinity) state.cancel = timer.later(next - now, () => pump(state));
  };

  return {
    enter: (id, lane, cost) => {
      const state = stateOf(id);
      // Nearly always nobody waits and there is room: no line is made for one who goes at once.
      if (state.waiters.length === 0 && isTold(state)) {
        const ruled = ruling(state.account, { lane, value: 'gate', cost }, timer.now(), limits());
        if (ruled.kind === 'go') return Promise.resolve(letIn(state, cost));
      }
      return new Promise((resolve, reject) => {
        state.waiters = [...state.waiters, { lane, cost, since: timer.now(), resolve, reject }];
        pump(state);
      });
    },
    shed: (id, lane, creations) => {
      const state = stateOf(id);
      const cost: Cost = { api: 'graphql', points: 5, creations };
      const ruled = ruling(state.account, { lane, value: 'detail', cost }, timer.now(), limits());
      if (ruled.kind === 'go') return null;
      tally.shed += creations;
      return { until: ruled.until };
    },
    counts: () => countsOf(tally, [...installations.values()], timer.now()),
  };
}

const nothing = (): void => undefined;

function inOrder(waiters: readonly Waiter[]): readonly Waiter[] {
  return lanes.flatMap((lane) => waiters.filter((waiter) => waiter.lane === lane));
}

function tooFar(milliseconds: number): Fault {
  const retry_after_seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
  const message = `GitHub's limits leave no room for ${retry_after_seconds} s`;
  return new Fault('github_rate_limited', { message, retry_after_seconds });
}
