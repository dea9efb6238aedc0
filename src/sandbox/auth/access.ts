import type { Actor } from '../state/actor.ts';
import type { Installation, PermissionLevel, Permissions } from '../state/app.ts';
import type { User } from '../state/identity.ts';
import { roleOf } from '../state/queries.ts';
import { forbidden, notFound, Refusal } from '../state/refusal.ts';
import { type Repository, type RepositoryRole, repositoryRoles } from '../state/repository.ts';
import type { World } from '../state/world.ts';

const levels: readonly PermissionLevel[] = ['read', 'write', 'admin'];

/** Does the granted level include the wanted one? Metadata may be read with any grant. */
export function grants(permissions: Permissions, name: string, level: PermissionLevel): boolean {
  const granted = permissions[name];
  if (granted === undefined) return name === 'metadata' && level === 'read';
  return levels.indexOf(granted) >= levels.indexOf(level);
}

export function reaches(installation: Installation, repository: Repository): boolean {
  return (
    installation.suspendedAt === null &&
    installation.accountId === repository.ownerId &&
    (installation.repositorySelection === 'all' || installation.repositoryIds.has(repository.id))
  );
}

function inScope(actor: Actor, repository: Repository): boolean {
  if (actor.kind === 'job') return actor.repositoryIds.has(repository.id);
  if (actor.kind !== 'installation') return false;
  return (
    reaches(actor.installation, repository) && (actor.repositoryIds === null || actor.repositoryIds.has(repository.id))
  );
}

/** A private repository that one can't see answers 404, never 403. */
export function canSee(world: World, actor: Actor, repository: Repository): boolean {
  if (!repository.private) return true;
  if (actor.kind === 'user') return roleOf(world, repository, actor.user.id) !== 'none';
  return inScope(actor, repository);
}

/** The role that a person needs for what an App needs a permission for. Anybody who sees a repository may comment. */
function roleNeeded(name: string, level: PermissionLevel): RepositoryRole {
  if (level === 'read') return 'read';
  if (name === 'issues' || name === 'pull_requests') return 'read';
  if (name === 'administration') return 'admin';
  return 'write';
}

/**
 * Throws 404 when the actor can't see the repository, 403 when it may not do this there.
 * Tokens of Apps and jobs read public data (contents, metadata) anywhere, as on GitHub.
 */
export function requirePermission(
  world: World,
  actor: Actor,
  repository: Repository,
  name: string,
  level: PermissionLevel,
): void {
  if (!canSee(world, actor, repository)) throw notFound();
  // documented: an archived repository "is read-only"
  if (repository.archived && level !== 'read') throw new Refusal(403, 'Repository was archived so is read-only.');
  switch (actor.kind) {
    case 'installation':
    case 'job':
      if (inScope(actor, repository) && grants(actor.permissions, name, level)) return;
      if (!inScope(actor, repository) && level === 'read' && (name === 'metadata' || name === 'contents')) return;
      throw forbidden();
    case 'user':
      requireRole(world, repository, actor.user, roleNeeded(name, level));
      return;
    case 'anonymous':
      if (level === 'read') return;
      throw new Refusal(401, 'Requires authentication');
    case 'app':
      throw new Refusal(403, 'Resource not accessible by integration');
  }
}

export function requireRole(world: World, repository: Repository, user: User, needed: RepositoryRole): void {
  const role = roleOf(world, repository, user.id);
  if (role === 'none') throw notFound();
  if (repositoryRoles.indexOf(role) < repositoryRoles.indexOf(needed)) {
    throw new Refusal(403, 'Must have the required role on the repository.');
  }
}

/** Organisation data (teams, members): Apps need `members: read` on that organisation, people must belong to it. */
export function requireMembersRead(world: World, actor: Actor, organizationId: number): void {
  const organization = world.organizations.get(organizationId);
  if (organization === undefined) throw notFound();
  if (actor.kind === 'installation') {
    if (actor.installation.accountId !== organizationId || !grants(actor.permissions, 'members', 'read')) {
      throw forbidden();
    }
    return;
  }
  // The job token reads no teams (github-checked rule 11).
  if (actor.kind === 'job' || actor.kind === 'app') throw forbidden();
  if (actor.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  if (organization.members.get(actor.user.id)?.state !== 'active') throw notFound();
}

/** The user shown as the author of what the actor writes. */
export function actingUser(actor: Actor): User {
  if (actor.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  if (actor.kind === 'app') throw new Refusal(403, 'Resource not accessible by integration');
  return actor.user;
}

/** `performed_via_github_app`: the App behind the token, null for a person's token. */
export function actingAppId(actor: Actor): number | null {
  return actor.kind === 'installation' || actor.kind === 'job' ? actor.app.id : null;
}
