import { canonicalName } from '../core/change/surfaces/names.ts';
import { keptFor } from '../core/kept.ts';
import type { EffectivePolicy, RolePolicy, Snapshot } from '../generated/types.ts';
import { unique } from './once.ts';

/** Where it is read who holds roles; names once and in order. */
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
  more: Iterable<string>,
): RoleSources {
  const { named, teams, users, permission } = ownSources(policy);
  const implicit = new Set<string>();
  for (const name of more) if (!isDefined(name, policy)) implicit.add(name);
  for (const name of named) implicit.add(name);
  if (implicit.size === 0) return { teams, users, permission };
  const slugs = [...implicit].map(slugOf).filter(isSlug);
  return { teams: unique([...teams, ...slugs]), users, permission: permission || owner_type === 'User' };
}

/** What the policy says by itself; `named` are the names that it uses and doesn't define. */
const ownSources = keptFor((policy: EffectivePolicy): RoleSources & { readonly named: readonly string[] } => {
  const roles: readonly RolePolicy[] = Object.values(policy.roles);
  const named = [
    ...Object.values(policy.signals).flatMap(({ trusted_reviewer }) => trusted_reviewer ?? []),
    ...Object.values(policy.signals).flatMap(({ source }) => (source.kind === 'attested_by' ? [source.role] : [])),
    ...Object.values(policy.commands).flat(),
    ...(policy.waivers.second_approver === null ? [] : [policy.waivers.second_approver]),
  ];
  return {
    named: [...new Set(named)].filter((name) => !isDefined(name, policy)),
    teams: unique(roles.flatMap(({ teams }) => teams.map((slug) => slug.toLowerCase()))),
    users: unique(roles.flatMap(({ users }) => users.map(({ login }) => login))),
    permission: roles.some(({ permission }) => permission !== null),
  };
});

function isDefined(name: string, { roles }: EffectivePolicy): boolean {
  return Object.hasOwn(roles, canonicalName(name, roles));
}

/** A role that the policy doesn't define is the team of its name (DESIGN 4). */
function slugOf(role: string): string {
  return role.toLowerCase().replaceAll('_', '-');
}

function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,99}$/.test(text);
}
