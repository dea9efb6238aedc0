import type { PermissionFact, Person } from '../../../generated/types.ts';
import { idAt, textAt } from '../json-value.ts';
import { restPath, type Transport } from '../transport/transport.ts';
import { isOneFactOnly } from './pages.ts';
import type { RepositoryName } from './repository-name.ts';

/**
 * Somebody's permission where GraphQL doesn't tell it (github-checked rule 29). `role_name` tells maintain from write,
 * `permission` doesn't. Not told = none: nobody is authorised by an error (github-facts T14).
 */
export async function readPermission(
  transport: Transport,
  { owner, repo }: RepositoryName,
  person: Person,
): Promise<PermissionFact> {
  const path = restPath('/repos/{owner}/{repo}/collaborators/{login}/permission', { owner, repo, login: person.login });
  try {
    const { data } = await transport.rest({ method: 'GET', path });
    const same = idAt(data, 'user', 'id') === person.id;
    const role = textAt(data, 'role_name') ?? textAt(data, 'permission');
    return { person: person.id, permission: same ? (known.find((name) => name === role) ?? 'none') : 'none' };
  } catch (error) {
    if (isOneFactOnly(error)) return { person: person.id, permission: 'none' };
    throw error;
  }
}

const known = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
