import type { BlockFact, EffectivePolicy, Permission, Person, Snapshot } from '../../generated/types.ts';
import {
  type Membership,
  membershipOf,
  permissionReaches,
  permissionUnread,
  type RoleFacts,
} from '../change/reviews/people.ts';
import { resolveRole } from '../change/reviews/role.ts';

/** What somebody has, as it was read for this answer: numeric ids, never a webhook's word (github-facts T13, T14). */
export interface Standing {
  readonly person: Person;
  /** null = none, or it could not be read. */
  readonly permission: Permission | null;
  readonly is_author: boolean;
  /** Whether every block in force is this person's; false where there is none. */
  readonly blocked_alone: boolean;
  reaches(least: Permission): boolean;
  /** Whether the person holds a role; `unknown` = who holds it can't be read. */
  holds(role: string): Membership;
}

/** What somebody's standing is read from, on a pull request or an incident issue. */
export interface StandingFacts {
  readonly roles: RoleFacts & Pick<Snapshot, 'permissions'>;
  /** null = an issue, or an account that is gone. */
  readonly author: Person | null;
  /** Blocks in force. */
  readonly blocks: readonly BlockFact[];
}

export function standingOf(person: Person, facts: StandingFacts, policy: EffectivePolicy): Standing {
  const { roles, author, blocks } = facts;
  const { permissions } = roles;
  const found = permissions.find((known) => known.person === person.id)?.permission ?? 'none';
  return {
    person,
    permission: found === 'none' || found === 'unknown' ? null : found,
    is_author: author?.id === person.id,
    blocked_alone: blocks.length > 0 && blocks.every((block) => block.person.id === person.id),
    reaches: (least) => permissionReaches(person.id, least, permissions),
    holds: (role) => roleMembership(person, role, roles, policy),
  };
}

/** Whether a person holds a role, the permission that is its floor included. */
export function roleMembership(
  person: Person,
  name: string,
  facts: StandingFacts['roles'],
  policy: EffectivePolicy,
): Membership {
  if (person.type !== 'User') return 'not_member';
  const { holders, permission } = resolveRole(name, policy, facts);
  const { permissions } = facts;
  const membership = membershipOf(person.id, holders, permissions);
  const isBelow = permission !== null && !permissionReaches(person.id, permission, permissions);
  if (membership !== 'member' || !isBelow) return membership;
  return permissionUnread(person.id, permissions) ? 'unknown' : 'not_member';
}
