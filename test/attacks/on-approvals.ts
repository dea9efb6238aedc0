import { judgeSafety } from './approvals/facts.ts';
import { refusedApprovals } from './approvals.ts';
import type { Attack } from './attack.ts';

const threats: { readonly [code: string]: Attack['threat'] } = {
  approval_patch_changed: 'T9',
  approval_patch_unknown: 'T9',
  approval_commit_unknown: 'T9',
  approval_before_base_change: 'T9',
  approval_dismissed: 'T9',
  approval_withdrawn: 'T9',
  review_changes_requested: 'T9',
  identity_changed: 'T13',
  approver_unknown: 'T13',
  approver_not_in_role: 'T14',
  approver_permission_too_low: 'T14',
  role_unreadable: 'T14',
  commits_unreadable: 'T31',
};

/** Approvals that must not count, each the only one there is. */
export const attacksOnApprovals: readonly Attack[] = refusedApprovals.map(({ sentence, code, facts, policy }) => ({
  threat: threats[code] ?? 'T12',
  name: `an approval by ${sentence}`,
  refusedWith: code,
  attempt: () => {
    const { reviews } = judgeSafety(facts, policy);
    const codes = reviews.flatMap(({ not_counted }) => not_counted.map((refusal) => refusal.code));
    return { codes, through: reviews.some(({ state, given }) => state === 'given' || given.length > 0) };
  },
}));
