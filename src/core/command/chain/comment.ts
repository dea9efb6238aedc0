import type { AnswerEntry } from '../../../generated/types.ts';

/** One of our own comments that holds the machine part of an answer. */
export interface AnswerComment {
  /** Numeric id: comments are in the order of their ids. */
  readonly id: number;
  /** Whether its text was ever changed. Answers never are by us. */
  readonly edited: boolean;
  /** null = its machine part can't be read. */
  readonly entry: AnswerEntry | null;
}

/** The newest entry that is known to have been written: an entry that was deleted is missed by it. */
export interface Tail {
  readonly number: number;
  /** SHA-256 of the entry's canonical JSON. */
  readonly digest: string;
}

/** Where a chain belongs. */
export interface ChainPlace {
  /** Numeric id of the repository. */
  readonly repository: number;
  /** Number of the pull request or issue. */
  readonly thread: number;
}
