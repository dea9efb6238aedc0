import type { ReasonCode } from '../../../generated/codes.ts';
import type { ApprovalGiven, ReviewFact, Snapshot } from '../../../generated/types.ts';
import { patchDifference } from '../patch/comparison.ts';
import { type RecordsAt, recordsTightened } from '../patch/tightening.ts';
import { shortSha } from './exclusion.ts';

/** An approval that stands for the head, or the reason why it doesn't. */
export type Currency =
  | { readonly current: true; readonly kept: Pick<ApprovalGiven, 'kept_from' | 'kept_because'> }
  | { readonly current: false; readonly code: ReasonCode; readonly why: string };

/** What an approval is compared with. */
export interface Patches {
  readonly snapshot: Snapshot;
  /** Record files as read at head and at the commits that approvals were given for. */
  readonly records: RecordsAt;
  readonly isRecord: (path: string) => boolean;
  /** The role's paths. */
  readonly inScope: (path: string) => boolean;
}

/**
 * Whether an approval still stands: given after the last change of the base branch (github-checked 27), for the head
 * itself, for a commit with the same patch on the role's paths, or for one since which records only asked for more.
 */
export function currencyOf(review: ReviewFact, patches: Patches): Currency {
  const { snapshot, inScope, isRecord } = patches;
  const head = snapshot.pull_request.head_sha;
  const { commit } = review;
  const refused = (code: ReasonCode, why: string): Currency => ({ current: false, code, why });
  // Compared so that a time that can't be read refuses the approval.
  if (!snapshot.base_changes.every((time) => Date.parse(review.submitted_at) > Date.parse(time))) {
    return refused('approval_before_base_change', 'the base branch was changed after it.');
  }
  if (commit === null) return refused('approval_commit_unknown', "GitHub doesn't say which commit it was given for.");
  if (commit === head) return { current: true, kept: { kept_from: null, kept_because: null } };
  const then = snapshot.patches.find(({ sha }) => sha === commit);
  const now = snapshot.patches.find(({ sha }) => sha === head);
  const untold = `whether the patch is still the one of ${shortSha(commit)} can't be told.`;
  if (then === undefined || now === undefined) return refused('approval_patch_unknown', untold);
  const { changed, unknown, turned } = patchDifference(then, now, inScope);
  // A record that only got another mode says what it said, but no rule for records speaks of modes.
  if (changed.some((path) => !isRecord(path)) || turned.length > 0) {
    return refused('approval_patch_changed', `it was given for ${shortSha(commit)}, and the patch has changed since.`);
  }
  if (unknown.length > 0 || !then.complete || !now.complete) return refused('approval_patch_unknown', untold);
  if (changed.length === 0) return { current: true, kept: { kept_from: commit, kept_because: 'same_patch' } };
  if (recordsTightened(recordsAt(patches.records, commit), recordsAt(patches.records, head), changed)) {
    return { current: true, kept: { kept_from: commit, kept_because: 'records_tightened' } };
  }
  return refused('approval_patch_changed', `it was given for ${shortSha(commit)}, and a record has changed since.`);
}

function recordsAt({ changes, rollouts }: RecordsAt, commit: string): RecordsAt {
  const read = ({ commit: sha }: { readonly commit: string }): boolean => sha === commit;
  return { changes: changes.filter(read), rollouts: rollouts.filter(read) };
}
