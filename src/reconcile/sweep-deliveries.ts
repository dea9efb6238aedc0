import { type FailedAttempt, lostDeliveries } from '../core/recovery/deliveries.ts';
import type { DeliveryLog } from './ports/delivery-log.ts';
import type { Inbox } from './ports/inbox.ts';

/** GitHub can deliver again for three days. */
const window = 3 * 86_400_000;
/** An attempt may be in the log, or end, some time after it began. */
const overlap = 10 * 60_000;
/** More are left to the next sweep. */
const mostAtOnce = 500;

export interface SweptDeliveries {
  /** Lost ones that nobody brought meanwhile. */
  readonly lost: readonly FailedAttempt[];
  /** To be kept for the next sweep; a lost one only means to look further back. */
  readonly note: string;
}

export interface DeliveryParts {
  readonly log: DeliveryLog;
  readonly inbox: Pick<Inbox, 'seen'>;
  /** Whether to ask for them, or only to look. */
  readonly redeliver: boolean;
}

/**
 * Finds deliveries that failed and asks GitHub once for each (github-facts F4). `now` is by GitHub's clock, as it is known
 * when it is asked. Throws what the ports throw.
 */
export async function sweepDeliveries(
  parts: DeliveryParts,
  note: string | null,
  now: () => Date,
): Promise<SweptDeliveries> {
  const { log, inbox } = parts;
  const before = readNote(note);
  const began = now().getTime();
  const farthest = began - window;
  // What an earlier sweep had as its time may have been by a clock that was wrong.
  const since = Math.max(farthest, Math.min(before.since ?? farthest, began) - overlap);
  const lost = lostDeliveries(await log.failed(new Date(since)), before.tried);
  // The answer may have set the clock right; what failed meanwhile lies within the overlap.
  const looked = now().getTime();
  const asked: FailedAttempt[] = [];
  for (const attempt of lost.slice(0, mostAtOnce)) {
    // Looked at one by one: it may have come while others were asked for.
    if ((await inbox.seen([attempt.guid])).has(attempt.guid)) continue;
    if (!parts.redeliver || (await log.redeliver(attempt.id))) asked.push(attempt);
  }
  const left = lost[mostAtOnce];
  const tried = asked.map(({ guid }): [string, number] => [guid, (before.tried.get(guid) ?? 0) + 1]);
  const next = left === undefined ? looked : Math.min(looked, Date.parse(left.delivered_at) + overlap);
  return { lost: asked, note: JSON.stringify({ since: next, tried }) };
}

interface Note {
  /** Milliseconds since the epoch; null = there was no sweep. */
  readonly since: number | null;
  readonly tried: ReadonlyMap<string, number>;
}

function readNote(note: string | null): Note {
  if (note === null) return { since: null, tried: new Map() };
  const { since, tried } = JSON.parse(note) as { readonly since: number; readonly tried: [string, number][] };
  return { since, tried: new Map(tried) };
}
