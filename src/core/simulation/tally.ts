import type { Reason } from '../../generated/types.ts';
import type { Outcome } from './outcome.ts';

/** A merged pull request as people find it. */
export interface MergedLink {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  /** UTC. */
  readonly merged_at: string;
}

/** A merged pull request with what would have become of it. */
export interface Simulated extends MergedLink {
  readonly outcome: Outcome;
}

export type Counts = Readonly<Record<Outcome['kind'], number>>;

/** A reason and the pull requests that have it. */
export interface ReasonTally {
  readonly code: string;
  readonly effect: Reason['effect'] | 'unknowable';
  readonly pull_requests: readonly number[];
}

export interface Tally {
  readonly counts: Counts;
  /** How many of those that go are not governed at all. */
  readonly not_governed: number;
  /** The most frequent first; of equals the first by name. */
  readonly reasons: readonly ReasonTally[];
}

/** What a simulation comes to. A pull request counts once for each reason, however often it has it. */
export function tallyOf(simulated: readonly Simulated[]): Tally {
  const counts = { go: 0, wait: 0, block: 0, unknowable: 0 };
  const reasons = new Map<string, ReasonTally>();
  for (const { number, outcome } of simulated) {
    counts[outcome.kind] += 1;
    for (const { code, effect } of reasonsOf(outcome)) {
      const known = reasons.get(`${effect} ${code}`)?.pull_requests ?? [];
      if (!known.includes(number))
        reasons.set(`${effect} ${code}`, { code, effect, pull_requests: [...known, number] });
    }
  }
  return {
    counts,
    not_governed: simulated.filter(({ outcome }) => outcome.kind === 'go' && !outcome.governed).length,
    reasons: [...reasons.values()].toSorted(
      (a, b) => b.pull_requests.length - a.pull_requests.length || (a.code < b.code ? -1 : 1),
    ),
  };
}

function reasonsOf(outcome: Outcome): readonly { readonly code: string; readonly effect: ReasonTally['effect'] }[] {
  return outcome.kind === 'unknowable' ? [{ code: outcome.lost, effect: 'unknowable' }] : outcome.reasons;
}
