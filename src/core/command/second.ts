import type { EffectivePolicy, Person } from '../../generated/types.ts';
import { takesOf, type Takes } from './authority.ts';
import { type StandingFacts, standingOf } from './standing.ts';

/** Who may agree to somebody else's waiver: the policy's role, or else whoever may waive. */
export function secondTakes(policy: EffectivePolicy): Takes {
  const { second_approver } = policy.waivers;
  return second_approver === null ? takesOf('waive', policy) : { roles: [second_approver], permission: null, also: [] };
}

/** Whether somebody may agree to somebody else's waiver; what can't be read lets nobody (github-facts T14). */
export function mayAgree(person: Person, roles: StandingFacts['roles'], policy: EffectivePolicy): boolean {
  return hasOf(secondTakes(policy), person, roles, policy);
}

/** Whether somebody may waive as things stand now: who has lost the right has lost it for waivers given before, too. */
export function mayWaive(person: Person, roles: StandingFacts['roles'], policy: EffectivePolicy): boolean {
  return hasOf(takesOf('waive', policy), person, roles, policy);
}

function hasOf(takes: Takes, person: Person, roles: StandingFacts['roles'], policy: EffectivePolicy): boolean {
  if (person.type !== 'User') return false;
  const standing = standingOf(person, { roles, author: null, blocks: [] }, policy);
  return (
    (takes.permission !== null && standing.reaches(takes.permission)) ||
    takes.roles.some((role) => standing.holds(role) === 'member')
  );
}

/** Who has to agree, in a sentence. */
export function secondWords(policy: EffectivePolicy): string {
  const { roles, permission } = secondTakes(policy);
  const who = [...roles, ...(permission === null ? [] : [`${permission} permission`])].join(' or ');
  return policy.waivers.second_approver ?? `a second person with ${who || 'a role that nobody holds'}`;
}
