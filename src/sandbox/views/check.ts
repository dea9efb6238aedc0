import type {
  CheckAnnotation,
  CheckConclusion,
  CheckRun,
  CheckStatus,
  CheckSuite,
  CommitStatus,
} from '../state/check.ts';
import type { User } from '../state/identity.ts';
import { pullsByHead, runsOfSuite } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { simpleUser } from './account.ts';
import { appOrNull } from './app.ts';
import { simpleCommit } from './commit.ts';
import { pullMinimal } from './pull-request.ts';
import { minimalRepository, repositoryPage, repositoryUrl } from './repository.ts';
import { type Schemas, time, timeOrNull } from './schema.ts';

const repositoryOf = (world: World, id: number): Repository => world.repositories.get(id) as Repository;

/** Open pull requests of this repository at the head; those from forks are left out (github-checked rule 23). */
export const pullsOfHead = (world: World, repositoryId: number, sha: string): Schemas['pull-request-minimal'][] =>
  pullsByHead(world, repositoryId, sha)
    .filter((pull) => pull.state === 'open' && pull.head.repositoryId === repositoryId)
    .map((pull) => pullMinimal(world, pull));

export function checkRunView(world: World, run: CheckRun): Schemas['check-run'] {
  const repository = repositoryOf(world, run.repositoryId);
  const url = `${repositoryUrl(world, repository)}/check-runs/${run.id}`;
  const page = repositoryPage(world, repository, `/runs/${run.id}`);
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    // the description leaves out `stale` and `startup_failure`, which GitHub does send
    conclusion: run.conclusion as Schemas['check-run']['conclusion'],
    started_at: time(run.startedAt),
    completed_at: timeOrNull(run.completedAt),
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: appOrNull(world, run.appId),
    pull_requests: pullsOfHead(world, run.repositoryId, run.headSha),
  };
}

/** Only the newest run of each name counts towards the suite's state. */
export function latestRuns(runs: readonly CheckRun[]): CheckRun[] {
  const newest = new Map<string, CheckRun>();
  for (const run of runs) newest.set(run.name, run);
  return [...newest.values()];
}

/** Worst first, as GitHub rolls runs up into a suite. */
const conclusionOrder: readonly CheckConclusion[] = [
  'action_required',
  'timed_out',
  'cancelled',
  'failure',
  'startup_failure',
  'stale',
  'success',
  'neutral',
  'skipped',
];

export function suiteState(
  world: World,
  suite: CheckSuite,
): { status: CheckStatus; conclusion: CheckConclusion | null } {
  const runs = latestRuns(runsOfSuite(world, suite.id));
  if (runs.length === 0) return { status: 'queued', conclusion: null };
  if (runs.some((run) => run.status !== 'completed')) {
    const started = runs.some((run) => run.status === 'in_progress' || run.status === 'completed');
    return { status: started ? 'in_progress' : 'queued', conclusion: null };
  }
  const conclusion = conclusionOrder.find((one) => runs.some((run) => run.conclusion === one)) ?? 'success';
  return { status: 'completed', conclusion };
}

export function checkSuiteView(world: World, suite: CheckSuite): Schemas['check-suite'] {
  const repository = repositoryOf(world, suite.repositoryId);
  const url = `${repositoryUrl(world, repository)}/check-suites/${suite.id}`;
  const commit = repository.git.commit(suite.headSha);
  if (commit === undefined) throw new Error(`check suite ${suite.id} without its commit`);
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...suiteState(world, suite),
    url,
    before: suite.before,
    after: suite.after,
    pull_requests: pullsOfHead(world, suite.repositoryId, suite.headSha),
    app: appOrNull(world, suite.appId),
    repository: minimalRepository(world, repository),
    created_at: time(suite.createdAt),
    updated_at: time(suite.updatedAt),
    head_commit: simpleCommit(commit),
    latest_check_runs_count: latestRuns(runsOfSuite(world, suite.id)).length,
    check_runs_url: `${url}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}

export function annotationView(world: World, run: CheckRun, annotation: CheckAnnotation): Schemas['check-annotation'] {
  const repository = repositoryOf(world, run.repositoryId);
  return {
    ...annotation,
    blob_href: repositoryPage(world, repository, `/blob/${run.headSha}/${annotation.path}`),
  };
}

const statusUrl = (world: World, status: CommitStatus): string =>
  `${repositoryUrl(world, repositoryOf(world, status.repositoryId))}/statuses/${status.sha}`;

export function statusView(world: World, status: CommitStatus): Schemas['status'] {
  const creator = simpleUser(world, world.users.get(status.creatorId) as User);
  return { ...simpleStatus(world, status), avatar_url: creator.avatar_url, creator };
}

export const simpleStatus = (world: World, status: CommitStatus): Schemas['simple-commit-status'] => ({
  url: statusUrl(world, status),
  avatar_url: `${world.origin}/avatars/${status.creatorId}`,
  id: status.id,
  node_id: status.nodeId,
  state: status.state,
  description: status.description,
  target_url: status.targetUrl,
  context: status.context,
  created_at: time(status.createdAt),
  updated_at: time(status.createdAt),
});

/** The newest status of each context; the commit's state is failure, then pending, then success. */
export function combinedStatus(
  world: World,
  repository: Repository,
  sha: string,
  statuses: readonly CommitStatus[],
): Schemas['combined-commit-status'] {
  const newest = [...new Map(statuses.map((status) => [status.context, status])).values()];
  const states = new Set(newest.map((status) => status.state));
  const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
  const failed = states.has('failure') || states.has('error');
  return {
    state: failed ? 'failure' : states.has('pending') || newest.length === 0 ? 'pending' : 'success',
    statuses: newest.map((status) => simpleStatus(world, status)),
    sha,
    total_count: newest.length,
    repository: minimalRepository(world, repository),
    commit_url: url,
    url: `${url}/status`,
  };
}
