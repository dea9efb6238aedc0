import type { OwnComment } from '../../../reconcile/ports.ts';
import { at, booleanAt, idAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';

const comment = 'id fullDatabaseId viewerDidAuthor body';

export const comments: Connection = {
  name: 'comments',
  path: ['comments'],
  page: (after): Piece => ({
    name: 'comments',
    place: 'pullRequest',
    selection: `comments(first: 100, after: $comments) {
      pageInfo { hasNextPage endCursor } nodes { ${comment} }
    }`,
    variables: { comments: { type: 'String', value: after } },
    keys: ['comments'],
  }),
};

/** The sticky comment when its node id is known from an earlier reading. */
export function knownComment(nodeId: string): Piece {
  return {
    name: 'sticky',
    place: 'root',
    selection: `sticky: node(id: $sticky) { ... on IssueComment { ${comment} } }`,
    variables: { sticky: { type: 'ID!', value: nodeId } },
    keys: ['sticky'],
  };
}

export function knownCommentOf(answer: PieceAnswer | undefined, marker: string): OwnComment | null {
  return ownComment(at(answer?.values, 'sticky'), marker);
}

/** The oldest comment of ours that carries the marker: marker and author must both fit (github-facts 5.4). */
export function stickyOf(collected: Collected, marker: string): OwnComment | null {
  const own = collected.nodes.flatMap((node) => ownComment(node, marker) ?? []);
  return own.sort((a, b) => a.id - b.id)[0] ?? null;
}

function ownComment(node: unknown, marker: string): OwnComment | null {
  const node_id = textAt(node, 'id');
  const id = idAt(node, 'fullDatabaseId');
  const body = textAt(node, 'body');
  if (node_id === null || id === null || body === null) return null;
  return booleanAt(node, 'viewerDidAuthor') === true && body.includes(marker) ? { node_id, id, body } : null;
}
