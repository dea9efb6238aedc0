import { whereOf } from '../change/location.ts';
import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import { advise, block, byAuthor, byOperator, type Ground } from './ground.ts';

/** The seed's invariants and failure modes that no other rule covers. */
export function judgeSeed(proposal: Proposal, matter: Matter): readonly Ground[] {
  if (proposal.change === null) return [];
  return [
    ...reviewRequired(proposal),
    ...rollbackPlan(proposal),
    ...telemetry(proposal),
    ...reconstruction(proposal),
    ...retention(proposal, matter),
  ];
}

/** The gate's criteria are versioned: the policy stands at a commit of the default branch (seed 10.2). */
export function judgeVersion({ snapshot }: Matter): readonly Ground[] {
  const { policy } = snapshot;
  if (policy !== null && policy.commit !== '' && policy.blob !== '') return [];
  const message = "The gate's criteria are not versioned: the policy stands at no commit.";
  return [block('gate_unversioned', 'policy', message, byOperator('put the policy on the default branch'))];
}

/** Seed 9.1: a high-risk change doesn't enter rollout without review. */
function reviewRequired({ effective, demands, change, change_id }: Proposal): readonly Ground[] {
  if (effective !== 'high' || demands.reviews.length > 0 || change === null) return [];
  const message = 'The change is of high risk, and neither the record nor the policy names a required review.';
  const step = byAuthor('name the roles that must review');
  return [block('review_not_required', `change:${change_id}`, message, step, whereOf(change, 'required_reviews'))];
}

/** Seed 9.12: the rollback plan doesn't live only in people's heads. Told once both records can be read: either may ask for it. */
function rollbackPlan({ effective, demands, change, rollout, change_id }: Proposal): readonly Ground[] {
  if (effective !== 'high' || change === null || rollout === null) return [];
  if (demands.signals.some(({ name }) => name.includes('rollback'))) return [];
  const message = 'The change is of high risk, and no signal about a rollback plan is required.';
  const step = byAuthor('require rollback_plan_ready');
  return [block('rollback_plan_missing', `change:${change_id}`, message, step, whereOf(change, 'required_evals'))];
}

/** Seed 10.3: telemetry readiness is judged informally. */
function telemetry({ rollout, demands, change_id }: Proposal): readonly Ground[] {
  if (rollout === null || demands.signals.some(({ name }) => name.includes('telemetry') || name.includes('trace')))
    return [];
  const message = 'Nothing that is required speaks of telemetry or traces.';
  return [advise('telemetry_informal', `change:${change_id}`, message, whereOf(rollout, 'required_checks'))];
}

/** Seed 9.5, 10.9: from an incident's trace one can find the review, the gate and why it let the change through. */
function reconstruction({ rollout, bundle_id, change_id }: Proposal): readonly Ground[] {
  if (rollout === null) return [];
  const missing = [
    ...(rollout.shape !== 'reference' && rollout.gate_id === null ? ['gate_id'] : []),
    ...(bundle_id === null ? ['bundle_id'] : []),
  ];
  if (missing.length === 0) return [];
  const message = `An incident review could not find this gate: ${missing.join(' and ')} is missing.`;
  return [advise('not_reconstructable', `change:${change_id}`, message, whereOf(rollout, 'gate_id'))];
}

/** Seed 11.6: findings are retained in the record, or where the policy reads them; the owner stands in the change record. */
function retention({ rollout, change, change_id }: Proposal, { policy }: Matter): readonly Ground[] {
  if (rollout === null || retainsFindings(rollout.blocking_findings, policy.findings)) return [];
  const message = `${change?.path ?? 'The record'} and its rollout record keep no blocking findings, and the policy reads none from issues or alerts.`;
  return [
    advise('findings_or_owner_not_retained', `change:${change_id}`, message, whereOf(rollout, 'blocking_findings')),
  ];
}

/** Whether anything keeps blocking findings: the record's own list, or a source in the policy. */
export function retainsFindings(listed: readonly string[] | null, findings: Matter['policy']['findings']): boolean {
  return listed !== null || findings.issues !== null || findings.code_scanning !== null;
}
