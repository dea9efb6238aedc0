import type { AnswerComment } from '../../../src/core/command/chain/comment.ts';
import type { AnswerEntry } from '../../../src/generated/types.ts';
import { people } from '../../support/snapshot.ts';
import { agree, block, commentsOf, type Said, waive } from './chains.ts';

const said: readonly Said[] = [
  { effect: block },
  { effect: waive(2), by: people.dan },
  { effect: null },
  { effect: agree('w2'), by: people.carol },
];

/** A chain of four answers in which nothing is wrong. */
export const whole = commentsOf(said);

/** The same answer once more, in the comment right behind it. */
export const again = (comment: AnswerComment, change: Partial<AnswerEntry>): AnswerComment => ({
  ...comment,
  id: comment.id + 1,
  entry: comment.entry && { ...comment.entry, ...change },
});
