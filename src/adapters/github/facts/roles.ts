import type { PermissionFact, Person, TeamFact, UserFact } from '../../../generated/types.ts';
import { at, idAt, textAt } from '../json-value.ts';
import { isAbsence, isFailed } from '../query/asking.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';

/** Members of a team with those of its child teams; people who were only invited are none. */
export function teamMembers(slug: string, index: number): Connection {
  const name = `team${index}`;
  return {
    name,
    path: [name, 'members'],
    page: (after): Piece => ({
      name,
      place: 'organization',
      selection: `${name}: team(slug: $${name}) { id members(first: 100, after: $${name}After, membership: ALL) {
        totalCount pageInfo { hasNextPage endCursor } nodes { databaseId }
      } }`,
      variables: { [name]: { type: 'String!', value: slug }, [`${name}After`]: { type: 'String', value: after } },
      keys: [name],
    }),
  };
}

/** Names only people who acted: who else is in a team is nobody's business (DESIGN 6). */
export function teamOf(slug: string, members: Collected, acted: ReadonlySet<number>): TeamFact {
  if (!members.complete) return { team: slug, readable: false, size: 0, acted: [] };
  let size = 0;
  const found: number[] = [];
  for (const node of members.nodes) {
    const id = idAt(node, 'databaseId');
    if (id === null) continue;
    size += 1;
    if (acted.has(id)) found.push(id);
  }
  return { team: slug, readable: true, size, acted: found.sort((a, b) => a - b) };
}

export function userPiece(login: string, index: number): Piece {
  const name = `user${index}`;
  return {
    name,
    place: 'root',
    selection: `${name}: user(login: $${name}) { __typename id databaseId login }`,
    variables: { [name]: { type: 'String!', value: login } },
    keys: [name],
  };
}

/** null when GitHub didn't tell; an id of null when it said that there is no such account. */
export function userOf(login: string, index: number, answer: PieceAnswer | undefined): UserFact | null {
  if (answer === undefined || isFailed(answer)) return null;
  const id = idAt(answer.values, `user${index}`, 'databaseId');
  return id !== null || isAbsence(answer.errors) ? { login, id } : null;
}

export function permissionPiece(person: Person, index: number): Piece {
  const name = `permission${index}`;
  return {
    name,
    place: 'repository',
    selection: `${name}: collaborators(login: $${name}, first: 1) { edges { permission node { databaseId } } }`,
    variables: { [name]: { type: 'String!', value: person.login } },
    keys: [name],
  };
}

const permissions: Readonly<Record<string, PermissionFact['permission']>> = {
  READ: 'read',
  TRIAGE: 'triage',
  WRITE: 'write',
  MAINTAIN: 'maintain',
  ADMIN: 'admin',
};

/** null = GraphQL didn't tell, so REST is asked; the id must be the person's, not another's of that login now (T13). */
export function permissionOf(person: Person, piece: number, answer: PieceAnswer | undefined): PermissionFact | null {
  const found = at(answer?.values, `permission${piece}`);
  if (answer === undefined || answer.errors.length > 0 || found === null) return null;
  const edges = at(found, 'edges');
  if (!Array.isArray(edges)) return null;
  const ids = edges.map((edge) => idAt(edge, 'node', 'databaseId'));
  if (ids.includes(null)) return null;
  const index = ids.indexOf(person.id);
  if (index === -1) return { person: person.id, permission: 'none' };
  const permission = permissions[textAt(edges, index, 'permission') ?? ''];
  return permission === undefined ? null : { person: person.id, permission };
}
