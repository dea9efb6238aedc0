import type { Context } from 'hono';
import { requirePermission } from '../auth/access.ts';
import type { Effects } from '../effects/effects.ts';
import type { Actor } from '../state/actor.ts';
import type { PermissionLevel } from '../state/app.ts';
import type { Delivery } from '../state/delivery.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { branchTip, pullByNumber, repositoryByName } from '../state/queries.ts';
import { notFound, Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** What the routes need beside the request. */
export interface Rest {
  readonly effects: Effects;
  readonly now: () => Date;
  readonly signDownload: (path: string) => string;
  readonly redeliver: (delivery: Delivery) => void;
}

/** `world` is what a reader sees: behind the real one while a replica lags. */
export interface Env {
  Variables: { actor: Actor; world: World };
}

/** The repository of the path, if the actor may do this there. */
export function repositoryFor(c: Context<Env>, permission: string, level: PermissionLevel): Repository {
  const world = c.get('world');
  const repository = repositoryByName(world, c.req.param('owner') ?? '', c.req.param('repo') ?? '');
  if (repository === undefined) throw notFound();
  requirePermission(world, c.get('actor'), repository, permission, level);
  return repository;
}

export function idParam(c: Context<Env>, name: string): number {
  const value = Number(c.req.param(name));
  if (!Number.isSafeInteger(value)) throw notFound();
  return value;
}

/** The entity with the id of the path, if it belongs to the repository; 404 otherwise. */
export function entityFor<T extends { readonly repositoryId: number }>(
  c: Context<Env>,
  from: ReadonlyMap<number, T>,
  repository: Repository,
  param: string,
): T {
  const entity = from.get(idParam(c, param));
  if (entity === undefined || entity.repositoryId !== repository.id) throw notFound();
  return entity;
}

export function pullFor(c: Context<Env>, level: PermissionLevel): PullRequest {
  const repository = repositoryFor(c, 'pull_requests', level);
  const pull = pullByNumber(c.get('world'), repository.id, idParam(c, 'pull_number'));
  if (pull === undefined) throw notFound();
  return pull;
}

/** A commit from what GitHub takes as a ref: SHA, branch, tag, `heads/x`, `refs/heads/x`. */
export function resolveRef(repository: Repository, ref: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(ref) && repository.git.commit(ref) !== undefined) return ref;
  if (/^[0-9a-f]{40}$/.test(ref)) return undefined;
  return (
    branchTip(repository, ref) ??
    repository.refs.get(`refs/tags/${ref}`) ??
    repository.refs.get(`refs/${ref}`) ??
    repository.refs.get(ref)
  );
}

export function commitFor(repository: Repository, ref: string): string {
  const sha = resolveRef(repository, ref);
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return sha;
}
