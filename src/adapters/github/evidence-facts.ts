import type { FaultCode } from '../../generated/codes.ts';
import type { CheckFact, ReportFact, RunFact } from '../../generated/types.ts';
import type { Needs, ReadReports } from '../../reconcile/ports.ts';
import { readZip } from '../archive/zip.ts';
import { sha256OfBytes } from '../digest/sha256.ts';
import type { BaseRun, CheckRunSeen, ChecksSeen } from './facts/checks.ts';
import type { PullRequestFacts } from './facts/pull-request.ts';
import type { ReadingMemory } from './memory.ts';
import type { Target } from './query/piece.ts';
import { type ArtifactListed, downloadArtifact, listArtifacts } from './rest/artifacts.ts';
import { readJobs, type RunJobs } from './rest/jobs.ts';
import { isOneFactOnly } from './rest/pages.ts';
import type { Transport } from './transport/transport.ts';

export interface EvidenceContext {
  readonly transport: Transport;
  readonly target: Target;
  readonly memory: ReadingMemory;
  readonly readReports: ReadReports;
  readonly repositoryId: number;
  readonly pullRequest: PullRequestFacts;
  /** By workflow path: whether head and default branch have the same file. */
  readonly workflows: ReadonlyMap<string, boolean>;
  /** Workflow runs on the base's tip, for baselines. */
  readonly baseRuns: readonly BaseRun[];
}

/** Larger archives hold something else than a report (github-facts T7). */
const mostArchiveBytes = 10 * 1024 * 1024;
/** Runs of one workflow on one commit that are looked at, newest first. */
const mostRuns = 5;

/** Check runs and reports that signals rest on, with their provenance. */
export async function readEvidence(
  checks: ChecksSeen,
  needs: Needs,
  context: EvidenceContext,
): Promise<{ readonly checks: readonly CheckFact[]; readonly reports: readonly ReportFact[] }> {
  const named = checks.list.filter(({ name }) => needs.checks.includes(name));
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
      if (fact !== null) reports.push(...(await reportsOf(fact, seen.suite.updated_at, artifact, context)));
    }
    const [base] = baseline ? newestPushes(context.baseRuns, workflow) : [];
    if (base !== undefined) {
      const { updated_at } = base;
      const found = await reportsOf(baseRunFact(base, context), updated_at, artifact, context);
      reports.push(...found.filter(({ unusable }) => unusable === null));
    }
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
  };
}

/** A baseline is what the base's own code was measured at: by a push, in this repository (DESIGN 5). */
function newestPushes(runs: readonly BaseRun[], workflow: string): readonly BaseRun[] {
  return runs
    .filter(({ path, event, status }) => path === workflow && event === 'push' && status === 'completed')
    .sort((a, b) => b.id - a.id);
}

function baseRunFact({ updated_at: _updated_at, ...run }: BaseRun, { repositoryId }: EvidenceContext): RunFact {
  return { ...run, head_repository: repositoryId, attempt: 1, pull_requests: null, workflow_is_default: null };
}

async function reportsOf(
  run: RunFact,
  changedAt: string,
  artifact: string,
  context: EvidenceContext,
): Promise<readonly ReportFact[]> {
  if (run.status !== 'completed') return [];
  const listKey = `${context.repositoryId}:${run.id}:${changedAt}:${artifact}`;
  const listed =
    context.memory.artifacts.get(listKey) ?? (await listArtifacts(context.transport, context.target, run.id, artifact));
  if (listed === null) return [];
  context.memory.artifacts.set(listKey, listed);
  const [newest] = listed;
  const none = { artifact, artifact_id: 0, digest: '', created_at: '', report: null };
  if (newest === undefined) return [{ ...none, run, unusable: 'report_missing' }];
  const key = `${context.repositoryId}:${newest.id}`;
  const known = context.memory.reports.get(key);
  const facts = known ?? (await downloaded(newest, context));
  if (facts === null) return [];
  if (known === undefined) context.memory.reports.set(key, facts);
  return facts.map((fact) => ({ ...fact, run }));
}

type Downloaded = Omit<ReportFact, 'run'>;

/** null = it could not be fetched this time. */
async function downloaded(listed: ArtifactListed, context: EvidenceContext): Promise<readonly Downloaded[] | null> {
  const { id, name, created_at } = listed;
  const unusable = (code: string): readonly Downloaded[] => [
    { artifact: name, artifact_id: id, digest: listed.digest ?? '', created_at, unusable: code, report: null },
  ];
  if (listed.expired) return unusable('report_expired');
  if (listed.size > mostArchiveBytes) return unusable('report_too_large');
  try {
    const bytes = await downloadArtifact(context.transport, context.target, id, mostArchiveBytes);
    const digest = `sha256:${sha256OfBytes(bytes)}`;
    if (listed.digest !== null && listed.digest !== digest) return unusable('report_unsafe');
    const files = (await readZip(bytes)).filter((file) => file.name.toLowerCase().endsWith('.json'));
    const read = files.flatMap((file) => context.readReports(file.bytes.toString('utf8')));
    if (read.length === 0) return unusable('report_malformed');
    return read.map((one) => ({ artifact: name, artifact_id: id, digest, created_at, ...one }));
  } catch (error) {
    if (!isOneFactOnly(error)) throw error;
    const code = refusals[error.code];
    return code === undefined ? null : unusable(code);
  }
}

const refusals: Readonly<Partial<Record<FaultCode, string>>> = {
  archive_unsafe: 'report_unsafe',
  github_not_found: 'report_expired',
  github_answer_unexpected: 'report_too_large',
};
