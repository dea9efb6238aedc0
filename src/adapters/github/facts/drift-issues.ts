import type { DriftIssueSeen } from '../../../core/recovery/drift-issue.ts';
import { at, booleanAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';
import type { Marks } from '../reader-options.ts';
import { commentFields, type CommentSeen, commentsOf, identity } from './comments.ts';

/** How the issues of drift are told from all others. */
export type DriftMarks = Marks['drift'];

const fields = `number state viewerDidAuthor body lastEditedAt author { __typename login } editor { __typename login }
  labels(first: 100) { nodes { name } }
  comments(first: 100) { pageInfo { hasNextPage } nodes { ${commentFields} } }`;

/** All issues with the label of drift, closed ones too. */
export function driftIssues(label: string): Connection {
  return {
    name: 'drift',
    path: ['driftIssues'],
    page: (after): Piece => ({
      name: 'drift',
      place: 'repository',
      selection: `driftIssues: issues(first: 20, after: $drift, labels: [$driftLabel]) {
        totalCount pageInfo { hasNextPage endCursor } nodes { ${fields} }
      }`,
      variables: { drift: { type: 'String', value: after }, driftLabel: { type: 'String!', value: label } },
      keys: ['driftIssues'],
    }),
  };
}

/** The target's issue, with whatever labels. */
export const knownDriftIssue: Piece = {
  name: 'knownDrift',
  place: 'issue',
  selection: fields,
  variables: {},
  keys: ['number', 'state', 'viewerDidAuthor', 'body', 'lastEditedAt', 'author', 'editor', 'labels', 'comments'],
};

/** An issue of ours that tells of drift; null = another one. */
export function driftIssueOf(node: unknown, marks: DriftMarks): DriftIssueSeen | null {
  const number = numberAt(node, 'number');
  const nodes = listAt(node, 'comments', 'nodes');
  const { list } = commentsOf({ complete: true, total: null, nodes: nodes.filter((one) => one !== null) });
  if (number === null || booleanAt(node, 'viewerDidAuthor') !== true) return null;
  if (!isDriftText(node, marks) && !isDriftThread(list, marks)) return null;
  return {
    number,
    is_open: textAt(node, 'state') === 'OPEN',
    is_labelled: listAt(node, 'labels', 'nodes').some((label) => textAt(label, 'name') === marks.label),
    shown: firstWord(textAt(node, 'body') ?? '', marks.marker),
    word: newestWord(list, marks),
  };
}

/**
 * Whether the text is that of an issue of drift, written last by us: whoever may write can make an incident's text look
 * like it, and an incident must stay one. Only for issues of our own.
 */
export function isDriftText(node: unknown, { marker }: Pick<DriftMarks, 'marker'>): boolean {
  const editor = at(node, 'editor');
  const isLastOurs =
    at(node, 'lastEditedAt') === null || (editor !== null && identity(editor) === identity(at(node, 'author')));
  return isLastOurs && textAt(node, 'body')?.startsWith(marker) === true;
}

/** Whether a comment of ours, as we wrote it, says that the issue is one of drift. */
export function isDriftThread(
  comments: readonly Pick<CommentSeen, 'is_ours' | 'edited' | 'body'>[],
  { word }: Pick<DriftMarks, 'word'>,
): boolean {
  return comments.some(({ is_ours, edited, body }) => is_ours && !edited && body.startsWith(word));
}

function newestWord(comments: readonly CommentSeen[], { word }: DriftMarks): DriftIssueSeen['word'] {
  const newest = comments.findLast(({ is_ours, body }) => is_ours && body.startsWith(word));
  const said = firstWord(newest?.body ?? '', word);
  return said === 'found' || said === 'gone' ? said : null;
}

function firstWord(body: string, marker: string): string {
  const [line = ''] = body.split('\n');
  const after = line.startsWith(marker) ? line.slice(marker.length).trim() : '';
  return after.endsWith(' -->') ? after.slice(0, -' -->'.length) : '';
}
