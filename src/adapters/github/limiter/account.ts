import type { Lane } from '../../../reconcile/ports/inbox.ts';
import type { Api, Cost } from './cost.ts';
import { charged, emptyMeter, type Meter, roomAt, spent } from './meter.ts';

/** GitHub's limits of one installation (github-facts section 3). */
export interface Limits {
  /** Points a minute. */
  readonly points: Readonly<Record<Api, number>>;
  readonly creations: { readonly minute: number; readonly hour: number };
  readonly concurrent: number;
}

export const githubLimits: Limits = {
  points: { rest: 900, graphql: 2_000 },
  creations: { minute: 80, hour: 500 },
  concurrent: 100,
};

/** What an answer's headers said about GitHub's primary limit, of requests an hour. */
export interface PrimarySaid {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until all of it is there again. */
  readonly resetsIn: number;
}

interface Primary extends Omit<PrimarySaid, 'resetsIn'> {
  /** Milliseconds since the epoch, by our clock. */
  readonly resetsAt: number;
}

/** What one installation has spent and been told; a value that each request replaces. */
export interface Account {
  readonly points: Readonly<Record<Api, Meter>>;
  readonly creations: { readonly minute: Meter; readonly hour: Meter };
  readonly running: number;
  /** Nothing is sent before this. */
  readonly heldUntil: number;
  /** Limits met one after another, without a request that went well between them. */
  readonly strikes: number;
  readonly primary: Readonly<Record<Api, Primary | null>>;
}

/** Nothing spent, nothing told. */
export const newAccount: Account = {
  points: { rest: emptyMeter(60_000), graphql: emptyMeter(60_000) },
  creations: { minute: emptyMeter(60_000), hour: emptyMeter(3_600_000) },
  running: 0,
  heldUntil: 0,
  strikes: 0,
  primary: { rest: null, graphql: null },
};

/** A low-value write goes with the lane of its judgement and is shed where it would have to wait. */
export type Value = 'gate' | 'detail';

/** A request that asks to be sent. */
export interface Asked {
  readonly lane: Lane;
  readonly value: Value;
  readonly cost: Cost;
}

export type Ruling =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'shed'; readonly until: number };

const go: Ruling = { kind: 'go' };

/** How much of each limit may be spent before a lane has to wait: the rest is kept for those before it. */
const shares: Readonly<Record<Lane | 'detail', number>> = { command: 1, event: 0.85, sweep: 0.6, detail: 0.5 };

/** Whether a request may be sent now. Pure: the same account, request and time give the same answer. */
export function ruling(account: Account, { lane, value, cost }: Asked, now: number, limits: Limits): Ruling {
  const share = value === 'detail' ? Math.min(shares.detail, shares[lane]) : shares[lane];
  const until = Math.max(
    account.heldUntil,
    roomAt(account.points[cost.api], limits.points[cost.api] * share, cost.points, now),
    creationsAt(account, limits, share, cost.creations, now),
    primaryAt(account.primary[cost.api], share, now),
    account.running < limits.concurrent * share ? now : now + whileOthersRun,
  );
  if (until <= now) return go;
  return value === 'detail' ? { kind: 'shed', until } : { kind: 'wait', until };
}

/** Milliseconds after which it is asked again where only the end of another request makes room. */
const whileOthersRun = 1_000;

function creationsAt({ creations }: Account, limits: Limits, share: number, count: number, now: number): number {
  if (count === 0) return now;
  return Math.max(
    roomAt(creations.minute, Math.floor(limits.creations.minute * share), count, now),
    roomAt(creations.hour, Math.floor(limits.creations.hour * share), count, now),
  );
}

/** Of the requests of an hour, commands may spend the last tenth alone; none are sent when none are left. */
function primaryAt(primary: Primary | null, share: number, now: number): number {
  if (primary === null || primary.resetsAt <= now) return now;
  const kept = share === 1 ? 0 : primary.limit * 0.1 * (2 - share);
  return primary.remaining > kept ? now : primary.resetsAt;
}

/** The account with a request under way. */
export function started(account: Account, { api, points, creations }: Cost, now: number): Account {
  const { minute, hour } = account.creations;
  return {
    points: withOne(account.points, api, charged(account.points[api], points, now)),
    creations:
      creations === 0
        ? account.creations
        : { minute: charged(minute, creations, now), hour: charged(hour, creations, now) },
    running: account.running + 1,
    heldUntil: account.heldUntil,
    strikes: account.strikes,
    primary: account.primary,
  };
}

function withOne<Value>(both: Readonly<Record<Api, Value>>, api: Api, value: Value): Readonly<Record<Api, Value>> {
  return api === 'rest' ? { rest: value, graphql: both.graphql } : { rest: both.rest, graphql: value };
}

/** What came of a request. */
export interface Ending {
  readonly api: Api;
  /** Seconds for which GitHub wants no more requests; null = it met no limit. */
  readonly limitedFor: number | null;
  readonly primary: PrimarySaid | null;
}

/** The account after a request: a limit that it met holds everything back, longer each time in a row. */
export function ended(account: Account, { api, limitedFor, primary }: Ending, now: number): Account {
  const isHeld = account.heldUntil > now;
  const after = {
    points: account.points,
    creations: account.creations,
    running: Math.max(0, account.running - 1),
    heldUntil: account.heldUntil,
    strikes: limitedFor === null && !isHeld ? 0 : account.strikes,
    primary: primary === null ? account.primary : withOne(account.primary, api, known(primary, now)),
  };
  if (limitedFor === null) return after;
  // What was under way when the limit struck meets it as well: that is one limit, not many.
  const strikes = isHeld ? account.strikes : account.strikes + 1;
  const wait = Math.max(limitedFor * 1_000, strikes > 1 ? Math.min(longestHold, 60_000 * 2 ** (strikes - 1)) : 0);
  return { ...after, strikes, heldUntil: Math.max(account.heldUntil, now + wait) };
}

function known({ limit, remaining, resetsIn }: PrimarySaid, now: number): Primary {
  return { limit, remaining, resetsAt: now + resetsIn };
}

/** Milliseconds; what GitHub itself says may be longer. */
const longestHold = 900_000;

/** Whether it says nothing that a new account would not. */
export function isIdle({ points, creations, running, heldUntil }: Account, now: number): boolean {
  const meters = [points.rest, points.graphql, creations.hour];
  return running === 0 && heldUntil <= now && meters.every((meter) => spent(meter, now) === 0);
}
