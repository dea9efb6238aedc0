import type { Person } from '../../../generated/types.ts';
import { at, idAt, textAt } from '../json-value.ts';

/** Selection on `Actor` and its kin: the numeric id is the identity, the login is for display (github-facts T13). */
export const who = `__typename login ... on User { databaseId } ... on Bot { databaseId }
  ... on Organization { databaseId } ... on Mannequin { databaseId }`;

/** Selection on `User`. */
export const user = '__typename databaseId login';

/** null when the account is gone, or is of a kind that has no id. */
export function personAt(value: unknown, step: string, next?: string): Person | null {
  return personOf(at(value, step, next));
}

/** The person of an account; null when it is gone, or of a kind that has no id. */
export function personOf(account: unknown): Person | null {
  const id = idAt(account, 'databaseId');
  const login = textAt(account, 'login');
  const type = textAt(account, '__typename');
  if (id === null || login === null || !isKnownType(type)) return null;
  // GraphQL calls bots without the suffix that REST, webhooks and people use.
  const shown = type === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login;
  return { id, login: shown, type };
}

function isKnownType(type: string | null): type is Person['type'] {
  return type === 'User' || type === 'Bot' || type === 'Organization' || type === 'Mannequin';
}

/** People once each, by id, in order of id. */
export function distinct(people: readonly (Person | null)[]): readonly Person[] {
  if (people.length === 0) return [];
  const byId = new Map<number, Person>();
  for (const person of people) if (person !== null && !byId.has(person.id)) byId.set(person.id, person);
  return [...byId.values()].sort((a, b) => a.id - b.id);
}
