import type { GraphqlError } from '../transport/transport.ts';

/** Where in the one query a piece stands. */
export type Place =
  | 'root'
  | 'organization'
  | 'repository'
  | 'defaultCommit'
  | 'issue'
  | 'pullRequest'
  | 'headCommit'
  | 'baseCommit'
  /** The target's `commit`. */
  | 'groupCommit';

export interface Variable {
  /** GraphQL type, such as `String!`. */
  readonly type: string;
  readonly value: unknown;
}

/**
 * A part of a query that can be asked together with others or alone. Data goes into variables only: the selection is
 * made of our own words and of numbered aliases.
 */
export interface Piece {
  /** Unique within a query. */
  readonly name: string;
  readonly place: Place;
  readonly selection: string;
  /** Names are unique within a query. */
  readonly variables: Readonly<Record<string, Variable>>;
  /** Response keys that the selection makes at its place; unique there. */
  readonly keys: readonly string[];
}

/** What came for a piece. */
export interface PieceAnswer {
  /** What came at its place, the piece's keys among it; a key that isn't there brought nothing. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Errors that touch it. */
  readonly errors: readonly GraphqlError[];
}

/** What came for pieces, by their names. */
export type PieceAnswers = Pick<ReadonlyMap<string, PieceAnswer>, 'get'>;

/** The pull request, or issue, that all places hang on. */
export interface Target {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  /** The commit that stands for the base; without it, the base branch's tip. */
  readonly baseSha?: string;
  /** A commit that is no pull request's: the head of a merge group. */
  readonly commit?: string;
}
