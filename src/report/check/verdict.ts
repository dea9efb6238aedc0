import type { Decision, Reason, Verdict } from '../../generated/types.ts';
import { cleanLine } from '../markdown/clean.ts';
import { type CheckOutput, GATE_NAME, OBSERVE_NAME } from '../output.ts';
import { counted, joined } from '../words.ts';

/** Reasons that only the set-up can mend: the author's pull request is not at fault (DESIGN section 6). */
const SET_UP: ReadonlySet<string> = new Set(['policy_missing', 'policy_invalid']);

/** Name, status and conclusion of the gate's check run. Never neutral under the name that a ruleset requires. */
export function gateState(decision: Decision): Pick<CheckOutput, 'name' | 'status' | 'conclusion'> {
  if (decision.enforcement === 'observe') return { name: OBSERVE_NAME, status: 'completed', conclusion: 'neutral' };
  if (isSetUpMissing(decision)) return { name: GATE_NAME, status: 'completed', conclusion: 'action_required' };
  if (decision.verdict === 'wait') return { name: GATE_NAME, status: 'in_progress', conclusion: null };
  return { name: GATE_NAME, status: 'completed', conclusion: decision.verdict === 'go' ? 'success' : 'failure' };
}

export function isSetUpMissing({ verdict, reasons }: Decision): boolean {
  return (
    verdict === 'block' &&
    reasons.some(({ code, effect, mode }) => effect === 'block' && mode === 'enforce' && SET_UP.has(code))
  );
}

/** The verdict that the texts speak of: where the whole gate only observes, what it would have been. */
export function shownVerdict(decision: Decision): Verdict {
  return decision.enforcement === 'observe' ? decision.observed_verdict : decision.verdict;
}

/** Reasons behind the shown verdict: in an enforcing gate, what is only observed doesn't count. */
export function bindingReasons(decision: Decision, effect: Reason['effect']): readonly Reason[] {
  return decision.reasons.filter(
    (reason) => reason.effect === effect && (decision.enforcement === 'observe' || reason.mode === 'enforce'),
  );
}

/** What passes for the time of a waiver only, and would block or wait without it. */
export function waivedReasons({ reasons }: Decision): readonly Reason[] {
  return reasons.filter(({ code }) => code === 'waiver_applied');
}

/** One line of plain text: what is missing, in the order in which it has to be done. At most 200 characters. */
export function gateTitle(decision: Decision): string {
  return cleanLine(titleOf(decision), 200);
}

function titleOf(decision: Decision): string {
  if (!decision.governed && shownVerdict(decision) === 'go') return 'Not governed';
  const isObserved = decision.enforcement === 'observe';
  switch (shownVerdict(decision)) {
    case 'go':
      return `${isObserved ? 'Would go' : 'Go'}: ${goWords(decision)}`;
    case 'wait':
      return `${isObserved ? 'Would wait' : 'Waiting'}: ${waitWords(decision)}`;
    case 'block':
      if (isSetUpMissing(decision)) return `Set-up needed: ${setUpWords(decision)}`;
      return `${isObserved ? 'Would be blocked' : 'Blocked'}: ${blockWords(decision)}`;
  }
}

/** What is waived was not passed: it is counted on its own. */
function goWords(decision: Decision): string {
  const { reviews, signals, risk } = decision;
  const waived = waivedReasons(decision);
  const isWaived = (name: string): boolean => waived.some(({ subject }) => subject === `signal:${name}`);
  const atMerge = signals.filter(({ at, name }) => at === 'merge' && !isWaived(name)).length;
  const done = [
    ...(reviews.length > 0 ? [counted(reviews.length, 'review')] : []),
    ...(atMerge > 0 ? [counted(atMerge, 'eval')] : []),
    ...(waived.length > 0 ? [counted(waived.length, 'waived finding')] : []),
  ];
  return done.length === 0
    ? `nothing is demanded at ${risk.effective} risk`
    : `${joined(done)}, risk ${risk.effective}`;
}

/** Roles and signals by name, as people know them; anything else by what it is about. */
function waitWords(decision: Decision): string {
  const missing: string[] = [];
  for (const { state, role } of decision.reviews) if (state !== 'given') missing.push(role);
  for (const signal of decision.signals) if (signal.at === 'merge' && isOpen(signal)) missing.push(signal.name);
  return missing.length > 0 ? missing.join(', ') : (bindingReasons(decision, 'wait')[0]?.message ?? 'for GitHub');
}

function blockWords(decision: Decision): string {
  if (decision.unsatisfiable) return 'nothing that can be done leads to go';
  let problems = 0;
  let findings = 0;
  let reviews = 0;
  let evals = 0;
  for (const { severity } of decision.problems) if (severity === 'error') problems += 1;
  for (const { code } of bindingReasons(decision, 'block')) if (code !== 'record_malformed') findings += 1;
  for (const { state } of decision.reviews) if (state !== 'given') reviews += 1;
  for (const { at, value } of decision.signals) if (at === 'merge' && value === 'unknown') evals += 1;
  const first = bothCounted(problems, 'problem', findings, 'finding');
  const then = bothCounted(reviews, 'review', evals, 'eval');
  const now = first === '' ? 'see the reasons' : `${first} to fix`;
  return then === '' ? now : `${now}, then ${then}`;
}

/** `2 reviews and 1 eval`, and what there is none of left out. */
function bothCounted(count: number, noun: string, otherCount: number, otherNoun: string): string {
  if (count === 0) return otherCount === 0 ? '' : counted(otherCount, otherNoun);
  const first = counted(count, noun);
  return otherCount === 0 ? first : `${first} and ${counted(otherCount, otherNoun)}`;
}

function setUpWords(decision: Decision): string {
  const problems = decision.problems.filter(({ severity }) => severity === 'error');
  const [first] = bindingReasons(decision, 'block').filter(({ code }) => SET_UP.has(code));
  const files = [...new Set(problems.map(({ where }) => where.file))];
  if (first?.code === 'policy_invalid' && problems.length > 0)
    return `${counted(problems.length, 'problem')} in ${files.join(', ')}`;
  return first?.message ?? 'the policy is missing';
}

export function isOpen({ demanded_as, value }: Decision['signals'][number]): boolean {
  return value !== (demanded_as === 'required' ? 'true' : 'false');
}
