import { randomUUID } from 'node:crypto';
import { addCheckRun, addSuite, changeCheckRun } from '../effects/checks.ts';
import type { Engine } from '../effects/engine.ts';
import { by } from '../effects/engine.ts';
import type { App } from '../state/app.ts';
import type { CheckConclusion, CheckSuite } from '../state/check.ts';
import type { User } from '../state/identity.ts';
import { nodeId } from '../state/node-id.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { find, pullsByHead, select } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { Artifact, Workflow, WorkflowJob, WorkflowRun } from '../state/workflow.ts';
import { actionsAppId } from '../state/world.ts';
import { repositoryPage } from '../views/repository.ts';
import { workflowRunEvent } from '../webhooks/payload.ts';
import { type Files, zipOf } from './zip.ts';

/** One job of a workflow run; the run is made, found or run again as needed. */
export interface JobStep {
  readonly repository: Repository;
  /** `.github/workflows/evals.yml` */
  readonly workflow: string;
  readonly workflowName?: string;
  /** Default `pull_request`. */
  readonly event?: string;
  /** As GitHub reports it: the pull request's head for `pull_request`, the base's tip for `pull_request_target`. */
  readonly headSha: string;
  readonly jobName: string;
  /** null = still running. Default success. */
  readonly conclusion?: CheckConclusion | null;
  /** Default: the run's newest attempt. A higher one runs it again. */
  readonly attempt?: number;
  /** Who started it. Default: the pusher of the head, else the Actions bot. */
  readonly actor?: User;
  /** Files of each artifact, or the archive itself. */
  readonly artifacts?: Readonly<Record<string, Files | Uint8Array>>;
  /** Other jobs of this run follow: it stays in progress. */
  readonly more?: boolean;
}

