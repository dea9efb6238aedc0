import type { EvalReport } from '../../generated/types.ts';
import { validateEvalReport } from '../../generated/validators/eval-report.js';
import type { Problem } from '../problem.ts';
import { readJson, schemaProblems } from './json.ts';

/** An eval report read from JSON; null as soon as it doesn't fit `schemas/eval-report.schema.json`. */
export interface ReadReport {
  readonly report: EvalReport | null;
  readonly problems: readonly Problem[];
}

/** Reads an eval report of at most 5 MB. What it says is a claim until its run and artifact were looked at (DESIGN section 5). */
export function readEvalReport(text: string, file = 'report.json'): ReadReport {
  const { value, problem } = readJson(text, file);
  if (problem !== null) return { report: null, problems: [problem] };
  if (validateEvalReport(value)) return { report: value, problems: [] };
  return { report: null, problems: schemaProblems(validateEvalReport.errors, file) };
}
