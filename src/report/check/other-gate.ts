import { type CheckOutput, GATE_NAME, OBSERVE_NAME } from '../output.ts';

/**
 * What an earlier run under the gate's other name has to say once the mode changed. The name that a ruleset requires never
 * becomes neutral, which would let pass: while the gate only observes, that run asks to be taken out of the ruleset.
 */
export function otherGate(name: string, ownNames: readonly string[]): readonly CheckOutput[] {
  const other = name === OBSERVE_NAME ? GATE_NAME : OBSERVE_NAME;
  if (!ownNames.includes(other)) return [];
  const isRequired = other === GATE_NAME;
  return [
    {
      name: other,
      status: 'completed',
      conclusion: isRequired ? 'action_required' : 'neutral',
      title: isRequired ? 'Only observed now' : 'Enforced now',
      summary: isRequired
        ? 'The policy only observes this change: see the check rollout-gate (observe). Where a ruleset still requires this one, take it out of the ruleset, or let the policy enforce.'
        : 'The policy enforces this change: see the check rollout-gate.',
      text: '',
      annotations: [],
    },
  ];
}
