import type { PullRequest } from '../../state/pull-request.ts';
import { time, timeOrNull } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';

/** The history of the body: newest first, each with the whole text that it made (see github-rules, not settled). */
export function editFields(scope: Scope, { bodyEdits }: PullRequest): View {
  const last = bodyEdits.at(-1);
  return {
    lastEditedAt: timeOrNull(last?.editedAt ?? null),
    editor: () => scope.view.actor(last?.editorId ?? null),
    includesCreatedEdit: last !== undefined,
    userContentEdits: (page: PageArguments) =>
      connection(bodyEdits.toReversed(), page, (edit) => ({
        __typename: 'UserContentEdit',
        id: edit.nodeId,
        createdAt: time(edit.editedAt),
        editedAt: time(edit.editedAt),
        updatedAt: time(edit.deletedAt ?? edit.editedAt),
        deletedAt: timeOrNull(edit.deletedAt),
        deletedBy: () => scope.view.actor(edit.deletedById),
        diff: edit.body,
        editor: () => scope.view.actor(edit.editorId),
      })),
  };
}
