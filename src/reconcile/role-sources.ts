import { canonicalName } from '../core/change/surfaces/names.ts';
import type { EffectivePolicy, RolePolicy, Snapshot } from '../generated/types.ts';

/** Where it is read who holds roles. */
export interface RoleSources {
  readonly teams: readonly string[];
  readonly users: readonly string[];
  /** Whether somebody's permission on the repository decides. */
  readonly permission: boolean;
}

/** The policy's roles, and the teams behind names that are used and that the policy doesn't define; `more` are such names. */
export function roleSources(
  policy: EffectivePolicy,
  { owner_type }: Pick<Snapshot['repository'], 'owner_type'>,
  more: readonly string[],
): RoleSources {
  const roles: readonly RolePolicy[] = Object.values(policy.roles);
  const named = [
    ...more,
    ...Object.values(policy.signals).flatMap(({ trusted_reviewer }) => trusted_reviewer ?? []),
    ...Object.values(policy.signals).flatMap(({ source }) => (source.kind === 'attested_by' ? [source.role] : [])),
    ...Object.values(policy.commands).flat(),
    ...(policy.waivers.second_approver === null ? [] : [policy.waivers.second_approver]),
  ];
  const implicit = [...new Set(named)].filter(
    (name) => !Object.hasOwn(policy.roles, canonicalName(name, policy.roles)),
  );
  const isPersonal = owner_type === 'User';
  return {
    teams: [...roles.flatMap(({ teams }) => teams), ...implicit.map(slugOf).filter(isSlug)].map((slug) =>
      slug.toLowerCase(),
    ),
    users: roles.flatMap(({ users }) => users.map(({ login }) => login)),
    permission: roles.some(({ permission }) => permission !== null) || (isPersonal && implicit.length > 0),
  };
}

/** A role that the policy doesn't define is the team of its name (DESIGN 4). */
function slugOf(role: string): string {
  return role.toLowerCase().replaceAll('_', '-');
}

function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,99}$/.test(text);
}
