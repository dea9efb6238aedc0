import type { Fault } from '../adapters/fault.ts';
import { faults } from '../generated/codes.ts';
import type { ActionResult } from '../generated/types.ts';
import type { FaultShown } from '../report/output.ts';
import { jobSummary } from '../report/summary/job-summary.ts';
import { faultResult } from './result.ts';
import type { Said } from './run.ts';

/** A fault in the words that checks, summaries and logs use. */
export function shownFault({ code, message, retryable }: Fault): FaultShown {
  return { code, message, retryable, next: faults[code].next };
}

/** A run that could do nothing: the job fails and says why, and what this mode can't rule out. */
export function faultEnding(command: ActionResult['command'], fault: Fault, limits: readonly string[] = []): Said {
  const shown = shownFault(fault);
  return {
    result: faultResult(command, fault, [], limits),
    summary: jobSummary({ decisions: [], faults: [shown], limits, nothing: null }),
    log: faultLog(shown),
    failed: faultLog(shown),
  };
}

export function faultLog({ code, message, next }: FaultShown): string {
  return `could not be evaluated: ${message} (${code}). ${next}`;
}
