import type { PolicyUser, Snapshot } from '../../../generated/types.ts';
import type { Glob } from '../surfaces/glob.ts';
import { type Owner, type OwnerRule, ownersOf, parseCodeowners } from './codeowners.ts';
import { namedPeople, type People, type RoleFacts } from './people.ts';

/** The owners of some of a role's paths by CODEOWNERS. */
export interface OwnedPaths {
  readonly people: People;
  readonly paths: readonly string[];
}

/**
 * Groups paths by the people who own them. A role none of whose paths changed is held by the owners of its patterns'
 * literal beginnings. A path without owners makes a group of nobody, one whose line has an error a group that can't be
 * read.
 */
export function ownedGroups(
  paths: readonly string[],
  globs: readonly Glob[],
  snapshot: RoleFacts,
): readonly OwnedPaths[] {
  const { codeowners } = snapshot;
  if (codeowners === null) return [{ people: unowned, paths }];
  if (codeowners.text === null) return [{ people: unreadable(`${codeowners.path} can't be read`), paths }];
  const rules = parseCodeowners(codeowners.text);
  const groups = new Map<string, { readonly people: People; readonly paths: string[] }>();
  const isUnchanged = paths.length === 0;
  for (const path of isUnchanged ? globs.map(pathBelow) : paths) {
    const { key, people } = ownersGroup(path, rules, snapshot, codeowners);
    const group = groups.get(key) ?? { people, paths: [] };
    if (!isUnchanged) group.paths.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const unowned: People = { users: new Set(), teams: [], everyone: null, unreadable: [], changed: [] };

function unreadable(why: string): People {
  return { ...unowned, unreadable: [why] };
}

type Source = NonNullable<Snapshot['codeowners']>;

function ownersGroup(
  path: string,
  rules: readonly OwnerRule[],
  snapshot: RoleFacts,
  { path: file, error_lines }: Source,
): { readonly key: string; readonly people: People } {
  const ownership = ownersOf(path, rules, error_lines);
  if (ownership.state === 'unowned') return { key: 'unowned', people: unowned };
  const { line } = ownership;
  if (ownership.state === 'unknown') {
    return { key: `unknown ${line}`, people: unreadable(`line ${line} of ${file} has an error`) };
  }
  // Two lines with the same owners are one group: one of their approvals is enough for both.
  const key = ownership.owners.map(ownerText).toSorted().join(' ');
  return { key, people: peopleOf(ownership.owners, line, file, snapshot) };
}

function ownerText(owner: Owner): string {
  if (owner.kind === 'user') return `@${owner.login}`;
  return owner.kind === 'team' ? `@${owner.organization}/${owner.team}` : owner.address;
}

function peopleOf(owners: readonly Owner[], line: number, file: string, snapshot: RoleFacts): People {
  const organization = snapshot.repository.full_name.split('/')[0]?.toLowerCase();
  const users: PolicyUser[] = [];
  const teams: string[] = [];
  const problems: string[] = [];
  for (const owner of owners) {
    if (owner.kind === 'user') users.push({ login: owner.login, id: null });
    else if (owner.kind === 'email') {
      problems.push(`line ${line} of ${file} names an e-mail address, which can't be tied to an account`);
    } else if (owner.organization === organization) teams.push(owner.team);
    else problems.push(`line ${line} of ${file} names a team of another organisation`);
  }
  const people = namedPeople(users, teams, snapshot);
  return { ...people, unreadable: [...people.unreadable, ...problems] };
}

/** The path itself, or a file right below a pattern's literal beginning; no rule for names or endings is meant for it. */
function pathBelow({ pattern }: Glob): string {
  const text = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  const wilds = ['*', '?', '{', '\\'].map((character) => text.indexOf(character)).filter((at) => at >= 0);
  if (wilds.length === 0 && !text.endsWith('/')) return text;
  return `${text.slice(0, text.lastIndexOf('/', Math.min(text.length, ...wilds)) + 1)}\u{10ffff}`;
}
