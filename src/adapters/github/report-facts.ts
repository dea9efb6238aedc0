import type { FaultCode } from '../../generated/codes.ts';
import type { ReportFact, RunFact } from '../../generated/types.ts';
import { readZip } from '../archive/zip.ts';
import { sha256OfBytes } from '../digest/sha256.ts';
import type { EvidenceContext } from './evidence-facts.ts';
import type { BaseRun } from './facts/base-runs.ts';
import { type ArtifactListed, downloadArtifact, listArtifacts } from './rest/artifacts.ts';
import { isOneFactOnly } from './rest/pages.ts';

/** Larger archives hold something else than a report (github-facts T7). */
const mostArchiveBytes = 10 * 1024 * 1024;

/** A baseline is what the base's own code was measured at: by a push, in this repository (DESIGN 5). */
export async function baselineReports(
  workflow: string,
  artifact: string,
  context: EvidenceContext,
): Promise<readonly ReportFact[]> {
  const [newest] = context.baseRuns
    .filter(({ path, event, status }) => path === workflow && event === 'push' && status === 'completed')
    .sort((a, b) => b.id - a.id);
  if (newest === undefined) return [];
  const found = await reportsOf(baseRunFact(newest, context), newest.updated_at, artifact, context);
  return found.filter(({ unusable }) => unusable === null);
}

function baseRunFact({ updated_at: _updated_at, ...run }: BaseRun, { repositoryId }: EvidenceContext): RunFact {
  return { ...run, head_repository: repositoryId, attempt: 1, pull_requests: null, workflow_is_default: null };
}

/**
 * The reports in a run's artifact of that name, or why there is none that can be used. `changedAt` is the time of the last
 * change of its suite: the same time means the same artifacts.
 */
export async function reportsOf(
  run: RunFact,
  changedAt: string,
  artifact: string,
  context: EvidenceContext,
): Promise<readonly ReportFact[]> {
  const none = { artifact, artifact_id: 0, digest: '', created_at: '', report: null };
  if (run.status !== 'completed') return [{ ...none, run, unusable: 'report_missing' }];
  const unread: ReportFact = { ...none, run, unusable: 'report_unread' };
  const listKey = `${context.repositoryId}:${run.id}:${changedAt}:${artifact}`;
  const listed =
    context.memory.artifacts.get(listKey) ?? (await listArtifacts(context.transport, context.target, run.id, artifact));
  if (listed === null) return [unread];
  const [newest] = listed;
  // A list without it may only be late: it is asked for again.
  if (newest !== undefined) context.memory.artifacts.set(listKey, listed);
  if (newest === undefined) return [{ ...none, run, unusable: 'report_missing' }];
  const key = `${context.repositoryId}:${newest.id}`;
  const known = context.memory.reports.get(key);
  const facts = known ?? (await downloaded(newest, context));
  if (facts === null) return [unread];
  if (facts.every(({ unusable }) => !passing.includes(unusable ?? ''))) context.memory.reports.set(key, facts);
  return facts.map((fact) => ({ ...fact, run }));
}

/** What a missing answer looks like may have passed the next time: it is not remembered. */
const passing = ['report_expired', 'report_too_large'];

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
