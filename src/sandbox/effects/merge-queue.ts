import { actingUser, requirePermission } from '../auth/access.ts';
import type { User } from '../state/identity.ts';
import type { MergeQueueEntry } from '../state/merge-queue.ts';
import { nodeId } from '../state/node-id.ts';
import { branchTip, find, queueOf } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { MergeQueueParameters, Repository } from '../state/repository.ts';
import { pullRequestEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import { buildGroup, destroyGroup, enqueuerOf, pullOf } from './merge-groups.ts';
import { mergeAllowed, mergeQueueOf, requiredChecksState } from './merge-rules.ts';
import { pushRef } from './refs.ts';
import { record } from './timeline.ts';

/** Why a pull request left the queue, in the webhook's words. */
type Removal = 'MANUAL' | 'CI_FAILURE' | 'CI_TIMEOUT' | 'MERGE' | 'ROLL_BACK' | 'QUEUE_CLEARED';

export function mergeQueueEffects(engine: Engine): Pick<Effects, 'enqueuePull' | 'dequeuePull'> {
  const { world } = engine;
  return {
    enqueuePull: async (actor, pull, { expectedHead, jump = false }) => {
      const repository = world.repositories.get(pull.repositoryId) as Repository;
      requirePermission(world, actor, repository, 'contents', 'write');
      const enqueuer = actingUser(actor);
      if (mergeQueueOf(world, repository, pull.base.ref) === null) {
        throw new Refusal(422, 'The base branch does not have a merge queue');
      }
      if (expectedHead !== undefined && expectedHead !== pull.head.sha) {
        throw new Refusal(422, 'Head branch was modified. Review and try again.');
      }
      const queue = queueOf(world, repository.id, pull.base.ref);
      if (queue.some(({ pullId }) => pullId === pull.id))
        throw new Refusal(422, 'Pull request is already in the queue');
      const { allowed, reasons } = mergeAllowed(world, pull, enqueuer.id, 'queue');
      if (!allowed) throw new Refusal(422, reasons.join('\n'));
      const id = world.nextId();
      const entry: MergeQueueEntry = {
        id,
        nodeId: nodeId('MergeQueueEntry', id),
        repositoryId: repository.id,
        baseRef: pull.base.ref,
        pullId: pull.id,
        enqueuerId: enqueuer.id,
        enqueuedAt: engine.now(),
        pullHead: pull.head.sha,
        order: jump ? Math.min(id, ...queue.map(({ order }) => order)) - 1 : id,
        jump,
        group: null,
        conflicts: false,
      };
      world.mergeQueueEntries.set(id, entry);
      engine.emit(pullRequestEvent(world, by(repository, enqueuer), 'enqueued', pull));
      if (jump) await clearGroups(engine, repository, queue);
      return entry;
    },
    dequeuePull: async (actor, pull) => {
      const repository = world.repositories.get(pull.repositoryId) as Repository;
      requirePermission(world, actor, repository, 'contents', 'write');
      const entry = find(world.mergeQueueEntries.values(), ({ pullId }) => pullId === pull.id);
      if (entry === undefined) throw new Refusal(422, 'Pull request is not in the queue');
      await remove(engine, repository, entry, 'MANUAL', actingUser(actor));
      return entry;
    },
  };
}

/**
 * Does what GitHub does between requests, for every queue: takes out what was closed, pushed to, failed or too late,
 * merges what may merge, and builds what is missing. Doing it twice changes nothing.
 */
export async function advanceQueues(engine: Engine): Promise<void> {
  const { world } = engine;
  const queues = new Map(
    [...world.mergeQueueEntries.values()].map((entry) => [`${entry.repositoryId} ${entry.baseRef}`, entry]),
  );
  for (const { repositoryId, baseRef } of queues.values()) {
    const repository = world.repositories.get(repositoryId) as Repository;
    while (await step(engine, repository, baseRef)) {
      // Each step may make the next one possible.
    }
  }
}

/** One change of a queue; false = there is nothing to do. */
async function step(engine: Engine, repository: Repository, baseRef: string): Promise<boolean> {
  const rule = mergeQueueOf(engine.world, repository, baseRef);
  const queue = queueOf(engine.world, repository.id, baseRef);
  const [first] = queue;
  if (first === undefined) return false;
  if (rule === null) return removed(engine, repository, first, 'QUEUE_CLEARED');
  for (const entry of queue) {
    const pull = pullOf(engine, entry);
    if (pull.state === 'closed' || pull.head.sha !== entry.pullHead || pull.base.ref !== baseRef) {
      return removed(engine, repository, entry, 'MANUAL');
    }
  }
  const tip = branchTip(repository, baseRef) ?? '';
  const built = queue.filter(({ group }) => group !== null);
  if (built[0]?.group != null && built[0].group.baseSha !== tip) {
    for (const entry of queue) entry.conflicts = false;
    await clearGroups(engine, repository, queue);
    return true;
  }
  const failing = failed(engine, repository, built, rule);
  if (failing !== null) return removed(engine, repository, failing.entry, failing.reason);
  const ready = mergeable(engine, repository, built, rule);
  if (ready.length > 0) {
    await merge(engine, repository, ready);
    return true;
  }
  return buildNext(engine, repository, queue, rule, tip);
}

async function buildNext(
  engine: Engine,
  repository: Repository,
  queue: readonly MergeQueueEntry[],
  rule: MergeQueueParameters,
  tip: string,
): Promise<boolean> {
  let base = tip;
  for (const entry of queue.filter(({ conflicts }) => !conflicts).slice(0, rule.max_entries_to_build)) {
    if (entry.group === null) {
      await buildGroup(engine, repository, entry, base);
      return true;
    }
    base = entry.group.headSha;
  }
  return false;
}

type State = ReturnType<typeof requiredChecksState> | 'late';

function stateOf(
  engine: Engine,
  repository: Repository,
  { group, baseRef }: MergeQueueEntry,
  rule: MergeQueueParameters,
): State {
  if (group === null) return 'pending';
  const state = requiredChecksState(engine.world, repository, baseRef, group.headSha);
  const age = engine.now().getTime() - group.requestedAt.getTime();
  return state === 'pending' && age >= rule.check_response_timeout_minutes * 60_000 ? 'late' : state;
}

/** With HEADGREEN a failure counts only when the last of the group has settled, too. */
function failed(
  engine: Engine,
  repository: Repository,
  built: readonly MergeQueueEntry[],
  rule: MergeQueueParameters,
): { readonly entry: MergeQueueEntry; readonly reason: Removal } | null {
  const states = built.map((entry) => stateOf(engine, repository, entry, rule));
  const head = states.slice(0, rule.max_entries_to_merge).at(-1);
  if (rule.grouping_strategy === 'HEADGREEN' && (head === 'pending' || head === 'success')) return null;
  const index = states.findIndex((state) => state === 'failure' || state === 'late');
  const entry = built[index];
  return entry === undefined ? null : { entry, reason: states[index] === 'late' ? 'CI_TIMEOUT' : 'CI_FAILURE' };
}

/** The entries that merge together now, from the first on. */
function mergeable(
  engine: Engine,
  repository: Repository,
  built: readonly MergeQueueEntry[],
  rule: MergeQueueParameters,
): readonly MergeQueueEntry[] {
  const group = built.slice(0, rule.max_entries_to_merge);
  const isGreen = (entry: MergeQueueEntry): boolean => stateOf(engine, repository, entry, rule) === 'success';
  const red = group.findIndex((entry) => !isGreen(entry));
  const last = group.at(-1);
  const ready =
    rule.grouping_strategy === 'ALLGREEN'
      ? group.slice(0, red === -1 ? undefined : red)
      : last !== undefined && isGreen(last)
        ? group
        : [];
  const waited = engine.now().getTime() - (built[0]?.enqueuedAt.getTime() ?? 0);
  const isEnough =
    ready.length >= rule.min_entries_to_merge || waited >= rule.min_entries_to_merge_wait_minutes * 60_000;
  return isEnough ? ready : [];
}

/** The branch moves to the last commit of the group; everything in it is merged. */
async function merge(engine: Engine, repository: Repository, ready: readonly MergeQueueEntry[]): Promise<void> {
  const { world } = engine;
  const now = engine.now();
  const last = ready.at(-1);
  if (last?.group == null) return;
  const merger = enqueuerOf(engine, last);
  const { headSha } = last.group;
  for (const entry of ready) {
    const pull = pullOf(engine, entry);
    const commitSha = entry.group?.headSha ?? headSha;
    world.mergeQueueEntries.delete(entry.id);
    Object.assign(pull, { state: 'closed', mergedAt: now, closedAt: now, updatedAt: now });
    Object.assign(pull, { mergedById: merger.id, mergeCommitSha: commitSha });
    repository.refs.delete(`refs/pull/${pull.number}/merge`);
    record(engine, pull, { kind: 'merged', actorId: merger.id, commitSha, refName: pull.base.ref });
    record(engine, pull, { kind: 'closed', actorId: merger.id });
  }
  await pushRef(engine, repository, `refs/heads/${last.baseRef}`, headSha, merger, 'merge_queue_merge');
  for (const entry of ready) {
    const pull = pullOf(engine, entry);
    const who = by(repository, merger);
    engine.emit(pullRequestEvent(world, who, 'closed', pull));
    engine.emit(pullRequestEvent(world, who, 'dequeued', pull, { reason: 'MERGE' }));
    await destroyGroup(engine, repository, entry, 'merged');
  }
}

async function removed(
  engine: Engine,
  repository: Repository,
  entry: MergeQueueEntry,
  reason: Removal,
): Promise<boolean> {
  await remove(engine, repository, entry, reason, enqueuerOf(engine, entry));
  return true;
}

/** Takes an entry out; what is behind it is built anew. */
async function remove(
  engine: Engine,
  repository: Repository,
  entry: MergeQueueEntry,
  reason: Removal,
  who: User,
): Promise<void> {
  const queue = queueOf(engine.world, repository.id, entry.baseRef);
  engine.world.mergeQueueEntries.delete(entry.id);
  engine.emit(pullRequestEvent(engine.world, by(repository, who), 'dequeued', pullOf(engine, entry), { reason }));
  await destroyGroup(engine, repository, entry, 'dequeued');
  const behind = queue.slice(queue.indexOf(entry) + 1);
  for (const one of behind) one.conflicts = false;
  await clearGroups(engine, repository, behind);
}

async function clearGroups(engine: Engine, repository: Repository, entries: readonly MergeQueueEntry[]): Promise<void> {
  for (const entry of entries) await destroyGroup(engine, repository, entry, 'invalidated');
}
