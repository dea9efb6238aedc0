import { givenComment } from '../core/route/comment.ts';
import { keysOf } from '../core/route/event.ts';
import { placeOf, type Task } from '../reconcile/task.ts';

/** What is to be done about a webhook: one task for each of its keys. None where its payload names no installation. */
export function tasksOf(event: string, payload: unknown, ownApp: number): readonly Task[] {
  const place = placeOf(payload);
  if (place === null) return [];
  const comment = givenComment(payload);
  return (
    keysOf(event, payload, ownApp)
      // Only of an installation can anything be asked without a repository's own token.
      .filter((key) => key.kind === 'installation' || place.repositoryId !== null)
      .map((key) => (key.kind === 'command' && comment !== null ? { key, place, comment } : { key, place }))
  );
}
