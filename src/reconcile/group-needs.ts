import type { Snapshot } from '../generated/types.ts';
import { prepareJudgement } from '../records/judgement.ts';
import { needsOf } from './needs.ts';
import type { GroupNeeds } from './ports/merge-group.ts';

/** What of a judged pull request has to be looked at in its merge group. */
export function groupNeedsOf(snapshot: Snapshot): GroupNeeds {
  const needs = needsOf(snapshot);
  const policy = prepareJudgement(snapshot).policy?.effective ?? null;
  const sources = Object.values(policy?.signals ?? {}).map(({ source }) => source);
  const workflows = sources.flatMap((source) =>
    (source.kind === 'job' || source.kind === 'report') && source.workflow !== null ? [source.workflow] : [],
  );
  const isEvidenceNeeded = needs.checks.length + needs.statuses.length + needs.reports.length > 0;
  const surfaces = isEvidenceNeeded ? Object.entries(policy?.surfaces ?? {}) : [];
  return {
    files: [...new Set([...needs.records, ...needs.files.map(({ path }) => path)])].sort(),
    workflows: isEvidenceNeeded ? [...new Set(workflows)].sort() : [],
    surfaces: new Map(surfaces.map(([name, { paths }]) => [name, paths])),
  };
}
