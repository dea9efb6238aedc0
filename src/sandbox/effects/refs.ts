import { actingUser, grants, requirePermission } from '../auth/access.ts';
import { isAncestor } from '../git/history.ts';
import type { User } from '../state/identity.ts';
import { nodeId } from '../state/node-id.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { branchTip, reviewsOf } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository, RepositoryActivity } from '../state/repository.ts';
import { checkSuiteEvent, pullRequestEvent } from '../webhooks/payload.ts';
import { pushEvent, zeroSha } from '../webhooks/push.ts';
import { addSuite } from './checks.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import { rulesetsFor } from './merge-rules.ts';
import { requirePushAllowed } from './push-rules.ts';
import { refreshMergeability } from './mergeability.ts';
import { record } from './timeline.ts';

/** One movement of a ref; `before` or `after` is 40 zeros when it is made or deleted. */
interface Move {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly pusher: User;
}

function recordActivity(engine: Engine, repository: Repository, move: Move, type: RepositoryActivity['type']): void {
  const id = engine.world.nextId();
  engine.world.activities.push({
    id,
    nodeId: nodeId('Activity', id),
    repositoryId: repository.id,
    ref: move.ref,
    before: move.before,
    after: move.after,
    actorId: move.pusher.id,
    timestamp: engine.now(),
    type,
  });
}

/** A push makes one suite for every App that is installed with `checks: write`, and only that App is told. */
function requestSuites(engine: Engine, repository: Repository, move: Move): void {
  for (const installation of engine.world.installations.values()) {
    const reached =
      installation.accountId === repository.ownerId &&
      (installation.repositorySelection === 'all' || installation.repositoryIds.has(repository.id));
    if (!reached || installation.suspendedAt !== null || !grants(installation.permissions, 'checks', 'write')) continue;
    const suites = [...engine.world.checkSuites.values()];
    const known = suites.some(
      (one) => one.repositoryId === repository.id && one.headSha === move.after && one.appId === installation.appId,
    );
    if (known) continue;
    const suite = addSuite(engine, repository, {
      headSha: move.after,
      appId: installation.appId,
      headBranch: move.ref.slice('refs/heads/'.length),
      before: move.before,
      after: move.after,
      pusherId: move.pusher.id,
    });
    const event = checkSuiteEvent(engine.world, by(repository, move.pusher), 'requested', suite);
    engine.emit({ ...event, onlyAppId: installation.appId });
  }
}

/** `dismiss_stale_reviews_on_push` of the base branch's ruleset. */
function dismissStale(engine: Engine, pull: PullRequest, repository: Repository, pusher: User): void {
  const stale = rulesetsFor(engine.world, repository, pull.base.ref)
    .flatMap((ruleset) => ruleset.rules)
    .some((rule) => rule.type === 'pull_request' && rule.parameters.dismiss_stale_reviews_on_push);
  if (!stale) return;
  for (const review of reviewsOf(engine.world, pull)) {
    if (review.state !== 'APPROVED') continue;
    record(engine, pull, {
      kind: 'review_dismissed',
      actorId: pusher.id,
      reviewId: review.id,
      previousState: review.state,
      message: '',
    });
    review.state = 'DISMISSED';
    review.updatedAt = engine.now();
  }
}

async function synchronize(engine: Engine, pull: PullRequest, move: Move): Promise<void> {
  const repository = engine.world.repositories.get(pull.repositoryId) as Repository;
  if (move.forced) {
    const { before, after } = move;
    record(engine, pull, {
      kind: 'head_ref_force_pushed',
      actorId: move.pusher.id,
      refName: pull.head.ref,
      before,
      after,
    });
  }
  pull.head.sha = move.after;
  pull.base.sha = branchTip(repository, pull.base.ref) ?? pull.base.sha;
  pull.updatedAt = engine.now();
  dismissStale(engine, pull, repository, move.pusher);
  await refreshMergeability(engine, pull);
  const extra = { before: move.before, after: move.after };
  engine.emit(pullRequestEvent(engine.world, by(repository, move.pusher), 'synchronize', pull, extra));
}

