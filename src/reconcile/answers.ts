import { answerFacts, readChain } from '../core/command/chain/chain.ts';
import type { Tail } from '../core/command/chain/comment.ts';
import type { Sha256 } from '../core/judgement.ts';
import { isAnswerComment, readAnswerComment } from '../records/answer.ts';
import { tailIn } from '../report/comment/answers-tail.ts';
import { lostTail, newestTail, tailInPart } from './answer-tail.ts';
import type { Thread, ThreadComment } from './ports/thread.ts';
import type { ReadAnswers } from './ports.ts';

/** What the answers of a thread say: the entries in our comments, folded into facts. */
export function answersReader(sha256: Sha256): ReadAnswers {
  // Most threads have no answer yet: their chains differ by the thread alone.
  const empty = readChain([], { repository: 0, thread: 0 }, null, sha256);
  return (thread) => {
    const answers = thread.own.filter((comment) => comment !== thread.sticky && isAnswerComment(comment.body));
    const known = knownTail(thread, answers);
    const place = { repository: thread.repository, thread: thread.number };
    const comments = answers.map(({ id, edited, body }) => ({ id, edited, entry: readAnswerComment(body) }));
    const chain =
      comments.length === 0 && known === null ? { ...empty, ...place } : readChain(comments, place, known, sha256);
    return {
      facts: answerFacts(chain, thread.complete, []),
      chain,
      lags: thread.lags,
      // What is missed stays missed until a person starts the chain anew.
      tail: chain.fault === null ? chain.last : (known ?? chain.last),
    };
  };
}

/**
 * The newest answer as we noted it: in the sticky comment, in the head's gate check, which nobody can delete but a push
 * leaves behind, and in memory. A note that somebody else wrote over may hide that an answer is gone: only a start anew
 * settles that.
 */
function knownTail({ sticky, checks, remembered }: Thread, answers: readonly ThreadComment[]): Tail | null {
  const elsewhere = newestTail([...checks.map(tailInPart), remembered]);
  if (sticky === null) return elsewhere;
  if (sticky.edited_by_other) return lostTail(elsewhere?.number ?? answers.length - 1);
  return newestTail([tailIn(sticky.body), elsewhere]);
}
