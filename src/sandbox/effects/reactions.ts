import { actingUser, requirePermission, requireRole } from '../auth/access.ts';
import type { Actor } from '../state/actor.ts';
import { nodeId } from '../state/node-id.ts';
import type { Reaction } from '../state/pull-request.ts';
import { find, pullByNumber } from '../state/queries.ts';
import type { Repository } from '../state/repository.ts';
import type { Effects, Reactable } from './effects.ts';
import type { Engine } from './engine.ts';

export function reactionEffects(engine: Engine): Pick<Effects, 'addReaction' | 'minimizeComment'> {
  const { world } = engine;

  /** On a pull request `pull_requests: write` will do as well. */
  const requireWrite = (actor: Actor, subject: Reactable): Repository => {
    const repository = world.repositories.get(subject.repositoryId) as Repository;
    const number = 'issueNumber' in subject ? subject.issueNumber : subject.number;
    const pull = pullByNumber(world, repository.id, number) !== undefined;
    const app = actor.kind === 'installation' || actor.kind === 'job';
    const either = pull && app && actor.permissions['issues'] !== 'write';
    requirePermission(world, actor, repository, either ? 'pull_requests' : 'issues', 'write');
    return repository;
  };

  return {
    // no webhook tells of a reaction
    addReaction: async (actor, subject, content) => {
      requireWrite(actor, subject);
      const userId = actingUser(actor).id;
      const known = find(
        world.reactions.values(),
        (one) => one.subjectId === subject.nodeId && one.userId === userId && one.content === content,
      );
      if (known !== undefined) return known;
      const id = world.nextId();
      const made: Reaction = {
        id,
        nodeId: nodeId('Reaction', id),
        subjectId: subject.nodeId,
        userId,
        content,
        createdAt: engine.now(),
      };
      world.reactions.set(id, made);
      return made;
    },
    minimizeComment: async (actor, comment, reason) => {
      const repository = requireWrite(actor, comment);
      if (actor.kind === 'user' && actor.user.id !== comment.authorId) {
        requireRole(world, repository, actor.user, 'write');
      }
      comment.minimizedReason = reason;
      return comment;
    },
  };
}