export function closePull(engine: Engine, pull: PullRequest, actor: User): void {
  const repository = engine.world.repositories.get(pull.repositoryId) as Repository;
  pull.state = 'closed';
  pull.closedAt = engine.now();
  pull.updatedAt = engine.now();
  record(engine, pull, { kind: 'closed', actorId: actor.id });
  engine.emit(pullRequestEvent(engine.world, by(repository, actor), 'closed', pull));
}

/** A head that a push brings into its base counts as merged, with no merge commit of its own. */
function mergedByPush(engine: Engine, pull: PullRequest, move: Move): void {
  const repository = engine.world.repositories.get(pull.repositoryId) as Repository;
  pull.state = 'closed';
  pull.mergedAt = engine.now();
  pull.closedAt = engine.now();
  pull.updatedAt = engine.now();
  pull.mergedById = move.pusher.id;
  pull.mergeCommitSha = move.after;
  record(engine, pull, { kind: 'merged', actorId: move.pusher.id, commitSha: move.after, refName: pull.base.ref });
  record(engine, pull, { kind: 'closed', actorId: move.pusher.id });
  engine.emit(pullRequestEvent(engine.world, by(repository, move.pusher), 'closed', pull));
}

async function followers(engine: Engine, repository: Repository, move: Move): Promise<void> {
  const branch = move.ref.slice('refs/heads/'.length);
  for (const pull of engine.world.pullRequests.values()) {
    if (pull.state !== 'open') continue;
    if (pull.head.repositoryId === repository.id && pull.head.ref === branch) {
      if (move.after === zeroSha) closePull(engine, pull, move.pusher);
      else await synchronize(engine, pull, move);
    } else if (pull.repositoryId === repository.id && pull.base.ref === branch) {
      if (move.after === zeroSha) closePull(engine, pull, move.pusher);
      else if (isAncestor(repository.git, pull.head.sha, move.after)) mergedByPush(engine, pull, move);
      else await refreshMergeability(engine, pull);
    }
  }
}

/** Moves a ref without asking for permission; everything that hangs on a push follows. */
export async function pushRef(
  engine: Engine,
  repository: Repository,
  ref: string,
  sha: string | null,
  pusher: User,
  kind?: RepositoryActivity['type'],
): Promise<void> {
  const before = repository.refs.get(ref) ?? zeroSha;
  const after = sha ?? zeroSha;
  if (before === after) return;
  const forced = before !== zeroSha && after !== zeroSha && !isAncestor(repository.git, before, after);
  const move = { ref, before, after, forced, pusher };
  if (sha === null) repository.refs.delete(ref);
  else repository.refs.set(ref, sha);
  repository.pushedAt = engine.now();
  repository.updatedAt = engine.now();
  const type =
    before === zeroSha ? 'branch_creation' : after === zeroSha ? 'branch_deletion' : forced ? 'force_push' : 'push';
  const branch = ref.startsWith('refs/heads/');
  if (branch) recordActivity(engine, repository, move, kind ?? type);
  engine.emit(pushEvent(engine.world, repository, pusher, move));
  if (branch && sha !== null) requestSuites(engine, repository, move);
  if (branch) await followers(engine, repository, move);
}

export function refEffects(engine: Engine): Pick<Effects, 'moveRef'> {
  return {
    moveRef: async (actor, repository, ref, sha, options = {}) => {
      requirePermission(engine.world, actor, repository, 'contents', 'write');
      const before = repository.refs.get(ref);
      if (!/^refs\/(heads|tags|[a-z-]+)\/[^\s~^:?*[\\]+$/.test(ref) || ref.includes('..')) {
        throw new Refusal(422, 'Reference name is not valid');
      }
      if (options.create === true && before !== undefined) throw new Refusal(422, 'Reference already exists');
      if (options.create !== true && before === undefined) throw new Refusal(422, 'Reference does not exist');
      if (sha !== null && repository.git.commit(sha) === undefined) throw new Refusal(422, 'Object does not exist');
      const forward = before === undefined || sha === null || isAncestor(repository.git, before, sha);
      if (!forward && options.force !== true) throw new Refusal(422, 'Update is not a fast forward');
      if (ref.startsWith('refs/heads/')) {
        const userId = actor.kind === 'user' ? actor.user.id : null;
        const branch = ref.slice('refs/heads/'.length);
        requirePushAllowed(engine.world, repository, { branch, before, after: sha, userId });
      }
      await pushRef(engine, repository, ref, sha, actingUser(actor));
    },
  };
}
