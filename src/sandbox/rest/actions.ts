import { type Context, Hono } from 'hono';
import { select } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { Artifact, WorkflowJob, WorkflowRun } from '../state/workflow.ts';
import { artifactView, jobView, workflowRunView } from '../views/workflow.ts';
import { type Env, entityFor, repositoryFor, type Rest } from './environment.ts';
import { paged } from './pagination.ts';

function runFor(c: Context<Env>): WorkflowRun {
  return entityFor(c, c.get('world').workflowRuns, repositoryFor(c, 'actions', 'read'), 'run_id');
}

const jobsOf = (c: Context<Env>, run: WorkflowRun): WorkflowJob[] =>
  select(c.get('world').workflowJobs.values(), (job) => job.runId === run.id);

function jobsAnswer(c: Context<Env>, jobs: readonly WorkflowJob[]): Response {
  return c.json({ total_count: jobs.length, jobs: paged(c, jobs).map((job) => jobView(c.get('world'), job)) });
}

function matching(c: Context<Env>, repository: Repository): WorkflowRun[] {
  const { head_sha: sha, event, branch, status, check_suite_id: suite } = c.req.query();
  return select(
    c.get('world').workflowRuns.values(),
    (run) =>
      run.repositoryId === repository.id &&
      (sha === undefined || run.headSha === sha) &&
      (event === undefined || run.event === event) &&
      (branch === undefined || run.headBranch === branch) &&
      (status === undefined || run.status === status || run.conclusion === status) &&
      (suite === undefined || run.checkSuiteId === Number(suite)),
  ).reverse();
}

export function actionRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/repos/:owner/:repo/actions/runs', (c) => {
    const runs = matching(c, repositoryFor(c, 'actions', 'read'));
    const workflow_runs = paged(c, runs).map((run) => workflowRunView(c.get('world'), run));
    return c.json({ total_count: runs.length, workflow_runs });
  });

  routes.get('/repos/:owner/:repo/actions/runs/:run_id', (c) => c.json(workflowRunView(c.get('world'), runFor(c))));

  // documented: `filter=latest` (default) = jobs of the newest attempt; a job that was not run again counts there too
  routes.get('/repos/:owner/:repo/actions/runs/:run_id/jobs', (c) => {
    const jobs = jobsOf(c, runFor(c));
    if (c.req.query('filter') === 'all') return jobsAnswer(c, jobs);
    const newest = new Map(jobs.map((job) => [job.name, job]));
    return jobsAnswer(c, [...newest.values()]);
  });

  routes.get('/repos/:owner/:repo/actions/runs/:run_id/attempts/:attempt_number/jobs', (c) => {
    const attempt = Number(c.req.param('attempt_number'));
    return jobsAnswer(
      c,
      jobsOf(c, runFor(c)).filter((job) => job.runAttempt === attempt),
    );
  });

  routes.get('/repos/:owner/:repo/actions/jobs/:job_id', (c) => {
    const repository = repositoryFor(c, 'actions', 'read');
    return c.json(jobView(c.get('world'), entityFor(c, c.get('world').workflowJobs, repository, 'job_id')));
  });

  const artifactsAnswer = (c: Context<Env>, artifacts: readonly Artifact[]): Response => {
    const name = c.req.query('name');
    const found = artifacts.filter((one) => name === undefined || one.name === name);
    const views = paged(c, found).map((one) => artifactView(c.get('world'), one, rest.now()));
    return c.json({ total_count: found.length, artifacts: views });
  };

  routes.get('/repos/:owner/:repo/actions/artifacts', (c) => {
    const repository = repositoryFor(c, 'actions', 'read');
    return artifactsAnswer(
      c,
      select(c.get('world').artifacts.values(), (one) => one.repositoryId === repository.id),
    );
  });

  routes.get('/repos/:owner/:repo/actions/runs/:run_id/artifacts', (c) => {
    const run = runFor(c);
    return artifactsAnswer(
      c,
      select(c.get('world').artifacts.values(), (one) => one.runId === run.id),
    );
  });

  const artifactFor = (c: Context<Env>): Artifact =>
    entityFor(c, c.get('world').artifacts, repositoryFor(c, 'actions', 'read'), 'artifact_id');

  routes.get('/repos/:owner/:repo/actions/artifacts/:artifact_id', (c) =>
    c.json(artifactView(c.get('world'), artifactFor(c), rest.now())),
  );

  // documented: "Look for Location: in the response header ... This URL expires after 1 minute."
  routes.get('/repos/:owner/:repo/actions/artifacts/:artifact_id/zip', (c) => {
    const artifact = artifactFor(c);
    if (artifact.expiresAt <= rest.now()) throw new Refusal(410, 'Artifact has expired');
    return c.body(null, 302, { location: rest.signDownload(`/_downloads/artifacts/${artifact.id}`) });
  });

  return routes;
}
