import type { Exclusion } from './exclusion.ts';
import { type People, union } from './people.ts';
import type { Role } from './role.ts';

/** Roles whose reviews nobody can give any more, with why. Only what the facts prove; a team that can't be read proves nothing. */
export type Impossible = ReadonlyMap<Role, string>;

/** Up to this many roles are looked at together: each set of them is one more sum. */
const maxRolesTogether = 10;

/**
 * Counts who is left: members of readable teams and people by name, less those who had a hand in the change. First role by
 * role, then for sets of roles, because one person counts for one role only (two roles of the same single person).
 * `isOwnerExcluded` = in a person's repository the owner, the only one who has `maintain` there, may not approve.
 */
export function impossibleRoles(
  roles: readonly Role[],
  excluded: ReadonlyMap<number, Exclusion>,
  isOwnerExcluded: boolean,
): Impossible {
  const count = (people: People): number => mostPeople(people, excluded, isOwnerExcluded);
  const impossible = new Map<Role, string>();
  for (const role of roles) {
    const why = role.known ? impossibleAlone(role, count) : null;
    if (why !== null) impossible.set(role, why);
  }
  const others = roles.filter((role) => role.known && !impossible.has(role) && Number.isFinite(count(role.holders)));
  // Where each role alone has people for all of them, no set of them lacks any: a set has at least as many as one of it.
  const all = others.reduce((sum, { approvals }) => sum + approvals, 0);
  if (others.length < 2 || others.every(({ holders }) => count(holders) >= all)) return impossible;
  for (const together of setsOf(others.slice(0, maxRolesTogether))) {
    if (together.some((role) => impossible.has(role))) continue;
    const needed = together.reduce((sum, role) => sum + role.approvals, 0);
    const most = count(union(together.map(({ holders }) => holders)));
    const names = together.map(({ name }) => name).join(', ');
    const why = `${names} together need ${needed} different people, and at most ${most} of those who hold them may approve.`;
    if (most < needed) for (const role of together) impossible.set(role, why);
  }
  return impossible;
}

function impossibleAlone(role: Role, count: (people: People) => number): string | null {
  const { name, approvals, holders, groups } = role;
  const uncovered = groups.find(({ people }) => count(people) < 1);
  if (uncovered !== undefined && uncovered.paths.length > 0) {
    return `nobody who owns ${uncovered.paths[0] ?? ''} may approve it for ${name}.`;
  }
  const most = count(holders);
  if (uncovered !== undefined || most === 0) return `nobody who holds ${name} may approve this change.`;
  return most < approvals ? `${name} needs ${approvals} different people, and at most ${most} may approve.` : null;
}

/** The greatest number of people who could approve; Infinity when that can't be told. */
function mostPeople(people: People, excluded: ReadonlyMap<number, Exclusion>, isOwnerExcluded: boolean): number {
  if (people.unreadable.length + people.changed.length > 0) return Infinity;
  if (people.everyone !== null && !isOwnerExcluded) return Infinity;
  let most = 0;
  for (const id of people.users) if (!excluded.has(id)) most += 1;
  for (const { size, acted } of people.teams) {
    const out = acted.reduce((sum, id) => sum + Number(excluded.has(id)), 0);
    most += Math.max(0, size - out);
  }
  return most;
}

/** Sets of at least two, the smallest first: the reason then names no role that isn't part of it. */
function setsOf(roles: readonly Role[]): readonly (readonly Role[])[] {
  const sets = roles.reduceRight<readonly (readonly Role[])[]>(
    (behind, role) => [...behind.map((set) => [role, ...set]), ...behind],
    [[]],
  );
  return sets.filter((set) => set.length > 1).toSorted((a, b) => a.length - b.length);
}
