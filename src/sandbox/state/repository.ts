import type { GitStore } from '../git/store.ts';

/** The five roles of a repository, weakest first (documented as pull, triage, push, maintain, admin). */
export const repositoryRoles = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type RepositoryRole = (typeof repositoryRoles)[number];

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  color: string;
  description: string | null;
}

export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  /** A user's or an organisation's id. */
  ownerId: number;
  name: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  /** The repository that this one was forked from. */
  readonly parentId: number | null;
  readonly createdAt: Date;
  updatedAt: Date;
  pushedAt: Date;
  /** Full ref name (`refs/heads/main`) → object id. */
  readonly refs: Map<string, string>;
  /** Objects; forks share the store of their parent, as on GitHub. */
  readonly git: GitStore;
  /** Direct collaborators by user id. */
  readonly collaborators: Map<number, RepositoryRole>;
  /** By team id. */
  readonly teams: Map<number, RepositoryRole>;
  /** By lower-case name. */
  readonly labels: Map<string, Label>;
  /** Number of the next issue or pull request. */
  nextNumber: number;
}

/** One line of `GET /repos/{o}/{r}/activity`: who moved which ref. */
export interface RepositoryActivity {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly actorId: number | null;
  readonly timestamp: Date;
  readonly type: 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge' | 'merge_queue_merge';
}

export interface RequiredStatusCheck {
  context: string;
  /** The app that must have posted it; absent = any source. */
  integration_id?: number;
}

/** The rule's own names; times in minutes. */
export interface MergeQueueParameters {
  check_response_timeout_minutes: number;
  /** ALLGREEN: every entry's commit has to pass; HEADGREEN: only the last of those that merge together. */
  grouping_strategy: 'ALLGREEN' | 'HEADGREEN';
  max_entries_to_build: number;
  max_entries_to_merge: number;
  merge_method: 'MERGE' | 'SQUASH' | 'REBASE';
  min_entries_to_merge: number;
  min_entries_to_merge_wait_minutes: number;
}

export type RulesetRule =
  | {
      type: 'required_status_checks';
      parameters: { required_status_checks: RequiredStatusCheck[]; strict_required_status_checks_policy: boolean };
    }
  | {
      type: 'pull_request';
      parameters: {
        dismiss_stale_reviews_on_push: boolean;
        require_code_owner_review: boolean;
        require_last_push_approval: boolean;
        required_approving_review_count: number;
        required_review_thread_resolution: boolean;
      };
    }
  | { type: 'merge_queue'; parameters: MergeQueueParameters }
  | { type: 'non_fast_forward' }
  | { type: 'deletion' };

export interface Ruleset {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  name: string;
  enforcement: 'active' | 'evaluate' | 'disabled';
  /** `refs/heads/<glob>`, `~DEFAULT_BRANCH` or `~ALL`. */
  include: string[];
  exclude: string[];
  /** User ids that may bypass it. */
  bypassUserIds: number[];
  rules: RulesetRule[];
  readonly createdAt: Date;
  updatedAt: Date;
}
