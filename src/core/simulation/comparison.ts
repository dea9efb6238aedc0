import type { MergedLink } from './tally.ts';
import type { Outcome } from './outcome.ts';

/** A merged pull request with its outcomes before an edit of the policy and after it. */
export interface Compared extends MergedLink {
  readonly before: Outcome;
  readonly after: Outcome;
}

/** What an edit does to merged pull requests, the newest first in each list. */
export interface Comparison {
  readonly total: number;
  /** Blocked now and not before. */
  readonly blocked: readonly Compared[];
  /** Would wait now, and was neither waiting nor blocked before. */
  readonly waiting: readonly Compared[];
  /** Goes now and would not before. */
  readonly passing: readonly Compared[];
  /** Nobody can say, of one of the two. */
  readonly unknowable: readonly Compared[];
}

export function comparisonOf(compared: readonly Compared[]): Comparison {
  const unknowable = compared.filter(({ before, after }) => [before.kind, after.kind].includes('unknowable'));
  const known = compared.filter((one) => !unknowable.includes(one));
  return {
    total: compared.length,
    blocked: known.filter(({ before, after }) => before.kind !== 'block' && after.kind === 'block'),
    waiting: known.filter(({ before, after }) => before.kind === 'go' && after.kind === 'wait'),
    passing: known.filter(({ before, after }) => before.kind !== 'go' && after.kind === 'go'),
    unknowable,
  };
}
