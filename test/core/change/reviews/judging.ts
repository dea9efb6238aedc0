import { judgeReviews } from '../../../../src/core/change/reviews/judgement.ts';
import type { EffectivePolicy, Snapshot } from '../../../../src/generated/types.ts';
import { people, policyOf, snapshotOf } from '../facts.ts';

export const { ann, bob, carol, dan, erin } = people;

export const list = <T>(...entries: readonly T[]) => ({ complete: true, list: entries });

export const team = (name: string, size: number, ...acted: readonly number[]) => ({
  team: name,
  readable: true,
  size,
  acted,
});

export const names = (...who: readonly (typeof ann)[]) => who.map(({ login, id }) => ({ login, id }));

/** People whom the policy names without their numeric ids. */
export const unpinned = (...who: readonly (typeof ann)[]) => who.map(({ login }) => ({ login, id: null }));

/** Reviews of roles that a record asks for, without the rest of a decision. */
export function judge(
  facts: Partial<Snapshot>,
  roles: EffectivePolicy['roles'],
  records: Parameters<typeof judgeReviews>[0]['records'] = { changes: [], rollouts: [] },
) {
  const demands = Object.keys(roles).map((name) => ({ role: name, demanded_by: ['record'] }));
  return judgeReviews({ snapshot: snapshotOf(facts), policy: policyOf({ roles }), records, demands });
}

export const states = ({ reviews }: ReturnType<typeof judge>) =>
  reviews.map(({ role: name, state }) => `${name} ${state}`);

export const lines = ({ reasons }: ReturnType<typeof judge>) =>
  reasons.map(({ code, effect, subject, message }) => `${effect} ${code} ${subject}: ${message}`);
