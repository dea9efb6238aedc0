import type { Sweep } from '../core/route/key.ts';
import type { Wish } from './ports/inbox.ts';
import type { RepositoryKey } from './ports/default-branch.ts';
import { type Follow, type Place, wishOf } from './task.ts';

/** Milliseconds between two sweeps of a kind. */
const periods: Readonly<Record<Sweep, number>> = { deliveries: 300_000, open: 600_000, rules: 3_600_000 };

/**
 * The sweeps as the App begins: work in the inbox under one key for each kind, so that of several processes one sweeps at
 * a time, whichever it is.
 */
export function firstSweeps(): readonly Wish[] {
  return (Object.keys(periods) as readonly Sweep[]).map((of) => wishOf(sweepTask(of)));
}

/** What a sweep of one repository alone comes to; failed deliveries are the App's and of no repository. */
export function repositorySweeps({ owner, repo }: RepositoryKey, place: Place): readonly Wish[] {
  return (['open', 'rules'] as const).map((of) =>
    wishOf({ key: { kind: 'repository_sweep', of, owner, repo }, place, lane: 'sweep' }),
  );
}

/** The sweep after one that ended now; a tenth sooner or later, so that Apps that began together don't go on together. */
export function nextSweep(of: Sweep, now: number, random: () => number = Math.random): Follow {
  return { ...sweepTask(of), due: now + Math.round(periods[of] * (0.9 + 0.2 * random())) };
}

function sweepTask(of: Sweep): Follow {
  return { key: { kind: 'sweep', of }, place: { installationId: 0, repositoryId: null }, lane: 'sweep' };
}
