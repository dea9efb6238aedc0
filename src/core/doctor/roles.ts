import type { EffectivePolicy, RolePolicy } from '../../generated/types.ts';
import { ownersOf, parseCodeowners } from '../change/reviews/codeowners.ts';
import { compileGlob, matchesAny } from '../change/surfaces/glob.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import type { Finding, PolicySurroundings, RepositoryFact } from './facts.ts';
import { finding, someOf } from './finding.ts';

/**
 * Every role that the policy defines or names. One that it doesn't define is the team of that name, or everyone with
 * maintain in a person's repository (DESIGN 4).
 */
export function rolesOf(
  policy: EffectivePolicy,
  { owner_type }: Pick<RepositoryFact, 'owner_type'>,
): ReadonlyMap<string, RolePolicy> {
  const demands = [
    ...Object.values(policy.surfaces).map(({ requires }) => requires),
    ...Object.values(policy.change_types),
    ...Object.values(policy.risk),
  ];
  const named = [
    ...demands.flatMap(({ reviews }) => reviews),
    ...policy.waves.flatMap(({ approvals }) => approvals),
    ...Object.values(policy.commands).flat(),
    ...Object.values(policy.signals).flatMap(({ trusted_reviewer, source }) => [
      ...(trusted_reviewer === null ? [] : [trusted_reviewer]),
      ...(source.kind === 'attested_by' ? [source.role] : []),
    ]),
    ...(policy.waivers.second_approver === null ? [] : [policy.waivers.second_approver]),
  ].map((name) => canonicalName(name, policy.roles));
  const implicit = named
    .filter((name) => !Object.hasOwn(policy.roles, name))
    .map((name): [string, RolePolicy] => [name, implicitRole(name, owner_type)]);
  return new Map([...Object.entries(policy.roles), ...implicit]);
}

function implicitRole(name: string, owner: RepositoryFact['owner_type']): RolePolicy {
  return {
    teams: owner === 'User' ? [] : [name.toLowerCase().replaceAll('_', '-')],
    users: [],
    codeowners: [],
    permission: owner === 'User' ? 'maintain' : null,
    approvals: 1,
    aliases: [],
    implicit: true,
  };
}

/** Whether each role can be held by somebody, and whether that can be read. Members are counted, never named. */
export function roleFindings(roles: ReadonlyMap<string, RolePolicy>, around: PolicySurroundings): readonly Finding[] {
  return [...roles].flatMap(([name, role]) => {
    const found = [
      ...teamFindings(name, role, around),
      ...userFindings(name, role, around),
      ...ownerFindings(name, role, around),
    ];
    if (found.length > 0) return found;
    const people = peopleOf(role, around);
    if (role.codeowners.length === 0 && people !== null && people < role.approvals) {
      return [finding('role_too_few', `${name} wants ${role.approvals} approvals and is held by ${people} people.`)];
    }
    return [finding('role_ready', `${name} is held by ${heldBy(role)}.`)];
  });
}

function teamFindings(name: string, role: RolePolicy, { teams }: PolicySurroundings): readonly Finding[] {
  return role.teams.flatMap((slug) => {
    const team = teams.get(slug) ?? 'unreadable';
    if (team === 'absent') return [finding('role_team_missing', `${name}: there is no team ${slug} to be seen.`)];
    if (team === 'unreadable') {
      return [finding('role_unreadable', `${name}: the team ${slug} can't be read with this token.`)];
    }
    return team.size > 0 ? [] : [finding('role_team_empty', `${name}: the team ${slug} has no active members.`)];
  });
}

function userFindings(name: string, role: RolePolicy, { users }: PolicySurroundings): readonly Finding[] {
  return role.users.flatMap(({ login, id }) => {
    const user = users.get(login) ?? 'unreadable';
    if (user === 'absent') return [finding('role_user_missing', `${name}: there is no account ${login}.`)];
    if (user === 'unreadable') return [finding('role_unreadable', `${name}: the account ${login} can't be read.`)];
    if (id === null || id === user.id) return [];
    const message = `${name}: ${login} has the id ${user.id}, and the policy pins ${id}.`;
    return [finding('role_user_changed', message)];
  });
}

function ownerFindings(name: string, role: RolePolicy, around: PolicySurroundings): readonly Finding[] {
  if (role.codeowners.length === 0) return [];
  const { codeowners, paths } = around;
  if (codeowners === 'absent') return [finding('role_owners_missing', `${name}: there is no CODEOWNERS.`)];
  if (codeowners === 'unreadable' || paths === null) {
    return [finding('role_unreadable', `${name}: the owners of its paths can't be read.`)];
  }
  const rules = parseCodeowners(codeowners.text);
  const globs = role.codeowners.map(compileGlob);
  const without = paths.filter((path) => {
    if (!matchesAny(globs, path)) return false;
    const owned = ownersOf(path, rules, codeowners.error_lines);
    return owned.state !== 'owned' || owned.owners.every(({ kind }) => kind === 'email');
  });
  return without.length === 0
    ? []
    : [finding('role_owners_missing', `${name}: nobody in ${codeowners.path} can approve ${someOf(without, 3)}.`)];
}

/** At most how many people hold the role by name; null = that isn't known. One person may be in two teams. */
function peopleOf(role: RolePolicy, { teams }: PolicySurroundings): number | null {
  if (role.teams.length + role.users.length === 0) return null;
  return role.teams.reduce((sum, slug) => {
    const team = teams.get(slug);
    return sum + (typeof team === 'object' ? team.size : 0);
  }, role.users.length);
}

function heldBy({ teams, users, codeowners, permission }: RolePolicy): string {
  const parts = [
    ...teams.map((slug) => `the team ${slug}`),
    ...(users.length === 0 ? [] : [`${users.length} named`]),
    ...(codeowners.length === 0 ? [] : ['the code owners of its paths']),
  ];
  return parts.length === 0 ? `everyone with ${permission ?? 'access'}` : parts.join(', ');
}
