import { createHash } from 'node:crypto';
import type { CheckSuite } from '../state/check.ts';
import type { User } from '../state/identity.ts';
import { pullByNumber } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { Artifact, Workflow, WorkflowJob, WorkflowRun } from '../state/workflow.ts';
import type { World } from '../state/world.ts';
import { simpleUser } from './account.ts';
import { simpleCommit } from './commit.ts';
import { pullMinimal } from './pull-request.ts';
import { minimalRepository, repositoryPage, repositoryUrl } from './repository.ts';
import { type Schemas, time, timeOrNull } from './schema.ts';

export function workflowRunView(world: World, run: WorkflowRun): Schemas['workflow-run'] {
  const repository = world.repositories.get(run.repositoryId) as Repository;
  const workflow = world.workflows.get(run.workflowId) as Workflow;
  const suite = world.checkSuites.get(run.checkSuiteId) as CheckSuite;
  const api = repositoryUrl(world, repository);
  const url = `${api}/actions/runs/${run.id}`;
  const commit = repository.git.commit(run.headSha);
  const previous = run.runAttempt - 1;
  return {
    id: run.id,
    name: workflow.name,
    node_id: run.nodeId,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: workflow.path,
    display_title: run.displayTitle,
    run_number: run.runNumber,
    run_attempt: run.runAttempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflow.id,
    check_suite_id: suite.id,
    check_suite_node_id: suite.nodeId,
    url,
    html_url: repositoryPage(world, repository, `/actions/runs/${run.id}`),
    pull_requests: run.pullNumbers
      .map((number) => pullByNumber(world, run.repositoryId, number))
      .filter((pull) => pull !== undefined)
      .map((pull) => pullMinimal(world, pull)),
    created_at: time(run.createdAt),
    updated_at: time(run.updatedAt),
    run_started_at: time(run.runStartedAt),
    actor: simpleUser(world, world.users.get(run.actorId) as User),
    triggering_actor: simpleUser(world, world.users.get(run.triggeringActorId) as User),
    referenced_workflows: [],
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${suite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: previous === 0 ? null : `${url}/attempts/${previous}`,
    workflow_url: `${api}/actions/workflows/${workflow.id}`,
    head_commit: commit === undefined ? null : simpleCommit(commit),
    repository: minimalRepository(world, repository),
    head_repository: minimalRepository(world, world.repositories.get(run.headRepositoryId) as Repository),
  };
}

export function workflowView(world: World, workflow: Workflow): Schemas['workflow'] {
  const repository = world.repositories.get(workflow.repositoryId) as Repository;
  return {
    id: workflow.id,
    node_id: workflow.nodeId,
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: time(workflow.createdAt),
    updated_at: time(workflow.createdAt),
    url: `${repositoryUrl(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: repositoryPage(world, repository, `/blob/${repository.defaultBranch}/${workflow.path}`),
    badge_url: repositoryPage(world, repository, `/workflows/${encodeURIComponent(workflow.name)}/badge.svg`),
  };
}

export function jobView(world: World, job: WorkflowJob): Schemas['job'] {
  const repository = world.repositories.get(job.repositoryId) as Repository;
  const run = world.workflowRuns.get(job.runId) as WorkflowRun;
  const workflow = world.workflows.get(run.workflowId) as Workflow;
  const api = repositoryUrl(world, repository);
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: job.runAttempt,
    node_id: world.checkRuns.get(job.id)?.nodeId ?? '',
    head_sha: run.headSha,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: repositoryPage(world, repository, `/actions/runs/${run.id}/job/${job.id}`),
    status: job.status,
    conclusion: job.conclusion as Schemas['job']['conclusion'],
    created_at: time(job.createdAt),
    started_at: time(job.startedAt),
    completed_at: timeOrNull(job.completedAt),
    name: job.name,
    steps: [],
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: 1,
    runner_name: 'GitHub Actions 1',
    runner_group_id: 0,
    runner_group_name: 'GitHub Actions',
    workflow_name: workflow.name,
    head_branch: run.headBranch,
  };
}

export function artifactView(world: World, artifact: Artifact, now: Date): Schemas['artifact'] {
  const repository = world.repositories.get(artifact.repositoryId) as Repository;
  const run = world.workflowRuns.get(artifact.runId) as WorkflowRun;
  const url = `${repositoryUrl(world, repository)}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: artifact.nodeId,
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expiresAt <= now,
    created_at: time(artifact.createdAt),
    updated_at: time(artifact.createdAt),
    expires_at: time(artifact.expiresAt),
    digest: `sha256:${createHash('sha256').update(artifact.zip).digest('hex')}`,
    workflow_run: {
      id: run.id,
      repository_id: run.repositoryId,
      head_repository_id: run.headRepositoryId,
      ...(run.headBranch === null ? {} : { head_branch: run.headBranch }),
      head_sha: run.headSha,
    },
  };
}
