import type { EvalReport, EvidenceRefused, ReportFact, SignalSource } from '../../generated/types.ts';
import { type Baseline, baselineOf, comparisonFault } from './comparison.ts';
import { withWholeList } from './job.ts';
import { type FailedRun, goodOf, runningJobs, runningText, withNewerRuns } from './newer-runs.ts';
import { newestOf } from './newest.ts';
import { isOfUnknownHead, provenanceFault } from './provenance.ts';
import { isUnread, nothingCounts, type Reading, type Refusal, refusal, refused, settled, unknown } from './reading.ts';
import { contentFault, scoreOf } from './report-content.ts';
import type { Scope } from './scope.ts';

export type ReportSource = Extract<SignalSource, { readonly kind: 'report' }>;

/** A report that could be read and whose run may vouch. */
interface Sound {
  readonly source: string;
  readonly run: ReportFact['run'];
  readonly fact: ReportFact;
  readonly report: EvalReport;
}

/** The value of an eval report: an artifact of a run that may vouch, checked in itself and against its baseline. */
export function readReport(source: ReportSource, scope: Scope): Reading {
  const { snapshot } = scope.matter;
  const baseline = source.compare === null ? null : baselineOf(source, scope);
  const refusals: EvidenceRefused[] = [];
  const sound: Sound[] = [];
  const failed: FailedRun[] = [];
  for (const fact of snapshot.reports) {
    if (fact.artifact !== source.artifact || fact === baseline?.fact) continue;
    const where = `artifact:${fact.artifact_id}`;
    const origin = originFault(fact, source, scope);
    const fault = origin ?? reportFault(fact, source, scope);
    if (fault === null && fact.report !== null) {
      sound.push({ source: where, run: fact.run, fact, report: fact.report });
      continue;
    }
    if (fault === null) continue;
    refusals.push(refused(where, fault));
    const isUntold = isUnread(fault) || isOfUnknownHead(fact.run, fault);
    if (origin === null || isUntold) failed.push({ run: fact.run, isUntold, why: fault.why });
  }
  const { newest, superseded } = newestOf(sound);
  refusals.push(...superseded);
  if (newest.length > 0) {
    const readings = newest.map((piece) => judged(piece, source, scope, baseline, refusals));
    return withWholeList(withNewerRuns(worstOf(readings, scope), newest, failed, source, scope), scope);
  }
  const [running] = runningJobs(source, scope);
  if (running !== undefined) return unknown('running', runningText(running), refusals);
  const why = `${source.workflow} has uploaded no artifact ${source.artifact} for the head commit yet.`;
  return nothingCounts(refusals, 'missing', why);
}

/** Several reports of one run: the worst counts. */
function worstOf(readings: readonly Reading[], scope: Scope): Reading {
  const [first] = readings;
  const bad = goodOf(scope) === 'true' ? 'false' : 'true';
  return (
    readings.find(({ value }) => value === bad) ??
    readings.find(({ value }) => value === 'unknown') ??
    first ??
    unknown('missing', 'There is no report.')
  );
}

/** Why an artifact comes from a run that can't vouch for the head. */
function originFault({ report, run, created_at: at }: ReportFact, source: ReportSource, scope: Scope): Refusal | null {
  return provenanceFault(
    { run, commit: report?.commit ?? run.head_sha, at, workflow: source.workflow, job: null },
    scope,
  );
}

/** Why the artifact of a run that may vouch doesn't count; null = it does. */
function reportFault(fact: ReportFact, source: ReportSource, scope: Scope): Refusal | null {
  const { report, unusable } = fact;
  if (unusable === 'report_missing') {
    const yet = fact.run.status === 'completed' ? '' : ' yet';
    return refusal('report_missing', `run ${fact.run.id} has no artifact ${source.artifact}${yet}.`);
  }
  if (unusable !== null) {
    return { code: unusableCode(unusable), why: 'the artifact could not be used as an eval report.' };
  }
  if (report === null) return refusal('report_malformed', "it doesn't fit the schema of eval reports.");
  if (source.suite !== null && report.suite !== source.suite) {
    return refusal('report_suite_missing', `it has the suite ${report.suite}, and the policy names ${source.suite}.`);
  }
  return contentFault(fact, report, source, scope);
}

const unusableCodes = [
  'report_unread',
  'report_missing',
  'report_malformed',
  'report_too_large',
  'report_unsafe',
  'report_expired',
] as const;

/** The reader says why in a code of ours; one that isn't about artifacts counts as malformed. */
function unusableCode(code: string): (typeof unusableCodes)[number] {
  return unusableCodes.find((known) => known === code) ?? 'report_malformed';
}

function judged(
  { source: where, fact, report }: Sound,
  source: ReportSource,
  scope: Scope,
  baseline: Baseline | null,
  refusals: readonly EvidenceRefused[],
): Reading {
  const score = scoreOf(report, source, scope);
  const evidence = [{ source: where, commit: report.commit, at: fact.created_at, digest: fact.digest }];
  const cases = { passed: score.passed, total: score.total };
  const name = `${report.suite} (run ${fact.run.id})`;
  if (score.failure !== null) return { ...settled(false, `${name}: ${score.failure}`, evidence, refusals), cases };
  if (source.compare === null) {
    return { ...settled(true, `${name}: ${score.passed} of ${score.total} cases passed.`, evidence, refusals), cases };
  }
  if (baseline === null) {
    const why = `${name}: there is no baseline report to compare with.`;
    const missing = refused(
      where,
      refusal('baseline_missing', 'the policy compares with a baseline, and there is none.'),
    );
    return { ...unknown('missing', why, [...refusals, missing], evidence), cases };
  }
  const fault = comparisonFault(report, baseline.report);
  if (fault !== null) {
    return { ...unknown('missing', `${name}: ${fault.why}`, [...refusals, refused(where, fault)], evidence), cases };
  }
  const base = scoreOf(baseline.report, source, scope);
  const isWorse = score.passed * base.total < base.passed * score.total;
  const why = `${name}: ${score.passed} of ${score.total} cases passed, ${base.passed} of ${base.total} in the baseline.`;
  const both = { ...cases, baseline_passed: base.passed, baseline_total: base.total };
  return { ...settled(!isWorse, why, [...evidence, baseline.used], refusals), cases: both };
}
