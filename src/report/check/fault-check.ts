import { blocks } from '../markdown/block.ts';
import { cleanLine } from '../markdown/clean.ts';
import { code } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';
import { type CheckOutput, type FaultShown, GATE_NAME, OBSERVE_NAME } from '../output.ts';

/**
 * The gate's check when nothing could be decided: it fails closed and says so (DESIGN section 3). Where the policy `observes`
 * and no more, it blocks nothing, under the name that no ruleset requires.
 */
export function faultCheck(fault: FaultShown, observes = false): CheckOutput {
  return {
    name: observes ? OBSERVE_NAME : GATE_NAME,
    status: 'completed',
    conclusion: observes ? 'neutral' : 'action_required',
    title: cleanLine(`Could not be evaluated: ${fault.code}`, 200),
    summary: faultWords(fault),
    text: '',
    annotations: [],
  };
}

/** What happened, whether it mends itself, and what to do. */
export function faultWords({ code: fault, message, retryable, next }: FaultShown): string {
  const again = retryable ? 'It is tried again by itself.' : 'Trying again alone won’t help.';
  return blocks(
    `**Could not be evaluated**: ${text(message, 1_000)}`,
    `${text(next, 500)} ${again}`,
    `Fault ${code(fault)} · ${code(`rollout-gate explain ${cleanLine(fault, 80)}`)}`,
  );
}
