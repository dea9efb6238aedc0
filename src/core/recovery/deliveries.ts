import { isRead } from '../route/event.ts';

/** An attempt of a delivery that GitHub's log has as failed. */
export interface FailedAttempt {
  readonly id: number;
  /** The same for all attempts of a delivery. */
  readonly guid: string;
  readonly event: string;
  /** What was answered; 0 = nothing. */
  readonly status_code: number;
  /** UTC. */
  readonly delivered_at: string;
}

/** What our own door answers to a delivery that it can't use: another attempt brings the same bytes. */
const final: readonly number[] = [400, 413, 415];
/** Attempts that a sweep asks for until a delivery is left to the sweep of what is open: an hour's. */
const mostTries = 12;

/**
 * The newest attempt of each delivery that is worth another one, oldest first (github-facts F4): of an event that is read,
 * not refused for its form, and not tried too often. `tried`: attempts that sweeps asked for, by GUID.
 */
export function lostDeliveries(
  failed: readonly FailedAttempt[],
  tried: ReadonlyMap<string, number>,
): readonly FailedAttempt[] {
  const newest = new Map<string, FailedAttempt>();
  for (const attempt of failed.toSorted(byTime)) newest.set(attempt.guid, attempt);
  return [...newest.values()]
    .filter(({ event, status_code }) => isRead(event) && !final.includes(status_code))
    .filter(({ guid }) => (tried.get(guid) ?? 0) < mostTries)
    .toSorted(byTime);
}

function byTime(a: FailedAttempt, b: FailedAttempt): number {
  return Date.parse(a.delivered_at) - Date.parse(b.delivered_at) || a.id - b.id;
}
