import type { EvalCase, EvalReport, ReportFact } from '../../generated/types.ts';
import { type Refusal, refusal } from './reading.ts';
import type { ReportSource } from './report.ts';
import type { Scope } from './scope.ts';

/** Why a well-formed report of the right run still says nothing about this change; null = it does. */
export function contentFault(fact: ReportFact, report: EvalReport, source: ReportSource, scope: Scope): Refusal | null {
  const { bundles, matter, name } = scope;
  const bundle = report.release.bundle_id;
  if (bundle !== undefined && bundles.length > 0 && !bundles.includes(bundle)) {
    return refusal(
      'evidence_reused',
      `it measured the bundle ${bundle}, and this change releases ${bundles.join(', ')}.`,
    );
  }
  const twin = matter.snapshot.reports.find(
    (other) => other !== fact && other.digest === fact.digest && other.run.head_sha !== fact.run.head_sha,
  );
  if (twin !== undefined) {
    return refusal('evidence_reused', `run ${twin.run.id}, for another commit, uploaded the same file.`);
  }
  if (Date.parse(report.measured_at) > Date.parse(matter.snapshot.now) + 300_000) {
    return refusal('evidence_future_dated', `it was measured in the future (${report.measured_at}).`);
  }
  if (namesDegraded(report, name) && Object.keys(report.release).length === 0) {
    return refusal('report_identity_missing', "it doesn't say which release it measured.");
  }
  const counted = report.cases.filter(({ outcome }) => outcome !== 'skipped').length;
  if (counted < source.min_cases) {
    return refusal('report_too_few_cases', `it has ${counted} cases, and ${source.min_cases} are needed.`);
  }
  const dark = report.cases.find((found) => !isReviewable(found, isDuplicateTicket(report, name)));
  if (dark === undefined || scoreOf(report, source, scope).failure !== null) return null;
  return refusal('report_case_unreviewable', `the case ${dark.id} lacks what a reviewer needs to follow it.`);
}

export interface Score {
  readonly passed: number;
  /** Cases that were run: skipped ones say nothing. */
  readonly total: number;
  /** Why the report says no, one sentence; null = it says yes. */
  readonly failure: string | null;
}

/**
 * Counts a report. It says no when a blocking case failed, when the share of passed cases is below the policy's (cases
 * marked `blocking: false` only warn), or when a duplicate-ticket case breaks its rule.
 */
export function scoreOf(report: EvalReport, source: ReportSource, { name }: Pick<Scope, 'name'>): Score {
  const run = report.cases.filter(({ outcome }) => outcome !== 'skipped');
  const passed = run.filter(({ outcome }) => outcome === 'passed').length;
  return { passed, total: run.length, failure: failureOf(run, passed, report, source, name) };
}

function failureOf(
  run: readonly EvalCase[],
  passed: number,
  report: EvalReport,
  source: ReportSource,
  name: string,
): string | null {
  const failed = run.filter(({ outcome }) => outcome !== 'passed');
  const blocking = failed.find((found) => found.blocking === true);
  if (blocking !== undefined) {
    return `the blocking case ${blocking.id} failed${blocking.failure_reason === undefined ? '' : ` (${blocking.failure_reason})`}.`;
  }
  const second = isDuplicateTicket(report, name) ? run.find(retriedBlindly) : undefined;
  if (second !== undefined) {
    return `the case ${second.id} left ${second.side_effects ?? 'no'} side effects, and exactly one or an unknown one that stopped is right.`;
  }
  const counted = run.filter(({ blocking: blocks, outcome }) => blocks !== false || outcome === 'passed').length;
  if (counted === 0 || passed / counted < source.min_pass_rate) {
    return `${passed} of ${counted} cases passed, and the policy asks for ${source.min_pass_rate * 100} %.`;
  }
  return null;
}

/**
 * Seed 004 section 4: after a timeout of create_ticket one ticket, or a stop because the side effect is unknown. A case
 * that says so passed; none or many are what blind retry leaves.
 */
function retriedBlindly({ side_effects, outcome }: EvalCase): boolean {
  return outcome === 'passed' && (side_effects === 'many' || side_effects === 'none');
}

/** A failed case needs its reason and trace (seed 7); a duplicate-ticket case its trace, key and side effects besides (seed 4). */
function isReviewable(found: EvalCase, isDuplicate: boolean): boolean {
  const { outcome, failure_reason, trace_id, idempotency_key, side_effects } = found;
  if (outcome === 'skipped') return true;
  if (outcome !== 'passed' && (!failure_reason || !trace_id)) return false;
  return !isDuplicate || (Boolean(trace_id) && Boolean(idempotency_key) && side_effects !== undefined);
}

function isDuplicateTicket({ suite }: EvalReport, name: string): boolean {
  return suite.startsWith('duplicate_ticket') || name.startsWith('duplicate_ticket');
}

/** Degraded paths are only comparable with happy ones when both say which release they measured (seed 7). */
function namesDegraded(report: EvalReport, name: string): boolean {
  return isDuplicateTicket(report, name) || report.suite.includes('failed_run') || name.includes('failed_run');
}
