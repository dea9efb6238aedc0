import { at, booleanAt, numberAt, textAt } from '../json-value.ts';
import type { Piece } from '../query/piece.ts';

/** Selection on `TreeEntry`. */
export const entryWithText = 'type oid object { ... on Blob { byteSize isBinary isTruncated text } }';

/** Selection on `GitObject`. */
export const blobWithText = '... on Blob { oid byteSize isBinary isTruncated text }';

/** Asks for a file at any commit; the answer, under `name`, is read by `blobText`. */
export function blobPiece(name: string, commit: string, path: string): Piece {
  return {
    name,
    place: 'repository',
    selection: `${name}: object(expression: $${name}) { ${blobWithText} }`,
    variables: { [name]: { type: 'String!', value: `${commit}:${path}` } },
    keys: [name],
  };
}

/** A file's bytes as text, with its git id. */
export interface BlobText {
  readonly blob: string;
  /** null = binary, or longer than GitHub shows. */
  readonly text: string | null;
  readonly bytes: number;
}

/** A blob behind `entryWithText`; null when there is no file (or a folder or submodule) of that name. */
export function entryText(entry: unknown): BlobText | null {
  const blob = textAt(entry, 'oid');
  return blob === null || textAt(entry, 'type') !== 'blob' ? null : textOf(blob, at(entry, 'object'));
}

/** A blob behind `blobWithText`. */
export function blobText(object: unknown): BlobText | null {
  const blob = textAt(object, 'oid');
  return blob === null ? null : textOf(blob, object);
}

function textOf(blob: string, object: unknown): BlobText {
  const whole = booleanAt(object, 'isBinary') === false && booleanAt(object, 'isTruncated') === false;
  return { blob, text: whole ? textAt(object, 'text') : null, bytes: numberAt(object, 'byteSize') ?? 0 };
}
