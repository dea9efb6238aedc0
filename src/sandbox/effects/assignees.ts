import { actingUser, requirePermission, requireRole } from '../auth/access.ts';
import type { Repository } from '../state/repository.ts';
import { simpleUser } from '../views/account.ts';
import { pullRequestEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import { record } from './timeline.ts';

export function assigneeEffects(engine: Engine): Pick<Effects, 'assignPull'> {
  const { world } = engine;
  return {
    assignPull: async (actor, pull, user, isAssigned) => {
      const repository = world.repositories.get(pull.repositoryId) as Repository;
      requirePermission(world, actor, repository, 'pull_requests', 'write');
      if (actor.kind === 'user') requireRole(world, repository, actor.user, 'triage');
      if (pull.assigneeIds.includes(user.id) === isAssigned) return;
      pull.assigneeIds = [...pull.assigneeIds.filter((id) => id !== user.id), ...(isAssigned ? [user.id] : [])];
      pull.updatedAt = engine.now();
      const kind = isAssigned ? 'assigned' : 'unassigned';
      const acting = actingUser(actor);
      record(engine, pull, { kind, actorId: acting.id, assigneeId: user.id });
      const assignee = simpleUser(world, user);
      engine.emit(pullRequestEvent(world, by(repository, acting), kind, pull, { assignee }));
    },
  };
}
