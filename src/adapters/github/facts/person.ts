import type { Person } from '../../../generated/types.ts';
import { at, idAt, textAt } from '../json-value.ts';

/** Selection on `Actor` and its kin: the numeric id is the identity, the login is for display (github-facts T13). */
export const who = `__typename login ... on User { databaseId } ... on Bot { databaseId }
  ... on Organization { databaseId } ... on Mannequin { databaseId }`;

/** Selection on `User`. */
export const user = '__typename databaseId login';

const types = ['User', 'Bot', 'Organization', 'Mannequin'] as const;

/** null when the account is gone, or is of a kind that has no id. */
export function personAt(value: unknown, ...path: readonly (string | number)[]): Person | null {
  const account = at(value, ...path);
  const id = idAt(account, 'databaseId');
  const login = textAt(account, 'login');
  const type = types.find((known) => known === textAt(account, '__typename'));
  if (id === null || login === null || type === undefined) return null;
  // GraphQL calls bots without the suffix that REST, webhooks and people use.
  const shown = type === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login;
  return { id, login: shown, type };
}

/** People once each, by id, in order of id. */
export function distinct(people: readonly (Person | null)[]): readonly Person[] {
  const byId = new Map<number, Person>();
  for (const person of people) if (person !== null && !byId.has(person.id)) byId.set(person.id, person);
  return [...byId.values()].sort((a, b) => a.id - b.id);
}
