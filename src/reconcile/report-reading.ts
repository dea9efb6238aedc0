import type { Sha256 } from '../core/judgement.ts';
import { readEvidence } from '../records/eval/evidence.ts';
import { readEvalReport } from '../records/eval/report.ts';
import type { ReadReports } from './ports.ts';

/** Reads a file of an artifact: the evidence that `record-eval` writes, or an eval report as it is. */
export function reportReader(sha256: Sha256): ReadReports {
  return (text) => {
    const { evidence } = readEvidence(text, sha256);
    if (evidence !== null) return evidence.reports.map((report) => ({ report, unusable: null }));
    const { report } = readEvalReport(text);
    return [{ report, unusable: report === null ? 'report_malformed' : null }];
  };
}