export interface WorkflowDriver {
  readonly completeJob: (step: JobStep) => Promise<{ run: WorkflowRun; job: WorkflowJob; artifacts: Artifact[] }>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

export function workflowDriver(engine: Engine, work: Work): WorkflowDriver {
  const { world, now } = engine;

  const workflowOf = (step: JobStep): Workflow => {
    const known = find(
      world.workflows.values(),
      (one) => one.repositoryId === step.repository.id && one.path === step.workflow,
    );
    if (known !== undefined) return known;
    const id = world.nextId();
    const name = step.workflowName ?? step.workflow.replace(/^.*\/|\.ya?ml$/g, '');
    const workflow = {
      id,
      nodeId: nodeId('Workflow', id),
      repositoryId: step.repository.id,
      path: step.workflow,
      name,
      createdAt: now(),
    };
    world.workflows.set(id, workflow);
    return workflow;
  };

  const newRun = (step: JobStep, workflow: Workflow, pull: PullRequest | undefined, actor: User): WorkflowRun => {
    const { repository, headSha } = step;
    const push = world.activities.findLast((one) => one.repositoryId === repository.id && one.after === headSha);
    const suite: CheckSuite = addSuite(engine, repository, {
      headSha,
      appId: actionsAppId,
      // no push of a fork's branch is known here: the pusher stays unknown
      ...(pull === undefined || pull.head.repositoryId !== repository.id ? {} : { headBranch: pull.head.ref }),
      ...(push === undefined ? {} : { before: push.before, after: push.after, pusherId: push.actorId }),
    });
    const id = world.nextId();
    const foreign = pull !== undefined && pull.head.repositoryId !== repository.id;
    const run: WorkflowRun = {
      id,
      nodeId: nodeId('WorkflowRun', id),
      repositoryId: repository.id,
      workflowId: workflow.id,
      checkSuiteId: suite.id,
      event: step.event ?? 'pull_request',
      headSha,
      headBranch: pull?.head.ref ?? suite.headBranch,
      headRepositoryId: pull?.head.repositoryId ?? repository.id,
      displayTitle: pull?.title ?? repository.git.commit(headSha)?.message.split('\n')[0] ?? '',
      runNumber: select(world.workflowRuns.values(), (one) => one.workflowId === workflow.id).length + 1,
      runAttempt: 1,
      status: 'queued',
      conclusion: null,
      actorId: actor.id,
      triggeringActorId: actor.id,
      pullNumbers: pull === undefined || foreign ? [] : [pull.number],
      createdAt: now(),
      runStartedAt: now(),
      updatedAt: now(),
    };
    suite.workflowRunId = id;
    world.workflowRuns.set(id, run);
    engine.emit(workflowRunEvent(world, by(repository, actor), 'requested', run));
    return run;
  };

  /** Puts the run in progress, or back into it for a further attempt. */
  const started = (run: WorkflowRun, attempt: number, repository: Repository, actor: User): void => {
    if (attempt > run.runAttempt) {
      run.runAttempt = attempt;
      run.runStartedAt = now();
      run.triggeringActorId = actor.id;
      run.status = 'queued';
      engine.emit(workflowRunEvent(world, by(repository, actor), 'requested', run));
    }
    if (run.status === 'in_progress') return;
    run.status = 'in_progress';
    run.conclusion = null;
    run.updatedAt = now();
    engine.emit(workflowRunEvent(world, by(repository, actor), 'in_progress', run));
  };

  const jobFor = (step: JobStep, run: WorkflowRun, attempt: number, bot: User): WorkflowJob => {
    const known = find(
      world.workflowJobs.values(),
      (one) => one.runId === run.id && one.runAttempt === attempt && one.name === step.jobName,
    );
    if (known !== undefined) return known;
    const suite = world.checkSuites.get(run.checkSuiteId) as CheckSuite;
    const check = addCheckRun(engine, bot, step.repository, suite, {
      name: step.jobName,
      status: 'in_progress',
      externalId: randomUUID(),
    });
    check.detailsUrl = repositoryPage(world, step.repository, `/actions/runs/${run.id}/job/${check.id}`);
    const job: WorkflowJob = {
      id: check.id,
      repositoryId: step.repository.id,
      runId: run.id,
      runAttempt: attempt,
      name: step.jobName,
      status: 'in_progress',
      conclusion: null,
      createdAt: now(),
      startedAt: now(),
      completedAt: null,
    };
    world.workflowJobs.set(job.id, job);
    return job;
  };

  const upload = (step: JobStep, run: WorkflowRun): Artifact[] =>
    Object.entries(step.artifacts ?? {}).map(([name, content]) => {
      const id = world.nextId();
      const artifact: Artifact = {
        id,
        nodeId: nodeId('Artifact', id),
        repositoryId: step.repository.id,
        runId: run.id,
        name,
        zip: content instanceof Uint8Array ? content : zipOf(content),
        createdAt: now(),
        expiresAt: new Date(now().getTime() + 90 * 86_400_000),
      };
      world.artifacts.set(id, artifact);
      return artifact;
    });

  const finish = (step: JobStep, run: WorkflowRun, actor: User): void => {
    const jobs = select(world.workflowJobs.values(), (one) => one.runId === run.id);
    const newest = [...new Map(jobs.map((one) => [one.name, one])).values()];
    if (step.more === true || newest.some((one) => one.status !== 'completed')) return;
    const bad = newest.find((one) => !['success', 'skipped', 'neutral'].includes(one.conclusion ?? ''));
    run.status = 'completed';
    run.conclusion = bad?.conclusion ?? 'success';
    run.updatedAt = now();
    engine.emit(workflowRunEvent(world, by(step.repository, actor), 'completed', run));
  };

  const complete = async (step: JobStep) => {
    const { repository } = step;
    const bot = world.users.get((world.apps.get(actionsAppId) as App).botUserId) as User;
    const event = step.event ?? 'pull_request';
    const pull = pullsByHead(world, repository.id, step.headSha).find((one) => one.state === 'open');
    const pusher = world.activities.findLast((one) => one.after === step.headSha)?.actorId;
    const actor = step.actor ?? world.users.get(pusher ?? 0) ?? bot;
    const workflow = workflowOf(step);
    const known = [...world.workflowRuns.values()].findLast(
      (one) => one.workflowId === workflow.id && one.event === event && one.headSha === step.headSha,
    );
    const run = known ?? newRun(step, workflow, event.startsWith('pull_request') ? pull : undefined, actor);
    const attempt = step.attempt ?? run.runAttempt;
    started(run, attempt, repository, actor);
    const job = jobFor(step, run, attempt, bot);
    const artifacts = upload(step, run);
    const conclusion = step.conclusion === undefined ? 'success' : step.conclusion;
    if (conclusion !== null) {
      job.status = 'completed';
      job.conclusion = conclusion;
      job.completedAt = now();
      const check = world.checkRuns.get(job.id);
      if (check !== undefined) changeCheckRun(engine, bot, check, { conclusion });
      finish(step, run, actor);
    }
    return { run, job, artifacts };
  };

  return { completeJob: (step) => work(() => complete(step)) };
}
