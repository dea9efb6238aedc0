import { jobSummary } from '../report/summary/job-summary.ts';
import { ignoredResult } from './result.ts';
import type { Said } from './run.ts';

/** A run whose event asks for nothing: green. */
export function ignoredEnding(why: string): Said {
  const summary = jobSummary({ decisions: [], faults: [], limits: [], nothing: why });
  return { result: ignoredResult(why), summary, log: `ignored: ${why}`, failed: null };
}
