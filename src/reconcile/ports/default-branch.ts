import type { BranchUpdate } from '../../core/gate/bypass.ts';
import type { PolicySource, Snapshot } from '../../generated/types.ts';
import type { Thread } from './thread.ts';

/** A repository by name. */
export interface RepositoryKey {
  readonly owner: string;
  readonly repo: string;
}

/** A move of the default branch with the policy that was in force before it. */
export interface GovernedUpdate extends BranchUpdate {
  /** null = there was none. */
  readonly policy: PolicySource | null;
}

/** What came to the default branch. */
export interface DefaultBranchRead {
  readonly repository: { readonly id: number; readonly url: string };
  readonly branch: string;
  /** Newest commit that was looked at. */
  readonly head: string;
  /** Whether there is more behind it. */
  readonly more: boolean;
  /** Oldest first. */
  readonly updates: readonly GovernedUpdate[];
}

export interface DefaultBranchReader {
  /** Everything since a commit that was looked at before; without one, or where it is unknown, since a time. Throws a Fault. */
  updates(key: RepositoryKey, since: string | null, from: Date): Promise<DefaultBranchRead>;
  /** The files that an update changed. */
  files(key: RepositoryKey, update: BranchUpdate): Promise<Snapshot['files']>;
}

/** An incident as its issue has it. */
export interface Incident {
  readonly number: number;
  readonly node_id: string;
  readonly url: string | null;
}

/** What an incident's issue should be. */
export interface IncidentText {
  /** Hidden first line: one issue for each. */
  readonly marker: string;
  readonly title: string;
  readonly body: string;
  /** Logins. GitHub drops those who can't be assigned. */
  readonly assignees: readonly string[];
}

/** An incident's issue with our own comments on it. */
export interface OpenIncident extends Incident {
  readonly thread: Thread;
}

/** Writes incident issues: look up by the marker, write, never a second one. Throws a Fault. */
export interface IncidentWriter {
  open(key: RepositoryKey, repository: number, text: IncidentText): Promise<OpenIncident>;
  comment(key: RepositoryKey, incident: Incident, body: string): Promise<void>;
  /** Comments on a pull request, unless a comment of ours with that hidden first line is there. */
  mention(key: RepositoryKey, pullRequest: number, marker: string, body: string): Promise<void>;
}
