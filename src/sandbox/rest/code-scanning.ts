import { Hono } from 'hono';
import { select } from '../state/queries.ts';
import type { AlertInstance, CodeScanningAlert } from '../state/code-scanning.ts';
import { alertState, alertView } from '../views/code-scanning.ts';
import { type Env, repositoryFor } from './environment.ts';
import { paged } from './pagination.ts';

/** Where an alert stands: on the ref that is asked for (a branch's name alone will do), else where it was seen last. */
function instanceOf({ instances }: CodeScanningAlert, ref: string | undefined): AlertInstance | undefined {
  if (ref === undefined) return [...instances.values()].at(-1);
  return instances.get(ref) ?? instances.get(`refs/heads/${ref}`);
}

export function codeScanningRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/repos/:owner/:repo/code-scanning/alerts', (c) => {
    const repository = repositoryFor(c, 'security_events', 'read');
    const world = c.get('world');
    const { ref, state } = c.req.query();
    const own = select(world.codeScanningAlerts.values(), ({ repositoryId }) => repositoryId === repository.id);
    const found = own.reverse().flatMap((alert) => {
      const instance = instanceOf(alert, ref);
      const isWanted = instance !== undefined && (state === undefined || alertState(alert, instance) === state);
      return isWanted ? [{ alert, instance }] : [];
    });
    return c.json(paged(c, found).map(({ alert, instance }) => alertView(world, repository, alert, instance)));
  });

  return routes;
}
