import { Hono } from 'hono';
import { statusesOf } from '../state/queries.ts';
import { combinedStatus, statusView } from '../views/check.ts';
import { bodyOf, optionalChoice, optionalText, textIn } from './body.ts';
import { commitFor, type Env, repositoryFor, type Rest } from './environment.ts';
import { paged } from './pagination.ts';

const states = ['error', 'failure', 'pending', 'success'] as const;

export function statusRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  routes.post('/repos/:owner/:repo/statuses/:sha', async (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    const body = await bodyOf(c);
    textIn(body, 'state');
    const status = await rest.effects.createStatus(c.get('actor'), repository, {
      sha: c.req.param('sha'),
      state: optionalChoice(body, 'state', states) ?? 'pending',
      context: optionalText(body, 'context'),
      description: optionalText(body, 'description'),
      targetUrl: optionalText(body, 'target_url'),
    });
    return c.json(statusView(c.get('world'), status), 201);
  });

  // newest first
  routes.get('/repos/:owner/:repo/commits/:ref/statuses', (c) => {
    const repository = repositoryFor(c, 'statuses', 'read');
    const sha = commitFor(repository, c.req.param('ref'));
    const statuses = statusesOf(c.get('world'), repository.id, sha).reverse();
    return c.json(paged(c, statuses).map((status) => statusView(c.get('world'), status)));
  });

  routes.get('/repos/:owner/:repo/commits/:ref/status', (c) => {
    const repository = repositoryFor(c, 'statuses', 'read');
    const sha = commitFor(repository, c.req.param('ref'));
    return c.json(combinedStatus(c.get('world'), repository, sha, statusesOf(c.get('world'), repository.id, sha)));
  });

  return routes;
}
