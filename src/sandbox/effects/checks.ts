import { actingAppId, actingUser, requirePermission } from '../auth/access.ts';
import type { Actor } from '../state/actor.ts';
import type { CheckRun, CheckSuite } from '../state/check.ts';
import type { User } from '../state/identity.ts';
import { nodeId } from '../state/node-id.ts';
import { suitesOf } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { actionsAppId } from '../state/world.ts';
import { suiteState } from '../views/check.ts';
import { checkRunEvent, checkSuiteEvent } from '../webhooks/payload.ts';
import { checkRunRules } from './check-rules.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import type { CheckRunChange } from './inputs.ts';

type CheckEffects = Pick<
  Effects,
  'createCheckRun' | 'updateCheckRun' | 'rerequestCheckRun' | 'pressButton' | 'createCheckSuite' | 'rerequestCheckSuite'
>;

/** Write access to checks is for Apps only: people's tokens are refused whatever their role. */
function requireApp(engine: Engine, actor: Actor, repository: Repository): number {
  requirePermission(engine.world, actor, repository, 'checks', 'write');
  const appId = actingAppId(actor);
  if (appId === null) throw new Refusal(403, 'You must authenticate via a GitHub App.');
  return appId;
}

const branchOf = (repository: Repository, sha: string): string | null => {
  for (const [ref, tip] of repository.refs) {
    if (tip === sha && ref.startsWith('refs/heads/')) return ref.slice('refs/heads/'.length);
  }
  return null;
};

/** A new suite; `push` when a push made the commit known, `workflowRunId` for a workflow's own suite. */
export function addSuite(
  engine: Engine,
  repository: Repository,
  suite: Pick<CheckSuite, 'headSha' | 'appId'> & Partial<CheckSuite>,
): CheckSuite {
  const id = engine.world.nextId();
  const now = engine.now();
  const made: CheckSuite = {
    headBranch: branchOf(repository, suite.headSha),
    before: null,
    after: null,
    pusherId: null,
    workflowRunId: null,
    ...suite,
    id,
    nodeId: nodeId('CheckSuite', id),
    repositoryId: repository.id,
    createdAt: now,
    updatedAt: now,
  };
  engine.world.checkSuites.set(id, made);
  return made;
}

/**
 * One suite per App and commit. A job token's runs land in the first suite of the Actions app at that commit,
 * be it another workflow's (github-checked rule 1).
 */
function suiteFor(engine: Engine, repository: Repository, appId: number, headSha: string): CheckSuite {
  const suites = suitesOf(engine.world, repository.id, headSha);
  return suites.find((one) => one.appId === appId) ?? addSuite(engine, repository, { headSha, appId });
}

/** Status, conclusion and times move together: a conclusion completes, and completion has a time. */
function applyChange(run: CheckRun, change: CheckRunChange, now: Date): void {
  run.name = change.name ?? run.name;
  run.externalId = change.externalId ?? run.externalId;
  run.detailsUrl = change.detailsUrl ?? run.detailsUrl;
  run.startedAt = change.startedAt ?? run.startedAt;
  if (change.conclusion !== undefined) {
    run.status = 'completed';
    run.conclusion = change.conclusion;
    run.completedAt = change.completedAt ?? now;
  } else if (change.status !== undefined && change.status !== 'completed') {
    run.status = change.status;
    run.conclusion = null;
    run.completedAt = null;
  }
  if (change.output !== undefined) {
    run.output = {
      title: change.output.title ?? run.output.title,
      summary: change.output.summary ?? run.output.summary,
      text: change.output.text ?? run.output.text,
    };
    // documented: "Annotations are added to any annotations that already exist for the check run."
    run.annotations.push(...(change.output.annotations ?? []));
  }
  if (change.actions !== undefined) run.actions = [...change.actions];
}

