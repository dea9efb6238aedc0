import { Hono } from 'hono';
import { accountRoutes } from './accounts.ts';
import { actionRoutes } from './actions.ts';
import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { codeScanningRoutes } from './code-scanning.ts';
import { commitRoutes } from './commits.ts';
import { contentRoutes } from './contents.ts';
import type { Env, Rest } from './environment.ts';
import { gitObjectRoutes } from './git-objects.ts';
import { hookDeliveryRoutes } from './hook-deliveries.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { metaRoutes } from './meta.ts';
import { pullRoutes } from './pulls.ts';
import { repositoryRoutes } from './repositories.ts';
import { rulesetRoutes } from './rulesets.ts';
import { statusRoutes } from './statuses.ts';

/** All REST routes; the first that matches answers, so the more special ones come first within each file. */
export function restRouter(rest: Rest): Hono<Env> {
  const router = new Hono<Env>();
  for (const routes of [
    metaRoutes(rest),
    appRoutes(rest),
    hookDeliveryRoutes(rest),
    accountRoutes(),
    repositoryRoutes(),
    rulesetRoutes(rest),
    gitObjectRoutes(rest),
    contentRoutes(rest),
    checkRoutes(rest),
    statusRoutes(rest),
    codeScanningRoutes(),
    commitRoutes(),
    pullRoutes(rest),
    issueRoutes(rest),
    labelRoutes(rest),
    actionRoutes(rest),
  ]) {
    router.route('/', routes);
  }
  return router;
}
