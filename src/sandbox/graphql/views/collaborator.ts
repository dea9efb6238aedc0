import { requirePermission } from '../../auth/access.ts';
import type { User } from '../../state/identity.ts';
import { roleOf, teamMembers } from '../../state/queries.ts';
import type { Repository } from '../../state/repository.ts';
import type { World } from '../../state/world.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';

interface Filter extends PageArguments {
  readonly login?: string;
  readonly query?: string;
}

/**
 * People with a role on the repository beyond what everybody has. What an App needs for it is unknown (github-checked
 * rule 29); here metadata read, as in REST; people need write.
 */
export function collaborators(scope: Scope, repository: Repository, filter: Filter): View {
  const { world, actor } = scope;
  requirePermission(world, actor, repository, 'metadata', actor.kind === 'user' ? 'write' : 'read');
  const people = collaboratorIds(world, repository)
    .map((id) => world.users.get(id))
    .filter((user): user is User => user !== undefined && fits(user, filter));
  return connection(
    people,
    filter,
    (user) => scope.view.account(user),
    (user) => ({ permission: roleOf(world, repository, user.id).toUpperCase() }),
  );
}

function fits(user: User, { login, query }: Filter): boolean {
  if (login !== undefined && user.login.toLowerCase() !== login.toLowerCase()) return false;
  const text = `${user.login} ${user.name ?? ''}`.toLowerCase();
  return query === undefined || text.includes(query.toLowerCase());
}

function collaboratorIds(world: World, repository: Repository): readonly number[] {
  const organization = world.organizations.get(repository.ownerId);
  const members = [...(organization?.members ?? [])].filter(
    ([, membership]) =>
      membership.state === 'active' &&
      (membership.role === 'admin' || organization?.defaultRepositoryPermission !== 'none'),
  );
  const teams = [...repository.teams.keys()].flatMap((id) => {
    const team = world.teams.get(id);
    return team === undefined ? [] : teamMembers(world, team).map((user) => user.id);
  });
  const owner = organization === undefined ? [repository.ownerId] : [];
  return [...new Set([...owner, ...members.map(([id]) => id), ...teams, ...repository.collaborators.keys()])];
}
