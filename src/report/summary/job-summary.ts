import type { Decision } from '../../generated/types.ts';
import { evidenceTable } from '../check/evidence-table.ts';
import { faultWords } from '../check/fault-check.ts';
import { headingLines } from '../check/heading.ts';
import { sevenQuestions } from '../check/questions.ts';
import { gateTitle } from '../check/verdict.ts';
import { wayToGreen } from '../check/way.ts';
import { blocks, bullets } from '../markdown/block.ts';
import { fitting } from '../markdown/fitting.ts';
import { text } from '../markdown/text.ts';
import type { FaultShown } from '../output.ts';

/** GitHub takes 1 MiB a step; a summary is read by people. */
const MAX_BYTES = 500_000;
const MAX_TABLE_BYTES = 20_000;

/** What one run of the Action came to. */
export interface JobOutcome {
  readonly decisions: readonly Decision[];
  readonly faults: readonly FaultShown[];
  /** What a writer could still forge in this mode, one sentence each. */
  readonly limits: readonly string[];
  /** Said when there is neither a decision nor a fault: why nothing was judged. */
  readonly nothing: string | null;
}

/** The job summary: every decision with its way to green, faults, and what this mode can't rule out. */
export function jobSummary({ decisions, faults, limits, nothing }: JobOutcome): string {
  return fitting(
    [
      ...faults.map(faultWords),
      ...decisions.map(decisionPart),
      nothing !== null && text(nothing),
      limits.length > 0 &&
        blocks('**What a writer could still forge in this mode**', bullets(limits.map((limit) => text(limit)))),
    ],
    MAX_BYTES,
  );
}

function decisionPart(decision: Decision): string {
  return blocks(
    `### Pull request ${decision.subject.pull_request}: ${text(gateTitle(decision))}`,
    headingLines(decision),
    wayToGreen(decision, null),
    evidenceTable(decision, MAX_TABLE_BYTES),
    sevenQuestions(decision),
  );
}
