import { canonicalJson } from '../../core/canonical/json.ts';
import type { Sha256 } from '../../core/judgement.ts';
import type { EvalReport, Evidence } from '../../generated/types.ts';
import { validateEvidence } from '../../generated/validators/evidence.js';
import type { Problem } from '../problem.ts';
import { problemAt, readJson, schemaProblems } from './json.ts';

/** An evidence artifact read from JSON; null when it doesn't fit its schema or its digest. */
export interface ReadEvidence {
  readonly evidence: Evidence | null;
  readonly problems: readonly Problem[];
}

/** Reads the artifact that `record-eval` writes, at most 5 MB. Its `source` is what a run says of itself: GitHub's data decides. */
export function readEvidence(text: string, sha256: Sha256, file = 'evidence.json'): ReadEvidence {
  const { value, problem } = readJson(text, file);
  if (problem !== null) return { evidence: null, problems: [problem] };
  if (!validateEvidence(value)) return { evidence: null, problems: schemaProblems(validateEvidence.errors, file) };
  if (value.digest !== reportsDigest(value.reports, sha256)) {
    const message = 'The digest is not that of the reports';
    return { evidence: null, problems: [problemAt('digest_mismatch', message, file, { pointer: '/digest' })] };
  }
  return { evidence: value, problems: [] };
}

/** Binds reports to the run that made them. */
export function makeEvidence(source: Evidence['source'], reports: readonly EvalReport[], sha256: Sha256): Evidence {
  return { format: 'rollout-gate/evidence', version: 1, source, digest: reportsDigest(reports, sha256), reports };
}

/** `sha256:` over the canonical JSON of the reports. */
export function reportsDigest(reports: readonly EvalReport[], sha256: Sha256): string {
  return `sha256:${sha256(canonicalJson(reports))}`;
}
