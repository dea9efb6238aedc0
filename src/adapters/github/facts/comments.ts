import type { ThreadComment } from '../../../reconcile/ports/thread.ts';
import { at, booleanAt, idAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';

const actor = '{ __typename login }';

/** Selection on `IssueComment`. */
export const commentFields = `id fullDatabaseId createdAt viewerDidAuthor body lastEditedAt includesCreatedEdit
  author ${actor} editor ${actor}`;

/**
 * All comments of the pull request. Ours are told by `viewerDidAuthor`; GitHub keeps when a comment was last edited and by
 * whom, whoever edits it, so that an answer can't be rewritten unseen.
 */
export const comments: Connection = commentsOn('pullRequest');

/** The same of an issue. */
export const issueComments: Connection = commentsOn('issue');

function commentsOn(place: 'pullRequest' | 'issue'): Connection {
  return {
    name: 'comments',
    path: ['comments'],
    page: (after): Piece => ({
      name: 'comments',
      place,
      selection: `comments(first: 100, after: $comments) {
        totalCount pageInfo { hasNextPage endCursor } nodes { ${commentFields} }
      }`,
      variables: { comments: { type: 'String', value: after } },
      keys: ['comments'],
    }),
  };
}

/** A comment with what tells whose it is. */
export interface CommentSeen extends ThreadComment {
  readonly is_ours: boolean;
  /** An App wrote it, ours or another; `github-actions` is none, since every workflow can write as that. */
  readonly is_by_app: boolean;
}

/** The comments in the order of their ids; one that is told in part makes the list incomplete. */
export function commentsOf(collected: Collected): {
  readonly complete: boolean;
  readonly list: readonly CommentSeen[];
} {
  const list = collected.nodes.map(commentOf);
  const whole = list.filter((comment) => comment !== null);
  return {
    complete: collected.complete && whole.length === list.length,
    list: whole.toSorted((a, b) => a.id - b.id),
  };
}

function commentOf(node: unknown): CommentSeen | null {
  const node_id = textAt(node, 'id');
  const id = idAt(node, 'fullDatabaseId');
  const body = textAt(node, 'body');
  const is_ours = booleanAt(node, 'viewerDidAuthor');
  const includesEdit = booleanAt(node, 'includesCreatedEdit');
  if (node_id === null || id === null || body === null || is_ours === null || includesEdit === null) return null;
  const edited = includesEdit || at(node, 'lastEditedAt') !== null;
  const editor = at(node, 'editor');
  const edited_by_other = edited && editor !== null && identity(editor) !== identity(at(node, 'author'));
  return { node_id, id, body, edited, edited_by_other, is_ours, is_by_app: isByApp(node) };
}

/** Whether an App wrote a comment or issue; `github-actions` is none. */
export function isByApp(node: unknown): boolean {
  const login = textAt(node, 'author', 'login')?.replace(/\[bot\]$/, '');
  return textAt(node, 'author', '__typename') === 'Bot' && login !== 'github-actions';
}

/**
 * An account, for telling an editor from the author. The newest editor counts: whoever edits after us is told, and what
 * we write after them is ours again.
 */
export function identity(account: unknown): string {
  return `${textAt(account, '__typename') ?? ''} ${textAt(account, 'login') ?? ''}`;
}