/** Puts a run into a suite and tells about it; used by the driver for Actions jobs too. */
export function addCheckRun(
  engine: Engine,
  actorUser: User,
  repository: Repository,
  suite: CheckSuite,
  change: CheckRunChange & { readonly name: string },
): CheckRun {
  const id = engine.world.nextId();
  const now = engine.now();
  const run: CheckRun = {
    id,
    nodeId: nodeId('CheckRun', id),
    suiteId: suite.id,
    repositoryId: repository.id,
    appId: suite.appId,
    headSha: suite.headSha,
    name: change.name,
    externalId: null,
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: now,
    completedAt: null,
    createdAt: now,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
  applyChange(run, change, now);
  engine.world.checkRuns.set(id, run);
  suite.updatedAt = now;
  engine.emit(checkRunEvent(engine.world, by(repository, actorUser), 'created', run));
  if (run.status === 'completed') completed(engine, actorUser, repository, run);
  return run;
}

function completed(engine: Engine, sender: User, repository: Repository, run: CheckRun): void {
  const suite = engine.world.checkSuites.get(run.suiteId) as CheckSuite;
  engine.emit(checkRunEvent(engine.world, by(repository, sender), 'completed', run));
  if (suiteState(engine.world, suite).status === 'completed') {
    engine.emit(checkSuiteEvent(engine.world, by(repository, sender), 'completed', suite));
  }
}

/** Changes a run whoever it belongs to; the driver finishes Actions jobs with it. */
export function changeCheckRun(engine: Engine, sender: User, run: CheckRun, change: CheckRunChange): void {
  const repository = engine.world.repositories.get(run.repositoryId) as Repository;
  const before = run.status;
  applyChange(run, change, engine.now());
  const suite = engine.world.checkSuites.get(run.suiteId);
  if (suite !== undefined) suite.updatedAt = engine.now();
  if (before !== 'completed' && run.status === 'completed') completed(engine, sender, repository, run);
}

export function checkEffects(engine: Engine): CheckEffects {
  const { world } = engine;
  const repositoryOf = (id: number): Repository => world.repositories.get(id) as Repository;
  return {
    createCheckRun: async (actor, repository, run) => {
      const appId = requireApp(engine, actor, repository);
      checkRunRules(run, appId === actionsAppId);
      if (repository.git.commit(run.headSha) === undefined) {
        throw new Refusal(422, `No commit found for SHA: ${run.headSha}`);
      }
      const suite = suiteFor(engine, repository, appId, run.headSha);
      return addCheckRun(engine, actingUser(actor), repository, suite, run);
    },
    updateCheckRun: async (actor, run, change) => {
      const appId = requireApp(engine, actor, repositoryOf(run.repositoryId));
      if (run.appId !== appId) {
        const message = `Invalid app_id \`${appId}\` - check run can only be modified by the GitHub App that created it.`;
        throw new Refusal(403, message);
      }
      checkRunRules(change, appId === actionsAppId);
      changeCheckRun(engine, actingUser(actor), run, change);
      return run;
    },
    rerequestCheckRun: async (actor, run) => {
      const repository = repositoryOf(run.repositoryId);
      requirePermission(world, actor, repository, 'checks', 'write');
      const event = checkRunEvent(world, by(repository, actingUser(actor)), 'rerequested', run);
      engine.emit({ ...event, onlyAppId: run.appId });
    },
    pressButton: async (actor, run, identifier) => {
      const repository = repositoryOf(run.repositoryId);
      // documented: the buttons are shown once the run is completed
      const isShown = run.status === 'completed' && run.actions.some((action) => action.identifier === identifier);
      if (!isShown) throw new Refusal(422, `There is no button ${identifier}.`);
      const extra = { requested_action: { identifier } };
      const event = checkRunEvent(world, by(repository, actingUser(actor)), 'requested_action', run, extra);
      engine.emit({ ...event, onlyAppId: run.appId });
    },
    createCheckSuite: async (actor, repository, headSha) => {
      const appId = requireApp(engine, actor, repository);
      if (repository.git.commit(headSha) === undefined) throw new Refusal(422, `No commit found for SHA: ${headSha}`);
      return suiteFor(engine, repository, appId, headSha);
    },
    rerequestCheckSuite: async (actor, suite) => {
      const repository = repositoryOf(suite.repositoryId);
      requirePermission(world, actor, repository, 'checks', 'write');
      const event = checkSuiteEvent(world, by(repository, actingUser(actor)), 'rerequested', suite);
      engine.emit({ ...event, onlyAppId: suite.appId });
    },
  };
}
