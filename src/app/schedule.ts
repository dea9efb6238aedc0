import type { Sweep } from '../core/route/key.ts';
import type { Wish } from '../reconcile/ports/inbox.ts';
import { type Follow, wishOf } from './task.ts';

/** Milliseconds between two sweeps of a kind. */
const periods: Readonly<Record<Sweep, number>> = { deliveries: 300_000, open: 600_000, rules: 3_600_000 };

/**
 * The sweeps as the App begins: work in the inbox under one key for each kind, so that of several processes one sweeps at
 * a time, whichever it is.
 */
export function firstSweeps(): readonly Wish[] {
  return (Object.keys(periods) as readonly Sweep[]).map((of) => wishOf(sweepTask(of)));
}

/** The sweep after one that ended now; a tenth sooner or later, so that Apps that began together don't go on together. */
export function nextSweep(of: Sweep, now: number, random: () => number = Math.random): Follow {
  return { ...sweepTask(of), due: now + Math.round(periods[of] * (0.9 + 0.2 * random())) };
}

function sweepTask(of: Sweep): Follow {
  return { key: { kind: 'sweep', of }, place: { installationId: 0, repositoryId: null }, lane: 'sweep' };
}
