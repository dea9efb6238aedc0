import type { EffectivePolicy } from '../../generated/types.ts';
import { lostDemands } from './demand-invariants.ts';
import { weakenedEnforcement } from './enforcement-invariants.ts';
import { raisedExposure } from './exposure-invariants.ts';
import type { Loosening } from './loosening.ts';
import { widenedPeople } from './people-invariants.ts';
import { weakenedSignals } from './signal-invariants.ts';

/**
 * What an edit of the policy loosens, each with a counterexample: for whom asks to have it merged, so that nothing gets
 * looser unseen. Loosening may be right; it is said, not stopped.
 */
export function looseningsOf(before: EffectivePolicy, after: EffectivePolicy): readonly Loosening[] {
  const all = [
    ...weakenedEnforcement(before, after),
    ...lostDemands(before, after),
    ...widenedPeople(before, after),
    ...weakenedSignals(before, after),
    ...raisedExposure(before, after),
  ];
  return [...new Map(all.map((one) => [one.message, one])).values()];
}
