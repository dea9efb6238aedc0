import { sha256 } from '../../adapters/digest/sha256.ts';
import { decide } from '../../core/decide.ts';
import type { Evidence, ReportFact, Signal, SignalSource, Snapshot } from '../../generated/types.ts';
import { prepareJudgement } from '../../records/judgement.ts';

/**
 * What a local evidence file would make of the signals, had a run on GitHub made it. The decision itself never sees the
 * file: only GitHub's word on a run is evidence (DESIGN section 5). Signals that no report of the file speaks of are left out.
 */
export function supposedSignals(evidence: Evidence, snapshot: Snapshot): readonly Signal[] {
  const judgement = prepareJudgement(snapshot);
  const sources = Object.values(judgement.policy?.effective?.signals ?? {}).map(({ source }) => source);
  const reports = sources.flatMap((source) => (source.kind === 'report' ? supposed(source, evidence, snapshot) : []));
  if (reports.length === 0) return [];
  const { signals } = decide({ ...judgement, snapshot: { ...snapshot, reports } }, sha256);
  const names = new Set(reports.map(({ artifact_id }) => `artifact:${artifact_id}`));
  return signals.filter(({ evidence: used, refused }) => [...used, ...refused].some(({ source }) => names.has(source)));
}

/** The file's reports as the artifact that a signal waits for; its id is no real one. */
function supposed(
  source: Extract<SignalSource, { readonly kind: 'report' }>,
  { reports, digest }: Evidence,
  { pull_request }: Snapshot,
): readonly ReportFact[] {
  const own = source.suite === null ? reports : reports.filter(({ suite }) => suite === source.suite);
  return own.map((report) => ({
    artifact: source.artifact,
    artifact_id: 0,
    run: {
      id: 0,
      path: source.workflow,
      event: 'pull_request',
      head_sha: pull_request.head_sha,
      head_repository: pull_request.head_repository,
      attempt: 1,
      status: 'completed',
      conclusion: 'success',
      pull_requests: [pull_request.number],
      workflow_is_default: null,
    },
    digest,
    created_at: report.measured_at,
    unusable: null,
    report,
  }));
}
