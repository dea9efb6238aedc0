import type { CheckFact, ReportFact, RunFact } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import type { ReadReports } from '../../reconcile/ports.ts';
import type { BaseRun } from './facts/base-runs.ts';
import type { CheckRunSeen, ChecksSeen } from './facts/checks.ts';
import type { PullRequestFacts } from './facts/pull-request.ts';
import type { ReadingMemory } from './memory.ts';
import type { Target } from './query/piece.ts';
import { baselineReports, reportsOf } from './report-facts.ts';
import { readJobs, type RunJobs } from './rest/jobs.ts';
import type { Transport } from './transport/transport.ts';

export interface EvidenceContext {
  readonly transport: Transport;
  readonly target: Target;
  readonly memory: ReadingMemory;
  readonly readReports: ReadReports;
  readonly repositoryId: number;
  readonly pullRequest: Pick<PullRequestFacts, 'head_is_shared'> & {
    readonly pull_request: Pick<PullRequestFacts['pull_request'], 'number' | 'head_sha' | 'head_repository'>;
  };
  /** By workflow path: whether head and default branch have the same file. */
  readonly workflows: ReadonlyMap<string, boolean>;
  /** Workflow runs on the base's tip, for baselines. */
  readonly baseRuns: readonly BaseRun[];
}

/** Runs of one workflow on one commit that are looked at, newest first. */
const mostRuns = 5;

/** Check runs and reports that signals rest on, with their provenance. */
export async function readEvidence(
  checks: ChecksSeen,
  needs: Needs,
  context: EvidenceContext,
): Promise<{ readonly checks: readonly CheckFact[]; readonly reports: readonly ReportFact[] }> {
  const workflows = needs.reports.map(({ workflow }) => workflow);
  const named = checks.list.filter(
    // A job that still runs in a report's workflow says that the report may yet come.
    ({ name, status, suite }) =>
      needs.checks.includes(name) ||
      // ... and a job with two names that it stands in a called workflow.
      ((status !== 'completed' || name.includes(' / ')) && workflows.includes(suite.run?.path ?? '')),
  );
  const wanted = needs.reports.map((report) => ({ ...report, runs: runsOf(checks, report.workflow) }));
  const runIds = new Set([...named.map(runId), ...wanted.flatMap(({ runs }) => runs)].filter((id) => id !== null));
  const jobs = new Map<number, RunJobs>();
  for (const run of runIds) {
    const inReport = wanted.some(({ runs }) => runs.includes(run));
    const relevant = (inReport ? checks.list : named).filter((check) => runId(check) === run);
    jobs.set(run, await jobsOf(run, relevant, context));
  }
  const reports: ReportFact[] = [];
  for (const { workflow, artifact, baseline, runs } of wanted) {
    for (const run of runs) {
      const seen = checks.list.find((check) => runId(check) === run);
      if (seen === undefined || workflow !== seen.suite.run?.path) continue;
      const fact = runFact(seen, jobs.get(run), context);
      const found = fact === null ? [] : await reportsOf(fact, seen.suite.updated_at, artifact, context);
      reports.push(...found);
      // Only the newest counts; an older run's is looked at where the newer ones have none.
      if (mayVouch.includes(fact?.event ?? '') && found.some(({ unusable }) => unusable === null)) break;
    }
    if (baseline) reports.push(...(await baselineReports(workflow, artifact, context)));
  }
  return { checks: named.map((check) => checkFact(check, jobs, context)), reports };
}

function runId(check: CheckRunSeen): number | null {
  return check.suite.run?.id ?? null;
}

function runsOf({ list }: ChecksSeen, workflow: string): readonly number[] {
  const ids = list.flatMap(({ suite }) => (suite.run?.path === workflow ? [suite.run.id] : []));
  return [...new Set(ids)].sort((a, b) => b - a).slice(0, mostRuns);
}

/** From memory when it knows every check run that matters: a job's attempt never changes. */
async function jobsOf(run: number, relevant: readonly CheckRunSeen[], context: EvidenceContext): Promise<RunJobs> {
  const key = `${context.repositoryId}:${run}`;
  const known = context.memory.jobs.get(key);
  if (known !== undefined && relevant.every(({ id }) => known.attempts.has(id))) return known;
  const read = await readJobs(context.transport, context.target, run);
  if (read.complete) context.memory.jobs.set(key, read);
  return read;
}

function checkFact(check: CheckRunSeen, jobs: ReadonlyMap<number, RunJobs>, context: EvidenceContext): CheckFact {
  const id = runId(check);
  const known = id === null ? undefined : jobs.get(id);
  const run = runFact(check, known, context);
  const isJob = known === undefined ? null : known.attempts.has(check.id) ? true : known.complete ? false : null;
  return {
    id: check.id,
    name: check.name,
    app_id: check.app.id,
    app: check.app.slug,
    head_sha: context.pullRequest.pull_request.head_sha,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.started_at,
    completed_at: check.completed_at,
    run,
    is_job: run === null ? null : isJob,
  };
}

/** Runs of other events never count, so that they don't stand before one that does. */
const mayVouch = ['pull_request', 'push', 'merge_group'];

/** Events whose runs come from the repository itself, whatever the pull request's head is. */
const ownEvents = ['push', 'merge_group', 'workflow_dispatch', 'schedule', 'repository_dispatch', 'deployment'];

function runFact(check: CheckRunSeen, jobs: RunJobs | undefined, context: EvidenceContext): RunFact | null {
  const { run, status, conclusion } = check.suite;
  if (run === null) return null;
  const { pull_request, head_is_shared } = context.pullRequest;
  // A head that several pull requests share may have been run for any of them.
  const head_repository = ownEvents.includes(run.event)
    ? context.repositoryId
    : head_is_shared
      ? null
      : pull_request.head_repository;
  const attempts = [...(jobs?.attempts.values() ?? [])];
  const comparable = run.event === 'push' || run.event === 'merge_group';
  return {
    id: run.id,
    path: run.path,
    event: run.event,
    head_sha: pull_request.head_sha,
    head_repository,
    attempt: jobs?.attempts.get(check.id) ?? Math.max(1, ...attempts),
    status,
    conclusion,
    pull_requests: run.event === 'pull_request' && !head_is_shared ? [pull_request.number] : null,
    workflow_is_default: comparable ? (context.workflows.get(run.path) ?? null) : null,
    created_at: run.created_at,
  };
}
