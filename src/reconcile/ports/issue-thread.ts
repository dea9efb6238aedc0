import type { Person, PolicySource, Snapshot } from '../../generated/types.ts';
import type { StandingFacts } from '../../core/command/standing.ts';
import type { AnswersRead } from './thread.ts';

/** An issue by name. */
export interface IssueKey {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** An incident issue as it is now. */
export interface IssueThread {
  /** GraphQL node id. */
  readonly node_id: string;
  readonly is_open: boolean;
  /** Whether it has the label that incidents are found by. */
  readonly is_labelled: boolean;
  /** The default branch's policy; null = there is none. */
  readonly policy: PolicySource | null;
  /** The organisation's defaults; null = there are none. */
  readonly organization_policy: PolicySource | null;
  readonly answers: AnswersRead;
  readonly roles: StandingFacts['roles'];
}

/** Who somebody's standing is read from. */
export interface StandingNeeds {
  /** Slugs of teams of the repository's organisation. */
  readonly teams: readonly string[];
  /** Logins whose ids are wanted. */
  readonly users: readonly string[];
}

/** What must be read for people's standing; null = nobody has any. */
export type StandingNeedsOf = (
  thread: Pick<IssueThread, 'policy' | 'organization_policy'> & { readonly repository: Snapshot['repository'] },
) => StandingNeeds | null;

export interface IssueThreads {
  /** null = no incident of ours. `asking` = whose standing is wanted. Throws a Fault. */
  read(key: IssueKey, asking: readonly Person[]): Promise<IssueThread | null>;
  /** Closes it as completed; once closed, nothing changes. */
  close(key: IssueKey): Promise<void>;
  /** Opens it and puts the label of incidents on it. */
  restore(key: IssueKey): Promise<void>;
}
