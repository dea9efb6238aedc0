import { actingAppId, actingUser, requirePermission } from '../auth/access.ts';
import type { CommitStatus } from '../state/check.ts';
import { nodeId } from '../state/node-id.ts';
import { statusesOf } from '../state/queries.ts';
import { invalid, Refusal } from '../state/refusal.ts';
import type { Effects } from './effects.ts';
import type { Engine } from './engine.ts';

export function statusEffects(engine: Engine): Pick<Effects, 'createStatus'> {
  const { world } = engine;
  return {
    createStatus: async (actor, repository, input) => {
      requirePermission(world, actor, repository, 'statuses', 'write');
      if (repository.git.commit(input.sha) === undefined) {
        throw new Refusal(422, `No commit found for SHA: ${input.sha}`);
      }
      if ((input.description ?? '').length > 140) {
        throw invalid('Status', 'description', 'custom', 'description is too long (maximum is 140 characters)');
      }
      const context = input.context ?? 'default';
      const same = statusesOf(world, repository.id, input.sha).filter((one) => one.context === context);
      // documented: "there is a limit of 1000 statuses per sha and context within a repository"
      if (same.length >= 1000) {
        throw invalid('Status', 'base', 'custom', 'This SHA and context has reached the maximum number of statuses.');
      }
      const id = world.nextId();
      const status: CommitStatus = {
        id,
        nodeId: nodeId('StatusContext', id),
        repositoryId: repository.id,
        sha: input.sha,
        context,
        state: input.state,
        description: input.description ?? null,
        targetUrl: input.targetUrl ?? null,
        creatorId: actingUser(actor).id,
        appId: actingAppId(actor),
        createdAt: engine.now(),
      };
      world.statuses.set(id, status);
      return status;
    },
  };
}
