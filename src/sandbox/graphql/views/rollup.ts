import { requirePermission } from '../../auth/access.ts';
import type { Commit } from '../../git/store.ts';
import type { CheckRun, CommitStatus } from '../../state/check.ts';
import { runsOfSuite, statusesOf, suitesOf } from '../../state/queries.ts';
import type { Repository } from '../../state/repository.ts';
import { latestRuns } from '../../views/check.ts';
import { time } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { isRequired, type RequiredArguments } from './rule.ts';

type Context = { readonly run: CheckRun } | { readonly status: CommitStatus };

/**
 * Newest check run of each name in each suite and newest status of each context. Null when the commit has none.
 * Each node needs its own permission (checks or statuses); one that may not be read is null with an error.
 */
export function rollupView(scope: Scope, repository: Repository, commit: Commit): View | null {
  const { world } = scope;
  const runs = suitesOf(world, repository.id, commit.sha).flatMap((suite) => latestRuns(runsOfSuite(world, suite.id)));
  const newest = new Map(statusesOf(world, repository.id, commit.sha).map((status) => [status.context, status]));
  const statuses = [...newest.values()];
  const contexts: readonly Context[] = [...runs.map((run) => ({ run })), ...statuses.map((status) => ({ status }))];
  if (contexts.length === 0) return null;
  return {
    __typename: 'StatusCheckRollup',
    id: `SCR_${repository.id}_${commit.sha}`,
    commit: () => scope.view.commit(repository, commit),
    state: rollupState(contexts),
    contexts: (page: PageArguments) => ({
      ...connection(contexts, page, (one) => contextView(scope, repository, commit, one)),
      checkRunCount: runs.length,
      statusContextCount: statuses.length,
    }),
  };
}

function contextView(scope: Scope, repository: Repository, commit: Commit, one: Context): View | Error {
  const permission = 'run' in one ? 'checks' : 'statuses';
  try {
    requirePermission(scope.world, scope.actor, repository, permission, 'read');
  } catch (error) {
    return error as Error;
  }
  return 'run' in one ? scope.view.checkRun(one.run) : statusView(scope, repository, commit, one.status);
}

function statusView(scope: Scope, repository: Repository, commit: Commit, status: CommitStatus): View {
  return {
    __typename: 'StatusContext',
    id: status.nodeId,
    context: status.context,
    state: status.state.toUpperCase(),
    description: status.description,
    targetUrl: status.targetUrl,
    createdAt: time(status.createdAt),
    creator: () => scope.view.actor(status.creatorId),
    commit: () => scope.view.commit(repository, commit),
    isRequired: (pull: RequiredArguments) => isRequired(scope, repository, pull, status.context, status.appId),
  };
}

/** Worst first: a failure, then anything unfinished, then success. */
function rollupState(contexts: readonly Context[]): string {
  const states = contexts.map((one) => {
    if ('status' in one) return one.status.state.toUpperCase();
    if (one.run.status !== 'completed') return 'PENDING';
    return ['success', 'neutral', 'skipped'].includes(one.run.conclusion ?? '') ? 'SUCCESS' : 'FAILURE';
  });
  return ['FAILURE', 'ERROR', 'PENDING'].find((state) => states.includes(state)) ?? 'SUCCESS';
}
