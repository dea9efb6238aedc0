import { requirePermission } from '../../auth/access.ts';
import type { Commit } from '../../git/store.ts';
import type { CheckAnnotation, CheckRun, CheckSuite } from '../../state/check.ts';
import { runsOfSuite } from '../../state/queries.ts';
import type { Repository } from '../../state/repository.ts';
import type { Workflow, WorkflowRun } from '../../state/workflow.ts';
import { latestRuns, suiteState } from '../../views/check.ts';
import { pageUrl } from '../../views/account.ts';
import { repositoryPage } from '../../views/repository.ts';
import { time, timeOrNull } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { isRequired, type RequiredArguments } from './rule.ts';

const repositoryOf = (scope: Scope, id: number): Repository => scope.world.repositories.get(id) as Repository;

export function checkSuiteView(scope: Scope, suite: CheckSuite): View {
  const { world } = scope;
  const repository = repositoryOf(scope, suite.repositoryId);
  const { status, conclusion } = suiteState(world, suite);
  return {
    __typename: 'CheckSuite',
    id: suite.nodeId,
    databaseId: suite.id,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    createdAt: time(suite.createdAt),
    updatedAt: time(suite.updatedAt),
    url: repositoryPage(world, repository, `/commit/${suite.headSha}/checks?check_suite_id=${suite.id}`),
    app: () => appView(scope, suite.appId),
    commit: () => scope.view.commit(repository, repository.git.commit(suite.headSha) as Commit),
    repository: () => scope.view.repository(repository),
    branch: () => (suite.headBranch === null ? null : scope.view.ref(repository, `refs/heads/${suite.headBranch}`)),
    push: suite.pusherId === null ? null : pushView(scope, suite),
    workflowRun: () => {
      const run = suite.workflowRunId === null ? undefined : world.workflowRuns.get(suite.workflowRunId);
      return run === undefined ? null : scope.view.workflowRun(run);
    },
    checkRuns: (page: PageArguments & { readonly filterBy?: RunFilter }) =>
      connection(filtered(runsOfSuite(world, suite.id), page.filterBy ?? {}), page, (run) => scope.view.checkRun(run)),
  };
}

interface RunFilter {
  readonly appId?: number;
  readonly checkName?: string;
  readonly checkType?: 'ALL' | 'LATEST';
  readonly conclusions?: readonly string[];
  readonly status?: string;
  readonly statuses?: readonly string[];
}

/** Without `checkType` the newest run of each name, like REST's `filter=latest`: what GitHub does then is not documented. */
function filtered(runs: readonly CheckRun[], filter: RunFilter): readonly CheckRun[] {
  const statuses = filter.statuses ?? (filter.status === undefined ? null : [filter.status]);
  return (filter.checkType === 'ALL' ? runs : latestRuns(runs)).filter(
    (run) =>
      (filter.appId === undefined || run.appId === filter.appId) &&
      (filter.checkName === undefined || run.name === filter.checkName) &&
      (statuses === null || statuses.includes(run.status.toUpperCase())) &&
      (filter.conclusions === undefined || filter.conclusions.includes(run.conclusion?.toUpperCase() ?? '')),
  );
}

export function checkRunView(scope: Scope, run: CheckRun): View {
  const { world } = scope;
  const repository = repositoryOf(scope, run.repositoryId);
  const page = repositoryPage(world, repository, `/runs/${run.id}`);
  return {
    __typename: 'CheckRun',
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    externalId: run.externalId,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: time(run.startedAt),
    completedAt: timeOrNull(run.completedAt),
    detailsUrl: run.detailsUrl ?? page,
    permalink: page,
    url: page,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
    annotations: (page: PageArguments) => connection(run.annotations, page, annotationView),
    checkSuite: () => scope.view.checkSuite(world.checkSuites.get(run.suiteId) as CheckSuite),
    repository: () => scope.view.repository(repository),
    isRequired: (pull: RequiredArguments) => isRequired(scope, repository, pull, run.name, run.appId),
  };
}

function annotationView(annotation: CheckAnnotation): View {
  return {
    __typename: 'CheckAnnotation',
    path: annotation.path,
    annotationLevel: annotation.annotation_level.toUpperCase(),
    message: annotation.message,
    title: annotation.title,
    rawDetails: annotation.raw_details,
    location: {
      start: { line: annotation.start_line, column: annotation.start_column },
      end: { line: annotation.end_line, column: annotation.end_column },
    },
  };
}

export function appView({ world }: Scope, id: number | null): View | null {
  const app = id === null ? undefined : world.apps.get(id);
  if (app === undefined) return null;
  return {
    __typename: 'App',
    id: app.nodeId,
    databaseId: app.id,
    slug: app.slug,
    name: app.name,
    clientId: app.clientId,
    description: app.description,
    createdAt: time(app.createdAt),
    updatedAt: time(app.createdAt),
    url: app.externalUrl || pageUrl(world, `apps/${app.slug}`),
  };
}

function pushView(scope: Scope, suite: CheckSuite): View {
  return {
    __typename: 'Push',
    id: `PUSH_${suite.id}`,
    previousSha: suite.before,
    nextSha: suite.after,
    pusher: () => scope.view.actor(suite.pusherId),
    repository: () => scope.view.repository(repositoryOf(scope, suite.repositoryId)),
  };
}

export function workflowRunView(scope: Scope, run: WorkflowRun): View {
  const { world } = scope;
  const repository = repositoryOf(scope, run.repositoryId);
  requirePermission(world, scope.actor, repository, 'actions', 'read');
  const workflow = world.workflows.get(run.workflowId) as Workflow;
  const url = repositoryPage(world, repository, `/actions/runs/${run.id}`);
  return {
    __typename: 'WorkflowRun',
    id: run.nodeId,
    databaseId: run.id,
    event: run.event,
    runNumber: run.runNumber,
    url,
    createdAt: time(run.createdAt),
    updatedAt: time(run.updatedAt),
    checkSuite: () => scope.view.checkSuite(world.checkSuites.get(run.checkSuiteId) as CheckSuite),
    file: {
      __typename: 'WorkflowRunFile',
      id: `WFRF_${run.id}`,
      path: workflow.path,
      url: `${url}/workflow`,
      repositoryFileUrl: repositoryPage(world, repository, `/blob/${run.headSha}/${workflow.path}`),
      repositoryName: repositoryPage(world, repository),
    },
    workflow: {
      __typename: 'Workflow',
      id: workflow.nodeId,
      databaseId: workflow.id,
      name: workflow.name,
      state: 'ACTIVE',
      createdAt: time(workflow.createdAt),
      updatedAt: time(workflow.createdAt),
      url: repositoryPage(world, repository, `/blob/${repository.defaultBranch}/${workflow.path}`),
    },
  };
}
