import type { ActionResult, Decision } from '../generated/types.ts';

export type JudgedPullRequest = ActionResult['pull_requests'][number];

const empty = {
  format: 'rollout-gate/action-result',
  version: 1,
  reason_code: '',
  pull_requests: [],
  limits: [],
  evidence_path: null,
} as const;

export function ignoredResult(message: string): ActionResult {
  return { ...empty, command: 'check', decision: 'ignored', message };
}

export function recordedResult(path: string, message: string): ActionResult {
  return { ...empty, command: 'record-eval', decision: 'recorded', message, evidence_path: path };
}

/** Nothing could be judged; what was judged before the fault is kept. */
export function faultResult(
  command: ActionResult['command'],
  fault: { readonly code: string; readonly message: string },
  judged: readonly JudgedPullRequest[] = [],
  limits: readonly string[] = [],
): ActionResult {
  const { code, message } = fault;
  return { ...empty, command, decision: 'fault', reason_code: code, message, pull_requests: judged, limits };
}

/** The result of judged pull requests: the worst of them gives decision and reason; none = nothing was there to judge. */
export function judgedResult(
  judged: readonly JudgedPullRequest[],
  limits: readonly string[],
  message: string,
): ActionResult {
  const worst = worstOf(judged);
  return {
    ...empty,
    command: 'check',
    decision: worst === undefined ? 'not_governed' : verdictOf(worst.decision),
    reason_code: worst === undefined ? '' : firstReason(worst.decision),
    message,
    pull_requests: judged,
    limits,
  };
}

/** block before wait before go before not governed; the first of equals. */
export function worstOf(judged: readonly JudgedPullRequest[]): JudgedPullRequest | undefined {
  const order = ['block', 'wait', 'go', 'not_governed'];
  const rank = (one: JudgedPullRequest): number => order.indexOf(verdictOf(one.decision));
  return judged.toSorted((a, b) => rank(a) - rank(b))[0];
}

function verdictOf({ governed, verdict }: Decision): ActionResult['decision'] {
  return !governed && verdict === 'go' ? 'not_governed' : verdict;
}

/** The first reason that keeps it from go; where nothing does, the first one at all. */
function firstReason({ reasons }: Decision): string {
  const binding = reasons.find(({ effect, mode }) => effect !== 'advise' && mode === 'enforce');
  return (binding ?? reasons[0])?.code ?? '';
}
