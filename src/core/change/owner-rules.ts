import type { ChangeRecord } from '../../generated/types.ts';
import { block, byAuthor, byOperator, type Ground, wait } from '../gate/ground.ts';
import { whereOf } from './location.ts';
import type { Matter } from './matter.ts';
import { canonicalName } from './surfaces/names.ts';

const fields = ['owner', 'session_control_owner', 'emergency_freeze_owner'] as const;

/** Every decision has an owner (seed 9.4), and every owner is somebody: a role of the policy or a team (DESIGN 5). */
export function judgeOwners(change: ChangeRecord, matter: Matter): readonly Ground[] {
  const owners = fields.flatMap((field) => {
    const name = change[field];
    return name === null ? [] : [{ field, name }];
  });
  if (owners.length === 0) {
    const message = 'The record names no owner, so nobody owns this decision.';
    return [
      block(
        'owner_missing',
        `change:${change.change_id}`,
        message,
        byAuthor('name an owner'),
        whereOf(change, 'owner'),
      ),
    ];
  }
  return owners.flatMap(({ field, name }) => {
    const standing = ownerStanding(name, matter);
    if (standing === 'resolves') return [];
    const subject = `role:${name}`;
    const where = whereOf(change, field);
    if (standing === 'unreadable') {
      const message = `${field} names ${name}, and whether there is such a team can't be read with this token.`;
      const how = `Let the App (or roles-token) read organisation members, or define ${name} under roles in the policy.`;
      return [wait('role_unreadable', subject, message, byOperator(how), where)];
    }
    const message = `${field} names ${name}, which is no role of the policy and no team with members.`;
    return [block('owner_unresolvable', subject, message, byAuthor(`name a role of the policy in ${field}`), where)];
  });
}

/** A person's repository has no teams, and a policy without roles names nobody: there any name that could be one stands. */
export function ownerStanding(name: string, { policy, snapshot }: Matter): 'resolves' | 'unreadable' | 'nobody' {
  if (Object.hasOwn(policy.roles, canonicalName(name, policy.roles))) return 'resolves';
  if (!isName(name)) return 'nobody';
  if (Object.keys(policy.roles).length === 0 || snapshot.repository.owner_type === 'User') return 'resolves';
  const slug = name.toLowerCase().replaceAll('_', '-');
  const team = snapshot.teams.find((fact) => fact.team.toLowerCase() === slug);
  if (team === undefined || !team.readable) return 'unreadable';
  return team.size > 0 ? 'resolves' : 'nobody';
}

function isName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text);
}
