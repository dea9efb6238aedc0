import { actingUser } from '../auth/access.ts';
import { nodeId } from '../state/node-id.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { invalid } from '../state/refusal.ts';
import type { Effects } from './effects.ts';
import type { Engine } from './engine.ts';
import { requireChange } from './review-requests.ts';

/** The first edit keeps what stood there before as well, as the edit that made it. */
export function keepBodyEdit(engine: Engine, pull: PullRequest, body: string, editorId: number): void {
  const add = (text: string, by: number, editedAt: Date): void => {
    const id = engine.world.nextId();
    const whose = { id, nodeId: nodeId('UserContentEdit', id), editorId: by };
    pull.bodyEdits.push({ ...whose, editedAt, body: text, deletedAt: null, deletedById: null });
  };
  if (pull.bodyEdits.length === 0) add(pull.body ?? '', pull.authorId, pull.createdAt);
  add(body, editorId, engine.now());
}

export function bodyEditEffects(engine: Engine): Pick<Effects, 'deleteBodyEdit'> {
  return {
    deleteBodyEdit: async (actor, pull, edit) => {
      requireChange(engine.world, actor, pull);
      // What stands there now is no past revision.
      if (edit === pull.bodyEdits.at(-1)) throw invalid('UserContentEdit', 'id', 'invalid');
      Object.assign(edit, { body: null, deletedAt: engine.now(), deletedById: actingUser(actor).id });
    },
  };
}
