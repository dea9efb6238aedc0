import type { Thread, ThreadComment } from '../../reconcile/ports/thread.ts';
import { type CommentSeen, commentsOf } from './facts/comments.ts';
import type { FreshAnswer } from './memory.ts';
import type { Collected } from './query/connection.ts';
import type { ReaderOptions } from './reader-options.ts';

/**
 * Our own comments of a pull request or issue. An answer that another app wrote is none of ours, but says that commands
 * were given to it: a shell that isn't the App reads the thread as incomplete then, so that no block is overlooked.
 */
export function threadOf(
  { app, marks }: Pick<ReaderOptions, 'app' | 'marks'>,
  subject: Pick<Thread, 'repository' | 'number' | 'checks' | 'remembered'>,
  collected: Collected,
  fresh: readonly FreshAnswer[],
): Thread {
  const { complete, list } = commentsOf(collected);
  const isAnswer = ({ body }: CommentSeen): boolean => body.includes(marks.answer);
  const own = list.filter((comment) => comment.is_ours && (comment.is_by_app || !isAnswer(comment)));
  // The App knows its own id; the Action and the command line only a name.
  const isTheApp = typeof app === 'number';
  const foreign = list.some((comment) => comment.is_by_app && !comment.is_ours && isAnswer(comment));
  const missing = fresh.filter(({ id }) => !own.some((comment) => comment.id === id)).map(unedited);
  const all = [...own.map(ownComment), ...missing].toSorted((a, b) => a.id - b.id);
  return {
    ...subject,
    complete: complete && (isTheApp || !foreign),
    lags: missing.length > 0,
    own: all,
    sticky: all.find(({ body }) => body.startsWith(marks.comment)) ?? null,
  };
}

function ownComment({ node_id, id, body, edited, edited_by_other }: CommentSeen): ThreadComment {
  return { node_id, id, body, edited, edited_by_other };
}

function unedited({ node_id, id, body }: FreshAnswer): ThreadComment {
  return { node_id, id, body, edited: false, edited_by_other: false };
}
