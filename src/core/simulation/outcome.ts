import type { Decision, Reason, Review, Signal, Verdict } from '../../generated/types.ts';

/** What GitHub doesn't tell of the past any more, with the sentence that says so. */
export const lostFacts = {
  head_gone: 'the head commit is gone',
  unreadable: 'GitHub did not tell everything that the decision needs',
  checks_gone: 'the checks are gone: GitHub keeps them for 400 days',
  report_gone: 'an eval report is gone: artifacts expire, after 90 days unless the repository says otherwise',
  evidence_unread: 'where a check came from can not be read any more',
  role_unreadable: "who holds a role can't be read with this token",
  pusher_unknown: 'nobody can tell any more who pushed to the branch',
  findings_past: 'which issues and alerts were open then is not kept',
  approvals_unread: 'what an approval was given for can not be read any more',
  commands_unread: "what commands did then can't be read with this token",
  policy_unreadable: 'the policy could not be read',
} as const;
export type LostFact = keyof typeof lostFacts;

/** What would have become of a merged pull request. `unknowable` is never taken for go. */
export type Outcome =
  | { readonly kind: Verdict; readonly governed: boolean; readonly reasons: readonly Reason[] }
  | { readonly kind: 'unknowable'; readonly lost: LostFact };

/** Days after which GitHub has neither the checks nor, unless the repository says otherwise, the artifacts of a commit. */
const checksKept = 400;
const artifactsKept = 90;

/**
 * The outcome of a decision on a pull request as it was when it was merged, `days` ago. A block by what is known stands
 * whatever is lost; a wait, or a block that only follows from a hole, may have been anything. Under a policy that only
 * observes, what it would have said counts.
 */
export function outcomeOf(decision: Decision, days: number): Outcome {
  const { governed } = decision;
  const isObserved = decision.enforcement === 'observe';
  const reasons = decision.reasons.filter(
    ({ effect, mode }) => effect !== 'advise' && (isObserved || mode === 'enforce'),
  );
  const kind = isObserved ? decision.observed_verdict : decision.verdict;
  if (kind === 'go') return { kind, governed, reasons: [] };
  const certain = reasons.filter(
    ({ code, effect }) => effect === 'block' && !follows.includes(code) && !Object.hasOwn(byReason, code),
  );
  if (certain.length > 0) return { kind: 'block', governed, reasons: certain };
  const lost = lostReason(reasons) ?? lostApproval(decision.reviews) ?? lostSignal(decision.signals, days);
  return lost === null ? { kind, governed, reasons } : { kind: 'unknowable', lost };
}

/** Reasons that blocks follow from although what they follow from is not known. */
const follows: readonly string[] = ['unsatisfiable'];

function lostReason(reasons: readonly Reason[]): LostFact | null {
  const code = reasons.map((reason) => reason.code).find((one) => Object.hasOwn(byReason, one));
  return code === undefined ? null : (byReason[code] ?? null);
}

function lostApproval(reviews: readonly Review[]): LostFact | null {
  const open = reviews.filter(({ state }) => state !== 'given');
  return open.some(({ not_counted }) => not_counted.some(({ code }) => untold.includes(code)))
    ? 'approvals_unread'
    : null;
}

const untold: readonly string[] = ['approval_patch_unknown', 'approval_commit_unknown'];

function lostSignal(signals: readonly Signal[], days: number): LostFact | null {
  const open = signals.filter(({ at, value }) => at === 'merge' && value === 'unknown');
  return open.map((signal) => lostEvidence(signal, days)).find((lost) => lost !== null) ?? null;
}

function lostEvidence({ refused }: Signal, days: number): LostFact | null {
  const codes = refused.map(({ code }) => code);
  if (codes.includes('report_expired')) return 'report_gone';
  if (codes.some((code) => unread.includes(code))) return 'evidence_unread';
  if (days > checksKept) return 'checks_gone';
  return days > artifactsKept && codes.some((code) => missing.includes(code)) ? 'report_gone' : null;
}

const unread: readonly string[] = [
  'evidence_job_unread',
  'evidence_workflow_unread',
  'report_unread',
  'checks_unreadable',
];
const missing: readonly string[] = ['report_missing', 'baseline_missing'];

const byReason: Readonly<Record<string, LostFact>> = {
  policy_unreadable: 'policy_unreadable',
  surfaces_unreadable: 'unreadable',
  record_unreadable: 'unreadable',
  artifact_unreadable: 'unreadable',
  reviews_unreadable: 'approvals_unread',
  commits_unreadable: 'unreadable',
  checks_unreadable: 'evidence_unread',
  findings_unreadable: 'findings_past',
  answers_unreadable: 'commands_unread',
  id_use_unknown: 'unreadable',
  role_unreadable: 'role_unreadable',
  pusher_unknown: 'pusher_unknown',
};
