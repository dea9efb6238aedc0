import type { PermissionFact, Person } from '../../../generated/types.ts';
import type { Fault } from '../../fault.ts';
import { idAt, textAt } from '../json-value.ts';
import { restPath, type Transport } from '../transport/transport.ts';
import { isOneFactOnly } from './pages.ts';
import type { RepositoryName } from './repository-name.ts';

/**
 * Somebody's permission where GraphQL doesn't tell it (github-checked rule 29). `role_name` tells maintain from write,
 * `permission` doesn't. Not read = unknown: nobody is authorised by it, and nobody's objection is dropped for it
 * (github-facts T14).
 */
export async function readPermission(
  transport: Transport,
  { owner, repo }: RepositoryName,
  person: Person,
): Promise<PermissionFact> {
  const path = restPath('/repos/{owner}/{repo}/collaborators/{login}/permission', { owner, repo, login: person.login });
  try {
    const { data } = await transport.rest({ method: 'GET', path });
    return { person: person.id, permission: told(data, person) };
  } catch (error) {
    if (!isOneFactOnly(error)) throw error;
    return { person: person.id, permission: isAnswer(error) ? 'none' : 'unknown' };
  }
}

function told(data: unknown, person: Person): PermissionFact['permission'] {
  const id = idAt(data, 'user', 'id');
  if (id === null) return 'unknown';
  // The login is another account's now: nothing that it may do is this person's (T13).
  if (id !== person.id) return 'none';
  // A role that an organisation made has a name of its own; then the permission that it is based on is told beside it.
  const named = known.find((name) => name === textAt(data, 'role_name'));
  return named ?? known.find((name) => name === textAt(data, 'permission')) ?? 'unknown';
}

/**
 * GitHub said that there is no such account here. That this token may not ask (403) says nothing about the person: the roles
 * that hang on it wait until the App may, as doctor tells.
 */
function isAnswer({ code }: Fault): boolean {
  return code === 'github_not_found';
}

const known = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
