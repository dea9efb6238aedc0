import type { Needs } from '../../reconcile/ports.ts';

/** Needs, with the workflow files that runs met here are compared by. */
export interface Wanted extends Needs {
  readonly workflows: readonly string[];
  /** Whether who asked for the change may stand in an earlier text of the body. */
  readonly body_edits: boolean;
}

export const nothingWanted: Wanted = {
  governed: false,
  teams: [],
  users: [],
  permissions: [],
  records: [],
  reviewed: [],
  files: [],
  checks: [],
  statuses: [],
  workflows: [],
  body_edits: false,
  reports: [],
  issues_label: null,
  code_scanning: false,
  codeowners: false,
  change_ids: [],
  bundle_ids: [],
};
