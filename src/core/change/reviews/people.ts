import type { Permission, PermissionFact, PolicyUser, Snapshot, TeamFact } from '../../../generated/types.ts';

/** People as a policy or CODEOWNERS names them, resolved to numeric ids as far as it could be read. */
export interface People {
  /** Ids of people by name. */
  readonly users: ReadonlySet<number>;
  /** Teams that could be read. */
  readonly teams: readonly TeamFact[];
  /** Least permission of "everybody with at least ..."; null = only those named. */
  readonly everyone: Permission | null;
  /** What could not be read, each as a half sentence: more people may belong here. */
  readonly unreadable: readonly string[];
  /** Accounts that a pinned login went from or to: neither counts until the policy is mended (T13). */
  readonly changed: readonly ChangedIdentity[];
}

/** Facts that say who holds a role; of the pull request only its files, for roles by CODEOWNERS. */
export type RoleFacts = Pick<Snapshot, 'repository' | 'users' | 'teams' | 'files' | 'codeowners'>;

export interface ChangedIdentity {
  readonly login: string;
  readonly pinned: number;
  readonly now: number;
}

export type Membership = 'member' | 'not_member' | 'unknown' | 'identity_changed';

const levels = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const satisfies readonly Exclude<
  PermissionFact['permission'],
  'unknown'
>[];

/** Whether someone's permission reaches a level. Somebody whose permission was not read has none (T14). */
export function permissionReaches(person: number, least: Permission, permissions: readonly PermissionFact[]): boolean {
  const { permission = 'none' } = permissions.find((known) => known.person === person) ?? {};
  return permission !== 'unknown' && levels.indexOf(permission) >= levels.indexOf(least);
}

/** Whether someone's permission was asked for and could not be read: no authority, and no reason to pass a word over. */
export function permissionUnread(person: number, permissions: readonly PermissionFact[]): boolean {
  return permissions.some((known) => known.person === person && known.permission === 'unknown');
}

/** Whether an account, by its id, is among the people. */
export function membershipOf(person: number, people: People, permissions: readonly PermissionFact[]): Membership {
  if (people.changed.some(({ pinned, now }) => person === pinned || person === now)) return 'identity_changed';
  if (people.users.has(person) || people.teams.some(({ acted }) => acted.includes(person))) return 'member';
  if (people.everyone !== null && permissionReaches(person, people.everyone, permissions)) return 'member';
  if (people.everyone !== null && permissionUnread(person, permissions)) return 'unknown';
  return people.unreadable.length > 0 ? 'unknown' : 'not_member';
}

/** People named by login and team slug. A login that the policy pins to an id is that id, whoever has the login now. */
export function namedPeople(users: readonly PolicyUser[], slugs: readonly string[], snapshot: RoleFacts): People {
  const ids = new Set<number>();
  const teams: TeamFact[] = [];
  const unreadable: string[] = [];
  const changed: ChangedIdentity[] = [];
  for (const { login, id: pinned } of users) {
    const fact = snapshot.users.find((user) => sameName(user.login, login));
    if (fact === undefined) unreadable.push(`the account @${login} could not be read`);
    else if (pinned !== null && fact.id !== null && fact.id !== pinned) changed.push({ login, pinned, now: fact.id });
    else if (pinned !== null) ids.add(pinned);
    else if (fact.id !== null) ids.add(fact.id);
  }
  for (const [index, name] of slugs.entries()) {
    if (slugs.findIndex((other) => sameName(other, name)) < index) continue;
    const slug = name.toLowerCase();
    const fact = snapshot.teams.find(({ team }) => sameName(team, slug));
    if (fact?.readable === true) teams.push(fact);
    else unreadable.push(`the team ${slug} can't be read with this token`);
  }
  return { users: ids, teams, everyone: null, unreadable, changed };
}

/** All of several groups of people together. */
export function union(groups: readonly People[]): People {
  const [only] = groups;
  if (only !== undefined && groups.length === 1) return only;
  return {
    users: new Set(groups.flatMap(({ users }) => [...users])),
    teams: [...new Set(groups.flatMap(({ teams }) => teams))],
    everyone: groups.find(({ everyone }) => everyone !== null)?.everyone ?? null,
    unreadable: [...new Set(groups.flatMap(({ unreadable }) => unreadable))],
    changed: [...new Set(groups.flatMap(({ changed }) => changed))],
  };
}

/** GitHub's logins and slugs don't tell cases apart. */
function sameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}
