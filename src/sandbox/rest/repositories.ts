import { Hono } from 'hono';
import { actingUser, requirePermission } from '../auth/access.ts';
import { branchTip, fullName, ownerOf, roleOf, select, userByLogin } from '../state/queries.ts';
import { notFound } from '../state/refusal.ts';
import type { World } from '../state/world.ts';
import { simpleUser } from '../views/account.ts';
import { fullRepository, permissionsOf, repositoryView } from '../views/repository.ts';
import { time } from '../views/schema.ts';
import { rulesetsFor } from '../effects/merge-rules.ts';
import { type Env, idParam, repositoryFor, resolveRef } from './environment.ts';
import { paged, pagedByCursor } from './pagination.ts';
import { codeownersErrors } from './codeowners.ts';

const legacy = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
} as const;

export function repositoryRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/repos/:owner/:repo', (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    const actor = c.get('actor');
    return c.json(fullRepository(c.get('world'), repository, actor.kind === 'user' ? actor.user : null));
  });

  routes.get('/repositories/:repository_id', (c) => {
    const repository = c.get('world').repositories.get(idParam(c, 'repository_id'));
    if (repository === undefined) throw notFound();
    const actor = c.get('actor');
    requirePermission(c.get('world'), actor, repository, 'metadata', 'read');
    return c.json(fullRepository(c.get('world'), repository, actor.kind === 'user' ? actor.user : null));
  });

  routes.get('/orgs/:org/repos', (c) => {
    const world = c.get('world');
    const own = select(world.repositories.values(), (one) => ownerOf(world, one).login === c.req.param('org'));
    const actor = c.get('actor');
    const seen = own.filter(
      (one) => !one.private || (actor.kind === 'user' && roleOf(world, one, actor.user.id) !== 'none'),
    );
    return c.json(paged(c, seen).map((one) => repositoryView(world, one)));
  });

  routes.get('/repos/:owner/:repo/collaborators/:username', (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    actingUser(c.get('actor'));
    const user = userByLogin(c.get('world'), c.req.param('username'));
    const member = user !== undefined && hasAccess(c.get('world'), repository, user.id);
    if (!member) throw notFound();
    return c.body(null, 204);
  });

  // `maintain` is reported as write and `triage` as read; the true role stands in role_name
  routes.get('/repos/:owner/:repo/collaborators/:username/permission', (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    actingUser(c.get('actor'));
    const user = userByLogin(c.get('world'), c.req.param('username'));
    if (user === undefined) throw notFound();
    const role = roleOf(c.get('world'), repository, user.id);
    return c.json({
      permission: legacy[role],
      role_name: role,
      user: { ...simpleUser(c.get('world'), user), permissions: permissionsOf(role), role_name: role },
    });
  });

  routes.get('/repos/:owner/:repo/activity', (c) => {
    const world = c.get('world');
    const repository = repositoryFor(c, 'contents', 'read');
    const { ref, actor, activity_type: type } = c.req.query();
    const wanted = ref === undefined ? undefined : ref.startsWith('refs/') ? ref : `refs/heads/${ref}`;
    const found = world.activities.filter(
      (one) =>
        one.repositoryId === repository.id &&
        (wanted === undefined || one.ref === wanted) &&
        (type === undefined || one.type === type) &&
        (actor === undefined || world.users.get(one.actorId ?? 0)?.login === actor),
    );
    const ordered = c.req.query('direction') === 'asc' ? found : found.reverse();
    const views = pagedByCursor(c, ordered).map((one) => {
      const user = one.actorId === null ? undefined : world.users.get(one.actorId);
      return {
        id: one.id,
        node_id: one.nodeId,
        before: one.before,
        after: one.after,
        ref: one.ref,
        timestamp: time(one.timestamp),
        activity_type: one.type,
        actor: user === undefined ? null : simpleUser(world, user),
      };
    });
    return c.json(views);
  });

  routes.get('/repos/:owner/:repo/rules/branches/:branch{.+}', (c) => {
    const world = c.get('world');
    const repository = repositoryFor(c, 'metadata', 'read');
    const rules = rulesetsFor(world, repository, c.req.param('branch')).flatMap((ruleset) =>
      ruleset.rules.map((rule) => ({
        ...rule,
        ruleset_source_type: 'Repository',
        ruleset_source: fullName(world, repository),
        ruleset_id: ruleset.id,
      })),
    );
    return c.json(paged(c, rules));
  });

  routes.get('/repos/:owner/:repo/codeowners/errors', (c) => {
    const repository = repositoryFor(c, 'contents', 'read');
    const ref = c.req.query('ref') ?? repository.defaultBranch;
    const sha = resolveRef(repository, ref) ?? branchTip(repository, ref);
    if (sha === undefined) throw notFound();
    return c.json({ errors: codeownersErrors(c.get('world'), repository, sha) });
  });

  return routes;
}

function hasAccess(world: World, repository: Parameters<typeof roleOf>[1], userId: number): boolean {
  const direct = repository.collaborators.has(userId) || repository.ownerId === userId;
  return direct || !['none', 'read'].includes(roleOf(world, repository, userId)) || isMember(world, repository, userId);
}

const isMember = (world: World, repository: Parameters<typeof roleOf>[1], userId: number): boolean =>
  world.organizations.get(repository.ownerId)?.members.get(userId)?.state === 'active';
