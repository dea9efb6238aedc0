import type { Person } from '../../generated/types.ts';

/**
 * What a judgement needs beyond the pull request itself. Made of what was read so far (`reconcile/needs.ts`): the policy
 * says which roles and signals there are, the records which of them count.
 */
export interface Needs {
  /** False = nothing of it is governed: nothing more is read. */
  readonly governed: boolean;
  /** Slugs of teams of the repository's organisation. */
  readonly teams: readonly string[];
  /** Logins whose ids are wanted. */
  readonly users: readonly string[];
  /** People whose permission on the repository is wanted. */
  readonly permissions: readonly Person[];
  /** Paths of record files, wanted at head and base. */
  readonly records: readonly string[];
  /** Older commits that approvals were given for and that may still stand: their patch and records are wanted. */
  readonly reviewed: readonly string[];
  /** Files looked at for artifacts and signals at the head; `text` where their length counts. */
  readonly files: readonly { readonly path: string; readonly text: boolean }[];
  /** Names of check runs that signals rest on. */
  readonly checks: readonly string[];
  /** Contexts of commit statuses that signals rest on. */
  readonly statuses: readonly string[];
  /** Eval reports; `baseline` where the base's report is wanted as well. */
  readonly reports: readonly { readonly workflow: string; readonly artifact: string; readonly baseline: boolean }[];
  /** Label of blocking issues. */
  readonly issues_label: string | null;
  /** Whether open code-scanning alerts are wanted. */
  readonly code_scanning: boolean;
  readonly codeowners: boolean;
  /** Change and bundle ids whose use by other open pull requests is wanted; empty = none. */
  readonly change_ids: readonly string[];
  readonly bundle_ids: readonly string[];
}

/** Nothing beyond the pull request itself. */
export const noNeeds: Needs = {
  governed: false,
  teams: [],
  users: [],
  permissions: [],
  records: [],
  reviewed: [],
  files: [],
  checks: [],
  statuses: [],
  reports: [],
  issues_label: null,
  code_scanning: false,
  codeowners: false,
  change_ids: [],
  bundle_ids: [],
};
