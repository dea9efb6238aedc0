import type { Batch } from './batch.ts';
import type { NeededFacts } from './needed-facts.ts';
import { type Collected, type Connection, unreadList } from './query/connection.ts';
import type { Piece, PieceAnswer, PieceAnswers } from './query/piece.ts';

/** Part of a request: what to ask, and what to do with what came. It is the same in every reading that asks it. */
export interface Question {
  /** What it is about: asked once per reading. */
  readonly key: string;
  readonly pieces: readonly Piece[];
  readonly connections: readonly Connection[];
  /** With the token that may read teams. */
  readonly withRoles: boolean;
  readonly take: (facts: NeededFacts, batch: Batch) => void;
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
  take: (facts: NeededFacts, answers: PieceAnswers) => void,
): Question {
  return {
    key,
    pieces,
    connections: [],
    withRoles: false,
    take: (facts, { answers }) => take(facts, answers),
  };
}

/** A question of one list. */
export function listQuestion(
  key: string,
  connection: Connection,
  withRoles: boolean,
  take: (facts: NeededFacts, list: Collected, answer: PieceAnswer | undefined) => void,
): Question {
  const { name } = connection;
  return {
    key,
    pieces: [],
    connections: [connection],
    withRoles,
    take: (facts, { answers, lists }) => take(facts, lists.get(name) ?? unreadList, answers.get(name)),
  };
}
