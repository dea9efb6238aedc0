import type { EffectivePolicy, RolePolicy } from '../../../generated/types.ts';
import { changedPaths } from '../surfaces/changed-paths.ts';
import { compileGlob, matchesAny } from '../surfaces/glob.ts';
import { canonicalName } from '../surfaces/names.ts';
import { ownedGroups } from './ownership.ts';
import { namedPeople, type People, type RoleFacts, union } from './people.ts';

/** A role as it stands on this pull request. */
export interface Role {
  readonly name: string;
  /** False = neither in the policy nor, by its name, a possible team (`role_unknown`). */
  readonly known: boolean;
  /** Everybody who holds it. */
  readonly holders: People;
  /** Each group must approve at least once; a role without CODEOWNERS has one. */
  readonly groups: readonly HolderGroup[];
  /** How many different people must approve. */
  readonly approvals: number;
  readonly permission: RolePolicy['permission'];
  /** Changed paths that the role looks after; empty = all. */
  readonly paths: readonly string[];
  readonly inScope: (path: string) => boolean;
}

/** People of whom one must approve, with the paths that they look after. */
export interface HolderGroup {
  readonly people: People;
  /** Empty = the whole patch. */
  readonly paths: readonly string[];
}

/**
 * Who holds a role here. One that the policy doesn't define is the organisation's team of that name (`_` = `-`) or, in a
 * person's repository, everybody with `maintain` (DESIGN 4).
 */
export function resolveRole(name: string, policy: EffectivePolicy, snapshot: RoleFacts): Role {
  const canonical = canonicalName(name, policy.roles);
  const defined = Object.hasOwn(policy.roles, canonical) ? policy.roles[canonical] : undefined;
  const role = defined ?? implicitRole(canonical, snapshot);
  const { approvals, permission } = role ?? { approvals: 1, permission: null };
  const named = role === null ? nobody : peopleOf(role, snapshot);
  const globs = (role?.codeowners ?? []).map(compileGlob);
  const own =
    globs.length === 0 ? [] : [...changedPaths(snapshot.files.list)].filter((path) => matchesAny(globs, path));
  const groups =
    globs.length === 0
      ? [{ people: named, paths: [] }]
      : ownedGroups(own, globs, snapshot).map(({ people, paths }) => ({ people: union([people, named]), paths }));
  // A role that is also held by name looks at the whole patch, so that is what its approvals are bound to.
  const isPathBound = own.length > 0 && named.users.size + named.teams.length + named.unreadable.length === 0;
  return {
    name: canonical,
    known: role !== null,
    holders: union(groups.map(({ people }) => people)),
    groups,
    approvals: Math.max(1, approvals),
    permission,
    paths: own,
    inScope: isPathBound ? (path) => matchesAny(globs, path) : () => true,
  };
}

const nobody: People = { users: new Set(), teams: [], everyone: null, unreadable: [], changed: [] };

function peopleOf(role: RolePolicy, snapshot: RoleFacts): People {
  const people = namedPeople(role.users, role.teams, snapshot);
  const isEverybody = role.users.length + role.teams.length + role.codeowners.length === 0;
  return isEverybody ? { ...people, everyone: role.permission } : people;
}

function implicitRole(name: string, snapshot: RoleFacts): RolePolicy | null {
  const slug = name.toLowerCase().replaceAll('_', '-');
  if (!isSlug(slug)) return null;
  const isOwnedByPerson = snapshot.repository.owner_type === 'User';
  return {
    teams: isOwnedByPerson ? [] : [slug],
    users: [],
    codeowners: [],
    permission: isOwnedByPerson ? 'maintain' : null,
    approvals: 1,
    aliases: [],
    implicit: true,
  };
}

const slugCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789-';

function isSlug(text: string): boolean {
  return (
    text !== '' && text.length <= 100 && !text.startsWith('-') && [...text].every((c) => slugCharacters.includes(c))
  );
}
