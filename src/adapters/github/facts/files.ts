import type { FileFact, Snapshot } from '../../../generated/types.ts';
import { textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';

export const files: Connection = {
  name: 'files',
  path: ['files'],
  page: (after): Piece => ({
    name: 'files',
    place: 'pullRequest',
    selection: `files(first: 100, after: $files) {
      totalCount pageInfo { hasNextPage endCursor } nodes { path changeType }
    }`,
    variables: { files: { type: 'String', value: after } },
    keys: ['files'],
  }),
};

const changes: Readonly<Record<string, FileFact['change']>> = {
  ADDED: 'added',
  MODIFIED: 'modified',
  DELETED: 'removed',
  RENAMED: 'renamed',
  COPIED: 'copied',
  CHANGED: 'changed',
};

/** Previous names by path, from REST: GraphQL doesn't have them (github-checked rule 18). null = not read. */
export type PreviousPaths = ReadonlyMap<string, string> | null;

/**
 * GitHub stops at 3,000 files, so the list is whole only if it is as long as the pull request's own count. A renamed
 * file without its previous name makes it incomplete: the old name may belong to a surface.
 */
export function filesOf(collected: Collected, changedFiles: number, previous: PreviousPaths): Snapshot['files'] {
  const list: FileFact[] = [];
  let named = true;
  for (const node of collected.nodes) {
    const path = textAt(node, 'path');
    if (path === null) continue;
    const change = changes[textAt(node, 'changeType') ?? ''] ?? 'changed';
    const previous_path = isMoved(change) ? (previous?.get(path) ?? null) : null;
    if (previous_path === null && isMoved(change)) named = false;
    list.push({ path, previous_path, change });
  }
  const complete = collected.complete && list.length >= changedFiles && named;
  return { complete, total: changedFiles, list: list.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** Whether a file was renamed or copied: GraphQL doesn't tell its previous path. */
export function hasMoved(collected: Collected): boolean {
  return collected.nodes.some((node) => {
    const change = textAt(node, 'changeType');
    return change === 'RENAMED' || change === 'COPIED';
  });
}

function isMoved(change: FileFact['change']): boolean {
  return change === 'renamed' || change === 'copied';
}
