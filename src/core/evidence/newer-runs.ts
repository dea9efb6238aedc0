import type { CheckFact, RunFact } from '../../generated/types.ts';
import type { OfRun } from './newest.ts';
import { type Reading, unknown } from './reading.ts';
import type { ReportSource } from './report.ts';
import type { Scope } from './scope.ts';
import { workflowPath } from './vouching.ts';

/** A run of the workflow that may vouch, or may well, and whose report says nothing. */
export interface FailedRun {
  readonly run: RunFact;
  /** True = not all of it could be read, so that nobody can tell whether it may vouch. */
  readonly isUntold: boolean;
  readonly why: string;
}

/**
 * An older report doesn't stand in for that of a newer run which brought none that counts, or none yet. Runs of other
 * events may have no report to bring, so only those of the same event supersede. What is bad already stays.
 */
export function withNewerRuns(
  reading: Reading,
  newest: readonly OfRun[],
  failed: readonly FailedRun[],
  source: ReportSource,
  scope: Scope,
): Reading {
  const [top] = newest;
  if (top === undefined || reading.value !== goodOf(scope)) return reading;
  const isNewer = ({ id, attempt, event }: RunFact, isUntold: boolean): boolean =>
    (isUntold || event === top.run.event) && (id > top.run.id || (id === top.run.id && attempt > top.run.attempt));
  const running = runningJobs(source, scope).find(({ run }) => run !== null && isNewer(run, false));
  if (running !== undefined) return unknown('running', runningText(running), reading.refused, reading.evidence);
  const newer = failed.find(({ run, isUntold }) => isNewer(run, isUntold));
  if (newer === undefined) return reading;
  const why = `Run ${newer.run.id} is newer, and its report doesn't count: ${newer.why}`;
  return unknown(newer.isUntold ? 'unread' : 'missing', why, reading.refused, reading.evidence);
}

/** The value that lets a pull request pass: only it is withheld while something newer isn't known. */
export function goodOf({ demanded_as }: Scope): 'true' | 'false' {
  return demanded_as === 'blocker' ? 'false' : 'true';
}

/** Jobs of the workflow that still run on the head: the report may yet come. */
export function runningJobs({ workflow }: ReportSource, { matter }: Scope): readonly CheckFact[] {
  const { checks, pull_request } = matter.snapshot;
  return checks.list.filter(
    ({ run, status, head_sha }) =>
      run !== null &&
      workflowPath(run.path) === workflow &&
      status !== 'completed' &&
      head_sha === pull_request.head_sha,
  );
}

export function runningText({ name, run, status }: CheckFact): string {
  return `${name} (run ${run?.id ?? 0}) is ${status.replaceAll('_', ' ')}.`;
}
