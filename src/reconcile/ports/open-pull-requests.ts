import type { GlancedPullRequest } from '../../core/recovery/open-pull-requests.ts';
import type { RepositoryKey } from './default-branch.ts';

/** An open pull request with what a sweep has to know besides. */
export interface ListedPullRequest extends Pick<GlancedPullRequest, 'number' | 'gate'> {
  /** All that one query tells of it, as a value. */
  readonly seen: unknown;
  readonly base_ref: string;
  /** Whether it stands in a merge queue. */
  readonly queued: boolean;
}

/** A page of a repository's open pull requests, with what governs them. */
export interface OpenPullRequestPage {
  /** Newest commit of the default branch; null = the repository is empty. */
  readonly tip: string | null;
  /** Git id of the policy on the default branch; null = there is none. */
  readonly policy: string | null;
  readonly pulls: readonly ListedPullRequest[];
  /** Where the next page begins; null = there is none. */
  readonly next: string | null;
  /** The closed incidents that changed last; of the first page only. */
  readonly incidents: ClosedIncidentPage;
}

/** A closed issue with the label of our incidents, made by us. */
export interface ClosedIncident {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly updated: number;
}

/** A page of them, the last changed first. */
export interface ClosedIncidentPage {
  readonly list: readonly ClosedIncident[];
  readonly next: string | null;
}

/** Looks at a repository from afar. All throw a Fault rather than tell a part. */
export interface OpenPullRequestReader {
  page(key: RepositoryKey, after: string | null): Promise<OpenPullRequestPage>;
  closedIncidents(key: RepositoryKey, after: string): Promise<ClosedIncidentPage>;
  /** Paths that changed between two commits; null = not all could be listed. */
  changed(key: RepositoryKey, before: string, after: string): Promise<readonly string[] | null>;
  /** Heads of the groups in a branch's merge queue on which our gate has not concluded. */
  unjudgedGroups(key: RepositoryKey, branch: string): Promise<readonly string[]>;
}
