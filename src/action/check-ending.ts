import type { Decision } from '../generated/types.ts';
import { gateTitle } from '../report/check/verdict.ts';
import { jobSummary } from '../report/summary/job-summary.ts';
import { decisionText } from '../report/terminal/decision.ts';
import { plain } from '../report/terminal/paint.ts';
import { problemsText } from '../report/terminal/problems.ts';
import { counted } from '../report/words.ts';
import type { Mode } from './event.ts';
import { faultLog, shownFault } from './fault-ending.ts';
import type { Outcome } from './judge-one.ts';
import { ignoredEnding } from './ignored-ending.ts';
import { faultResult, judgedResult, type JudgedPullRequest } from './result.ts';
import type { Said } from './run.ts';

interface Context {
  readonly mode: Mode;
  readonly limits: readonly string[];
  /** Said when there was no pull request to judge. */
  readonly nothing: string;
}

/**
 * How a run of `check` ends. With a check run the job is green unless something could not be evaluated: the check run is
 * the answer. Without one the job itself is: it passes on go only.
 */
export function checkEnding(outcomes: readonly Outcome[], { mode, limits, nothing }: Context): Said {
  if (outcomes.length === 0) return ignoredEnding(nothing);
  const judged = outcomes.flatMap((outcome) => outcome.judged ?? []);
  const faults = outcomes.flatMap(({ number, fault }) => {
    if (fault === null) return [];
    const shown = shownFault(fault);
    return [{ ...shown, message: `#${number}: ${shown.message}` }];
  });
  const [fault] = faults;
  const message = judged.length === 0 ? noPolicy : messageOf(judged);
  const closed = judged.filter(({ decision }) => decision.verdict !== 'go');
  const decisions = judged.map(({ decision }) => decision);
  const said = faults.map(faultLog);
  return {
    result: fault === undefined ? judgedResult(judged, limits, message) : faultResult('check', fault, judged, limits),
    summary: jobSummary({
      decisions,
      faults,
      limits,
      nothing: judged.length === 0 && fault === undefined ? noPolicy : null,
    }),
    log: [...said, ...logOf(decisions, fault === undefined ? noPolicy : '')].join('\n'),
    failed: said.length > 0 ? said.join(' ') : mode === 'job' && closed.length > 0 ? messageOf(closed) : null,
  };
}

const noPolicy = 'The default branch has no .github/rollout-gate.yml, so nothing is judged and nothing is written.';

function logOf(decisions: readonly Decision[], nothing: string): readonly string[] {
  if (decisions.length === 0) return nothing === '' ? [] : [nothing];
  return decisions.flatMap((decision) => {
    const problems = problemsText(decision.problems, new Map(), plain);
    return [decisionText(decision, plain), ...(problems === '' ? [] : [problems])];
  });
}

/** `#7: Waiting: safety`; of several, how many came to what. */
function messageOf(judged: readonly JudgedPullRequest[]): string {
  const [first] = judged;
  if (first !== undefined && judged.length === 1) return `#${first.number}: ${gateTitle(first.decision)}`;
  const counts = (['block', 'wait', 'go'] as const).flatMap((verdict) => {
    const numbers = judged.filter(({ decision }) => decision.verdict === verdict).map(({ number }) => `#${number}`);
    return numbers.length === 0 ? [] : [`${verdict} ${numbers.join(', ')}`];
  });
  return `${counted(judged.length, 'pull request')}: ${counts.join('; ')}`;
}
