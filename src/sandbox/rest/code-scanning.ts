import { Hono } from 'hono';
import { select } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { AlertInstance, CodeScanningAlert } from '../state/code-scanning.ts';
import { alertState, alertView, analysisView } from '../views/code-scanning.ts';
import { type Env, repositoryFor } from './environment.ts';
import { paged } from './pagination.ts';

/** Where an alert stands: on the ref that is asked for (a branch's name alone will do), else where it was seen last. */
function instanceOf({ instances }: CodeScanningAlert, ref: string | undefined): AlertInstance | undefined {
  if (ref === undefined) return [...instances.values()].at(-1);
  return instances.get(ref) ?? instances.get(`refs/heads/${ref}`);
}

/** GitHub's answer where a repository was never analysed. */
const noAnalysis = (): Refusal => new Refusal(404, 'no analysis found');

export function codeScanningRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/repos/:owner/:repo/code-scanning/alerts', (c) => {
    const repository = repositoryFor(c, 'security_events', 'read');
    const world = c.get('world');
    const { ref, state } = c.req.query();
    const isOwn = ({ repositoryId }: { readonly repositoryId: number }): boolean => repositoryId === repository.id;
    if (select(world.codeScanningAnalyses.values(), isOwn).length === 0) throw noAnalysis();
    const own = select(world.codeScanningAlerts.values(), isOwn);
    const found = own.reverse().flatMap((alert) => {
      const instance = instanceOf(alert, ref);
      const isWanted = instance !== undefined && (state === undefined || alertState(alert, instance) === state);
      return isWanted ? [{ alert, instance }] : [];
    });
    return c.json(paged(c, found).map(({ alert, instance }) => alertView(world, repository, alert, instance)));
  });

  routes.get('/repos/:owner/:repo/code-scanning/analyses', (c) => {
    const repository = repositoryFor(c, 'security_events', 'read');
    const world = c.get('world');
    const { ref, direction } = c.req.query();
    const own = select(world.codeScanningAnalyses.values(), ({ repositoryId }) => repositoryId === repository.id);
    if (own.length === 0) throw noAnalysis();
    const found = own.filter((one) => ref === undefined || one.ref === ref || one.ref === `refs/heads/${ref}`);
    const sorted = direction === 'asc' ? found : found.reverse();
    return c.json(paged(c, sorted).map((analysis) => analysisView(world, repository, analysis)));
  });

  return routes;
}
