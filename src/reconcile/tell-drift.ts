import { canonicalJson } from '../core/canonical/json.ts';
import type { Sha256 } from '../core/judgement.ts';
import { DRIFT_GONE, type DriftStep, driftSteps } from '../core/recovery/drift-issue.ts';
import {
  DRIFT_TITLE,
  type DriftLine,
  driftBody,
  driftDoubleBody,
  driftGoneBody,
  driftWord,
} from '../report/comment/drift.ts';
import type { RepositoryKey } from './ports/default-branch.ts';
import type { DriftIssues } from './ports/drift-issues.ts';

export interface TellDriftParts {
  readonly issues: DriftIssues;
  readonly sha256: Sha256;
}

/**
 * Makes one issue of the repository say what of its gate is not enforced, and closes it once nothing is wrong; told is
 * what changed since (github-facts T40). `known`: number of the issue as it was last seen. Answers the number that it has
 * now, null = there is none. Throws what the port throws.
 */
export async function tellDrift(
  { issues, sha256 }: TellDriftParts,
  key: RepositoryKey,
  findings: readonly DriftLine[],
  known: number | null,
): Promise<number | null> {
  const shown = findings.map(({ code, message }) => [code, message]);
  const wanted = findings.length === 0 ? DRIFT_GONE : sha256(canonicalJson(shown)).slice(0, 16);
  const body = findings.length === 0 ? driftGoneBody() : driftBody(findings, wanted);
  const seen = await issues.find(key, known);
  let number = seen.length === 0 ? null : Math.min(...seen.map((one) => one.number));
  for (const step of driftSteps(seen, wanted)) number = (await written(issues, key, step, body, number)) ?? number;
  return number;
}

/** The number of an issue that was opened; null = none was. */
async function written(
  issues: DriftIssues,
  key: RepositoryKey,
  step: DriftStep,
  body: string,
  first: number | null,
): Promise<number | null> {
  switch (step.kind) {
    case 'open': {
      const number = await issues.open(key, DRIFT_TITLE, body);
      await issues.comment(key, number, driftWord('found'));
      return number;
    }
    case 'label':
      await issues.label(key, step.number);
      return null;
    case 'text':
      await issues.update(key, step.number, { body, state: step.state });
      return null;
    case 'word':
      await issues.comment(key, step.number, driftWord(step.word));
      return null;
    case 'double':
      await issues.update(key, step.number, { body: driftDoubleBody(first ?? step.number), state: 'closed' });
      return null;
  }
}
