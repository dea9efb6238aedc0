import type { EvalReport, EvidenceUsed, ReportFact } from '../../generated/types.ts';
import { type Refusal, refusal } from './reading.ts';
import type { ReportSource } from './report.ts';
import type { Scope } from './scope.ts';
import { workflowPath } from './vouching.ts';

/** The report that a change's report is compared with. */
export interface Baseline {
  readonly fact: ReportFact;
  readonly report: EvalReport;
  readonly used: EvidenceUsed;
}

/** The newest usable report of the same workflow, artifact and suite for the base commit, else for another push of this repository. */
export function baselineOf(source: ReportSource, { matter }: Scope): Baseline | null {
  const { reports, pull_request, repository } = matter.snapshot;
  const candidates = reports.flatMap((fact) => {
    const { report, run, artifact } = fact;
    if (report === null || fact.unusable !== null || artifact !== source.artifact) return [];
    if (workflowPath(run.path) !== source.workflow || (source.suite !== null && report.suite !== source.suite))
      return [];
    const isMain = run.event === 'push' && run.workflow_is_default !== false && run.head_repository === repository.id;
    const own = [pull_request.head_sha, matter.snapshot.merge_group?.pull_head_sha];
    const isOther = !own.includes(report.commit) && report.commit === run.head_sha;
    return isMain && isOther ? [{ fact, report }] : [];
  });
  const [best] = candidates.toSorted(
    (a, b) =>
      Number(b.report.commit === pull_request.base_sha) - Number(a.report.commit === pull_request.base_sha) ||
      b.fact.run.id - a.fact.run.id ||
      b.fact.run.attempt - a.fact.run.attempt,
  );
  if (best === undefined) return null;
  const { fact, report } = best;
  const source_ = `artifact:${fact.artifact_id}`;
  return { fact, report, used: { source: source_, commit: report.commit, at: fact.created_at, digest: fact.digest } };
}

/** Two reports are comparable only if dataset, judge and verifier are the same, versions and digests included (DESIGN 5). */
export function comparisonFault(a: EvalReport, b: EvalReport): Refusal | null {
  const different = parts.filter((part) => !equal(a, b, part)).map(({ name }) => name);
  if (different.length === 0) return null;
  return refusal('not_comparable', `the report and its baseline differ in ${different.join(', ')}.`);
}

interface Part {
  readonly name: string;
  readonly fields: (report: EvalReport) => readonly (string | undefined)[];
}

const parts: readonly Part[] = [
  { name: 'dataset', fields: ({ dataset }) => [dataset.name, dataset.version, dataset.digest] },
  { name: 'judge', fields: ({ judge }) => [judge.name, judge.version, judge.digest] },
  { name: 'verifier', fields: ({ verifier }) => [verifier.id, verifier.contract_version, verifier.digest] },
];

function equal(a: EvalReport, b: EvalReport, { fields }: Part): boolean {
  const [left, right] = [fields(a), fields(b)];
  return left.every((value, index) => value === right[index]);
}
