import type { MergedLink } from '../../core/simulation/tally.ts';
import type { Snapshot } from '../../generated/types.ts';

/** A pull request that was merged. */
export interface MergedPullRequest extends MergedLink {
  /** Commit that its base had, as GitHub keeps it. */
  readonly base_sha: string;
  /** The first of its files: which of them are records saves a request. */
  readonly paths: readonly string[];
}

/** What became of reading one: the snapshot as it was at the merge, or why there is none. */
export type PastSnapshot =
  | { readonly snapshot: Snapshot; readonly lost: null }
  /** The default branch has no policy and none was given. */
  | { readonly snapshot: null; readonly lost: null }
  | { readonly snapshot: null; readonly lost: 'head_gone' | 'unreadable' };

/** Reads a repository's history; changes nothing. */
export interface HistoryReader {
  /** The newest merged pull requests, newest first. Throws a Fault. */
  merged(most: number): Promise<readonly MergedPullRequest[]>;
  /** Throws a Fault only where no other pull request could be read either. */
  snapshot(pullRequest: MergedPullRequest): Promise<PastSnapshot>;
}
