import { type Context, Hono } from 'hono';
import type { CheckRun, CheckSuite } from '../state/check.ts';
import { checkRunsOf, runsOfSuite, suitesOf } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import { annotationView, checkRunView, checkSuiteView, latestRuns } from '../views/check.ts';
import { bodyOf, textIn } from './body.ts';
import { checkRunIn } from './check-input.ts';
import { commitFor, type Env, entityFor, repositoryFor, type Rest } from './environment.ts';
import { paged } from './pagination.ts';

/** Only the 1,000 newest suites of a ref are looked at (documented). */
const suitesLookedAt = 1000;

/** Filters `check_name`, `status`, `filter` (latest = newest of each name within its suite, the default). */
function filtered(c: Context<Env>, runs: readonly CheckRun[]): CheckRun[] {
  const { check_name: name, status, filter = 'latest', app_id: appId } = c.req.query();
  const suites = new Map<number, CheckRun[]>();
  for (const run of runs) suites.set(run.suiteId, [...(suites.get(run.suiteId) ?? []), run]);
  const wanted = filter === 'all' ? [...runs] : [...suites.values()].flatMap(latestRuns);
  return wanted
    .filter(
      (run) =>
        (name === undefined || run.name === name) &&
        (status === undefined || run.status === status) &&
        (appId === undefined || run.appId === Number(appId)),
    )
    .sort((a, b) => b.id - a.id);
}

function runsAnswer(c: Context<Env>, runs: readonly CheckRun[]): Response {
  const found = filtered(c, runs);
  const check_runs = paged(c, found).map((run) => checkRunView(c.get('world'), run));
  return c.json({ total_count: found.length, check_runs });
}

const runFor = (c: Context<Env>): CheckRun =>
  entityFor(c, c.get('world').checkRuns, repositoryFor(c, 'checks', 'read'), 'check_run_id');

const suiteFor = (c: Context<Env>): CheckSuite =>
  entityFor(c, c.get('world').checkSuites, repositoryFor(c, 'checks', 'read'), 'check_suite_id');

function writableRun(c: Context<Env>): CheckRun {
  if (c.get('actor').kind === 'user') throw new Refusal(403, 'You must authenticate via a GitHub App.');
  return entityFor(c, c.get('world').checkRuns, repositoryFor(c, 'checks', 'write'), 'check_run_id');
}

export function checkRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();
  const { effects } = rest;

  routes.post('/repos/:owner/:repo/check-runs', async (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    const body = await bodyOf(c);
    const input = { ...checkRunIn(body, true), name: textIn(body, 'name'), headSha: textIn(body, 'head_sha') };
    const run = await effects.createCheckRun(c.get('actor'), repository, input);
    return c.json(checkRunView(c.get('world'), run), 201);
  });

  routes.get('/repos/:owner/:repo/check-runs/:check_run_id', (c) => c.json(checkRunView(c.get('world'), runFor(c))));

  routes.patch('/repos/:owner/:repo/check-runs/:check_run_id', async (c) => {
    const run = writableRun(c);
    await effects.updateCheckRun(c.get('actor'), run, checkRunIn(await bodyOf(c), false));
    return c.json(checkRunView(c.get('world'), run));
  });

  routes.get('/repos/:owner/:repo/check-runs/:check_run_id/annotations', (c) => {
    const run = runFor(c);
    return c.json(paged(c, run.annotations).map((one) => annotationView(c.get('world'), run, one)));
  });

  routes.post('/repos/:owner/:repo/check-runs/:check_run_id/rerequest', async (c) => {
    await effects.rerequestCheckRun(c.get('actor'), runFor(c));
    return c.json({}, 201);
  });

  routes.get('/repos/:owner/:repo/commits/:ref/check-runs', (c) => {
    const repository = repositoryFor(c, 'checks', 'read');
    const sha = commitFor(repository, c.req.param('ref'));
    const newest = new Set(
      suitesOf(c.get('world'), repository.id, sha)
        .slice(-suitesLookedAt)
        .map((one) => one.id),
    );
    return runsAnswer(
      c,
      checkRunsOf(c.get('world'), repository.id, sha).filter((run) => newest.has(run.suiteId)),
    );
  });

  routes.post('/repos/:owner/:repo/check-suites', async (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    const headSha = textIn(await bodyOf(c), 'head_sha');
    const known = new Set(suitesOf(c.get('world'), repository.id, headSha).map((suite) => suite.id));
    const suite = await effects.createCheckSuite(c.get('actor'), repository, headSha);
    return c.json(checkSuiteView(c.get('world'), suite), known.has(suite.id) ? 200 : 201);
  });

  routes.get('/repos/:owner/:repo/check-suites/:check_suite_id', (c) =>
    c.json(checkSuiteView(c.get('world'), suiteFor(c))),
  );

  routes.get('/repos/:owner/:repo/check-suites/:check_suite_id/check-runs', (c) =>
    runsAnswer(c, runsOfSuite(c.get('world'), suiteFor(c).id)),
  );

  routes.post('/repos/:owner/:repo/check-suites/:check_suite_id/rerequest', async (c) => {
    await effects.rerequestCheckSuite(c.get('actor'), suiteFor(c));
    return c.json({}, 201);
  });

  routes.get('/repos/:owner/:repo/commits/:ref/check-suites', (c) => {
    const repository = repositoryFor(c, 'checks', 'read');
    const sha = commitFor(repository, c.req.param('ref'));
    const { app_id: appId, check_name: name } = c.req.query();
    const world = c.get('world');
    const found = suitesOf(world, repository.id, sha).filter(
      (suite) =>
        (appId === undefined || suite.appId === Number(appId)) &&
        (name === undefined || runsOfSuite(world, suite.id).some((run) => run.name === name)),
    );
    const check_suites = paged(c, found).map((suite) => checkSuiteView(world, suite));
    return c.json({ total_count: found.length, check_suites });
  });

  return routes;
}
