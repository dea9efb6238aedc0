import type { EffectivePolicy } from '../../../generated/types.ts';
import { ownerStanding } from '../../change/owner-rules.ts';
import type { Matter } from '../../change/matter.ts';
import type { Proposal } from '../../change/proposal.ts';
import { keptFor } from '../../kept.ts';

/** What a record of the proposal has to name so that nothing is left for the author. */
export interface Needs {
  readonly surfaces: readonly string[];
  readonly reviews: readonly string[];
  /** Signals that must be true, a rollback plan's included where the risk asks for one. */
  readonly signals: readonly string[];
  readonly owner: string;
}

/** What a proposal's records have to name under the policy. */
export function needsOf({ demands, surfaces, effective }: Proposal, matter: Matter): Needs {
  const signals = demands.signals.map(({ name }) => name);
  const lacksPlan = effective === 'high' && !signals.some((name) => name.includes('rollback'));
  const reviews = demands.reviews.map(({ role }) => role);
  const owner = ownerOf(reviews, matter);
  return {
    surfaces,
    reviews: reviews.length === 0 && effective === 'high' ? [owner] : reviews,
    signals: lacksPlan ? [...signals, rollbackSignal(matter)] : signals,
    owner,
  };
}

/** A rollout record has to check something: a rollback plan, if nothing else is asked for. */
export function checksOf({ signals }: Needs, matter: Matter): readonly string[] {
  return signals.length === 0 ? [rollbackSignal(matter)] : signals;
}

function rollbackSignal({ policy }: Matter): string {
  return Object.keys(policy.signals).find((name) => name.includes('rollback')) ?? 'rollback_plan_ready';
}

/** Somebody who resolves: of the policy's roles one that sounds like it keeps things running, else one that reviews. */
function ownerOf(reviewers: readonly string[], matter: Matter): string {
  const { roles, keepers } = rolesByName(matter.policy.roles);
  const resolves = (name: string): boolean => ownerStanding(name, matter) === 'resolves';
  const first = keepers[0] ?? reviewers[0] ?? roles[0] ?? 'maintainers';
  return (
    keepers.find(resolves) ??
    reviewers.find(resolves) ??
    roles.find(resolves) ??
    (resolves('maintainers') ? 'maintainers' : first)
  );
}

const rolesByName = keptFor((defined: EffectivePolicy['roles']) => {
  const roles = Object.keys(defined);
  return { roles, keepers: roles.filter((name) => /runtime|platform|owner|ops|maintain/.test(name)) };
});
