import { actingAppId, actingUser, requirePermission } from '../auth/access.ts';
import { isAncestor } from '../git/history.ts';
import type { Actor } from '../state/actor.ts';
import { nodeId } from '../state/node-id.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { branchTip, find, ownerOf, repositoryByName, select } from '../state/queries.ts';
import { invalid } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { pullRequestEvent } from '../webhooks/payload.ts';
import { keepBodyEdit } from './body-edits.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import type { PullChange } from './inputs.ts';
import { refreshMergeability } from './mergeability.ts';
import { closePull } from './refs.ts';
import { requireChange } from './review-requests.ts';
import { record } from './timeline.ts';

type PullEffects = Pick<Effects, 'openPull' | 'updatePull'>;

interface Head {
  readonly repository: Repository;
  readonly ref: string;
  readonly sha: string;
}

/** `branch` or `owner:branch`; the owner's repository must be this one or a fork of it. */
function headOf(engine: Engine, repository: Repository, head: string): Head {
  const colon = head.indexOf(':');
  const ref = head.slice(colon + 1);
  const owner = colon === -1 ? ownerOf(engine.world, repository).login : head.slice(0, colon);
  const from =
    repositoryByName(engine.world, owner, repository.name) ??
    find(
      engine.world.repositories.values(),
      (one) => one.parentId === repository.id && ownerOf(engine.world, one).login === owner,
    );
  const sha = from === undefined ? undefined : branchTip(from, ref);
  const related = from !== undefined && (from.id === repository.id || from.parentId === repository.id);
  if (from === undefined || sha === undefined || !related) throw invalid('PullRequest', 'head', 'invalid');
  return { repository: from, ref, sha };
}

function openRules(engine: Engine, repository: Repository, head: Head, base: string): string {
  const tip = branchTip(repository, base);
  if (tip === undefined) throw invalid('PullRequest', 'base', 'invalid');
  if (isAncestor(repository.git, head.sha, tip)) {
    throw invalid('PullRequest', 'base', 'custom', `No commits between ${base} and ${head.ref}`);
  }
  const same = select(
    engine.world.pullRequests.values(),
    (one) =>
      one.state === 'open' &&
      one.repositoryId === repository.id &&
      one.head.repositoryId === head.repository.id &&
      one.head.ref === head.ref &&
      one.base.ref === base,
  );
  if (same.length > 0) {
    const label = `${ownerOf(engine.world, head.repository).login}:${head.ref}`;
    throw invalid('PullRequest', 'head', 'custom', `A pull request already exists for ${label}.`);
  }
  return tip;
}

export function pullEffects(engine: Engine): PullEffects {
  const { world } = engine;
  const repositoryOf = (pull: PullRequest): Repository => world.repositories.get(pull.repositoryId) as Repository;
  const told = (actor: Actor, action: string, pull: PullRequest, extra: Record<string, unknown> = {}): void =>
    engine.emit(pullRequestEvent(world, by(repositoryOf(pull), actingUser(actor)), action, pull, extra));

  const retarget = async (actor: Actor, pull: PullRequest, base: string): Promise<Record<string, unknown>> => {
    const tip = branchTip(repositoryOf(pull), base);
    if (tip === undefined) throw invalid('PullRequest', 'base', 'invalid');
    const from = { ...pull.base };
    pull.base = { ref: base, sha: tip };
    record(engine, pull, {
      kind: 'base_ref_changed',
      actorId: actingUser(actor).id,
      previousRefName: from.ref,
      currentRefName: base,
    });
    await refreshMergeability(engine, pull);
    return { base: { ref: { from: from.ref }, sha: { from: from.sha } } };
  };

  const edit = async (actor: Actor, pull: PullRequest, change: PullChange): Promise<void> => {
    const changes: Record<string, unknown> = {};
    if (change.title !== undefined && change.title !== pull.title) {
      changes['title'] = { from: pull.title };
      pull.title = change.title;
    }
    if (change.body !== undefined && change.body !== pull.body) {
      changes['body'] = { from: pull.body ?? '' };
      keepBodyEdit(engine, pull, change.body, actingUser(actor).id);
      pull.body = change.body;
    }
    if (change.base !== undefined && change.base !== pull.base.ref) {
      Object.assign(changes, await retarget(actor, pull, change.base));
    }
    if (Object.keys(changes).length > 0) told(actor, 'edited', pull, { changes });
  };

  const setState = async (actor: Actor, pull: PullRequest, state: 'open' | 'closed'): Promise<void> => {
    if (state === 'closed') {
      closePull(engine, pull, actingUser(actor));
      return;
    }
    const head = world.repositories.get(pull.head.repositoryId ?? 0);
    const tip = head === undefined ? undefined : branchTip(head, pull.head.ref);
    if (pull.mergedAt !== null || tip === undefined) throw invalid('PullRequest', 'state', 'invalid');
    pull.state = 'open';
    pull.closedAt = null;
    pull.head.sha = tip;
    pull.base.sha = branchTip(repositoryOf(pull), pull.base.ref) ?? pull.base.sha;
    record(engine, pull, { kind: 'reopened', actorId: actingUser(actor).id });
    await refreshMergeability(engine, pull);
    told(actor, 'reopened', pull);
  };

  return {
    openPull: async (actor, repository, input) => {
      requirePermission(world, actor, repository, 'pull_requests', 'write');
      if (input.title.trim() === '') throw invalid('PullRequest', 'title', 'missing_field');
      const head = headOf(engine, repository, input.head);
      const tip = openRules(engine, repository, head, input.base);
      const id = world.nextId();
      const now = engine.now();
      const pull: PullRequest = {
        id,
        nodeId: nodeId('PullRequest', id),
        issueId: world.nextId(),
        repositoryId: repository.id,
        number: repository.nextNumber++,
        title: input.title,
        body: input.body ?? null,
        authorId: actingUser(actor).id,
        authorAppId: actingAppId(actor),
        state: 'open',
        draft: input.draft ?? false,
        locked: false,
        base: { ref: input.base, sha: tip },
        head: { ref: head.ref, sha: head.sha, repositoryId: head.repository.id, ownerId: head.repository.ownerId },
        mergeable: null,
        mergeCommitSha: null,
        mergedById: null,
        mergedAt: null,
        closedAt: null,
        createdAt: now,
        updatedAt: now,
        labels: [],
        assigneeIds: [],
        requestedReviewerIds: [],
        requestedTeamIds: [],
        timeline: [],
        bodyEdits: [],
      };
      world.pullRequests.set(id, pull);
      await refreshMergeability(engine, pull);
      told(actor, 'opened', pull);
      return pull;
    },
    updatePull: async (actor, pull, change) => {
      requireChange(world, actor, pull);
      if (change.title?.trim() === '') throw invalid('PullRequest', 'title', 'missing_field');
      if (change.base !== undefined && pull.state === 'closed') {
        throw invalid('PullRequest', 'base', 'invalid', 'Cannot change the base branch of a closed pull request.');
      }
      await edit(actor, pull, change);
      if (change.state !== undefined && change.state !== pull.state) await setState(actor, pull, change.state);
      if (change.draft !== undefined && change.draft !== pull.draft) {
        pull.draft = change.draft;
        record(engine, pull, {
          kind: change.draft ? 'convert_to_draft' : 'ready_for_review',
          actorId: actingUser(actor).id,
        });
        told(actor, change.draft ? 'converted_to_draft' : 'ready_for_review', pull);
      }
      pull.updatedAt = engine.now();
      return pull;
    },
  };
}
