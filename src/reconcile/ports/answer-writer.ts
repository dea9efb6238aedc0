import type { OwnComment } from './thread.ts';

/** The pull request or issue that an answer goes to. */
export interface AnswerPlace {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  readonly on: 'pull_request' | 'issue';
  /** GraphQL node id. */
  readonly node_id: string;
}

export interface AnswerWriter {
  /**
   * Writes a new comment, whose text is like no other's, at most once: after no answer it is looked up. Throws a Fault when
   * it may not be there.
   */
  answer(place: AnswerPlace, body: string): Promise<OwnComment>;
}
