import { type Context, Hono } from 'hono';
import { reaches } from '../auth/access.ts';
import { issueInstallationToken } from '../auth/tokens.ts';
import type { App, Installation, PermissionLevel } from '../state/app.ts';
import { find, repositoryByName, select } from '../state/queries.ts';
import { forbidden, notFound, Refusal } from '../state/refusal.ts';
import { appWithCount, installationView, permissionsView } from '../views/app.ts';
import { repositoryView } from '../views/repository.ts';
import { time } from '../views/schema.ts';
import { bodyOf, listIn, objectIn, textsIn } from './body.ts';
import { type Env, idParam, type Rest } from './environment.ts';
import { paged } from './pagination.ts';

/** `/app/...` takes an App's JSON Web Token and nothing else. */
export function appFor(c: Context<Env>): App {
  const actor = c.get('actor');
  if (actor.kind === 'anonymous') throw new Refusal(401, 'A JSON web token could not be decoded');
  if (actor.kind !== 'app') throw new Refusal(403, 'A JSON web token could not be decoded');
  return actor.app;
}

function installationFor(c: Context<Env>): Installation {
  const app = appFor(c);
  const installation = c.get('world').installations.get(idParam(c, 'installation_id'));
  if (installation === undefined || installation.appId !== app.id) throw notFound();
  return installation;
}

export function appRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/app', (c) => c.json(appWithCount(c.get('world'), appFor(c))));

  routes.get('/app/installations', (c) => {
    const app = appFor(c);
    const own = select(c.get('world').installations.values(), (one) => one.appId === app.id);
    return c.json(paged(c, own).map((one) => installationView(c.get('world'), one)));
  });

  routes.get('/app/installations/:installation_id', (c) =>
    c.json(installationView(c.get('world'), installationFor(c))),
  );

  routes.post('/app/installations/:installation_id/access_tokens', async (c) => {
    const installation = installationFor(c);
    const body = await bodyOf(c);
    const world = c.get('world');
    if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
    const wanted = {
      repositoryIds: listIn(body, 'repository_ids')?.map(Number),
      repositories: textsIn(body, 'repositories'),
      permissions: objectIn(body, 'permissions') as Record<string, PermissionLevel> | undefined,
    };
    const token = issueInstallationToken(world, installation, wanted, rest.now());
    const chosen = token.repositoryIds;
    const repositories = select(world.repositories.values(), (one) => chosen?.has(one.id) ?? false);
    const answer = {
      token: token.value,
      expires_at: time(token.expiresAt),
      permissions: permissionsView(token.permissions),
      repository_selection: chosen === null ? installation.repositorySelection : 'selected',
      ...(chosen === null ? {} : { repositories: repositories.map((one) => repositoryView(world, one)) }),
    };
    return c.json(answer, 201);
  });

  routes.get('/repos/:owner/:repo/installation', (c) => {
    const app = appFor(c);
    const world = c.get('world');
    const repository = repositoryByName(world, c.req.param('owner'), c.req.param('repo'));
    const installation = find(
      world.installations.values(),
      (one) => one.appId === app.id && repository !== undefined && reaches(one, repository),
    );
    if (installation === undefined) throw notFound();
    return c.json(installationView(world, installation));
  });

  routes.get('/installation/repositories', (c) => {
    const actor = c.get('actor');
    const world = c.get('world');
    if (actor.kind !== 'installation') throw forbidden();
    const reached = select(
      world.repositories.values(),
      (one) => reaches(actor.installation, one) && (actor.repositoryIds?.has(one.id) ?? true),
    );
    return c.json({
      total_count: reached.length,
      repository_selection: actor.repositoryIds === null ? actor.installation.repositorySelection : 'selected',
      repositories: paged(c, reached).map((one) => repositoryView(world, one)),
    });
  });

  return routes;
}
