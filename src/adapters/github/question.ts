import type { Collected, Connection } from './query/connection.ts';
import type { Piece, PieceAnswer } from './query/piece.ts';

/** Part of a request: what to ask, and what to do with what came. */
export interface Question {
  /** What it is about: asked once per reading. */
  readonly key: string;
  readonly pieces: readonly Piece[];
  readonly connections: readonly Connection[];
  /** With the token that may read teams. */
  readonly withRoles: boolean;
  readonly take: (answers: ReadonlyMap<string, PieceAnswer>, lists: ReadonlyMap<string, Collected>) => void;
}

/** The commit that a side's files are read at, in the same request. */
export function commitPiece(side: 'head' | 'base'): Piece {
  return {
    name: `${side}Now`,
    place: side === 'head' ? 'headCommit' : 'baseCommit',
    selection: 'oid',
    variables: {},
    keys: ['oid'],
  };
}

/** A question of pieces alone. */
export function pieceQuestion(
  key: string,
  pieces: readonly Piece[],
  take: (answers: ReadonlyMap<string, PieceAnswer>) => void,
): Question {
  return { key, pieces, connections: [], withRoles: false, take };
}

/** A question of one list. */
export function listQuestion(
  key: string,
  connection: Connection,
  withRoles: boolean,
  take: (list: Collected) => void,
): Question {
  const none: Collected = { complete: false, total: null, nodes: [] };
  return {
    key,
    pieces: [],
    connections: [connection],
    withRoles,
    take: (_answers, lists) => take(lists.get(connection.name) ?? none),
  };
}
