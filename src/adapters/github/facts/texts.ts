import type { SignalFileFact, TextFact } from '../../../generated/types.ts';
import { at, textAt } from '../json-value.ts';
import { isFailed } from '../query/asking.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';
import { blobPiece, blobText, type BlobText, entryText, entryWithText } from './blob.ts';

type Side = 'head' | 'base';

/** A record file at the tip of head or base. */
export function recordPiece(side: Side, path: string, index: number): Piece {
  return filePiece(`${side}Record${index}`, side, path, entryWithText);
}

/** A file that a signal or record names, at the head: its text where its length counts. */
export function namedFilePiece(path: string, index: number, withText: boolean): Piece {
  return filePiece(`file${index}`, 'head', path, withText ? entryWithText : 'type oid');
}

function filePiece(name: string, side: Side, path: string, selection: string): Piece {
  return {
    name,
    place: side === 'head' ? 'headCommit' : 'baseCommit',
    selection: `${name}: file(path: $${name}) { ${selection} }`,
    variables: { [name]: { type: 'String!', value: path } },
    keys: [name],
  };
}

/** A record file as it was at a commit that somebody approved. */
export function reviewedPiece(commit: string, path: string, index: number): Piece {
  return blobPiece(`reviewed${index}`, commit, path);
}

/** The record, `absent`, or `unread`: what GitHub didn't tell must not look like a file that isn't there. */
export type Found = TextFact | 'absent' | 'unread';

export function recordOf(
  at: TextFact['at'],
  commit: string,
  path: string,
  name: string,
  answer: PieceAnswer | undefined,
): Found {
  if (answer === undefined || isFailed(answer)) return 'unread';
  const value = answer.values[name] ?? null;
  if (value === null) return answer.errors.length > 0 ? 'unread' : 'absent';
  const found: BlobText | null = at === 'reviewed' ? blobText(value) : entryText(value);
  return found === null ? 'absent' : { path, at, commit, ...found };
}

/** null when GitHub didn't tell. */
export function namedFileOf(
  path: string,
  index: number,
  withText: boolean,
  answer: PieceAnswer | undefined,
): SignalFileFact | null {
  if (answer === undefined || isFailed(answer)) return null;
  const entry = at(answer.values, `file${index}`);
  if (entry === null) return answer.errors.length > 0 ? null : { path, exists: false, length: null };
  const text = withText ? (entryText(entry)?.text ?? null) : null;
  // Characters as people count them: code points, blank space at the ends left out.
  return { path, exists: true, length: text === null ? null : [...text.trim()].length };
}

/** A workflow file's blob at the head and on the default branch. */
export function workflowPieces(path: string, index: number): readonly [Piece, Piece] {
  const head = filePiece(`headWorkflow${index}`, 'head', path, 'type oid');
  const name = `defaultWorkflow${index}`;
  return [head, { ...filePiece(name, 'head', path, 'type oid'), name, place: 'defaultCommit' }];
}

/** Whether both are the same blob; null when either is not known. */
export function isDefaultWorkflow(
  index: number,
  head: PieceAnswer | undefined,
  main: PieceAnswer | undefined,
): boolean | null {
  if (isFailed(head) || isFailed(main)) return null;
  const at = textAt(head?.values, `headWorkflow${index}`, 'oid');
  const wanted = textAt(main?.values, `defaultWorkflow${index}`, 'oid');
  return at === null || wanted === null ? null : at === wanted;
}
