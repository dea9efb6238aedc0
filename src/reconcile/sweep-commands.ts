import { type GivenComment, isForUs } from '../core/route/comment.ts';
import { readAnswerComment } from '../records/answer.ts';
import type { CommentsSince, RepositoryComments } from './ports/repository-comments.ts';

/** A delivery is given so long to come by itself, milliseconds. */
const patience = 60_000;
/** Comments are looked at again for so long: a list may show one late. */
const overlap = 10 * 60_000;
/** Sweeps within one such step ask for the same list, which is free where nothing changed (github-facts section 3). */
const step = 3_600_000;

/** Commands that no delivery brought, and where to look from the next time. */
export interface SweptCommands {
  readonly commands: readonly GivenComment[];
  /** The next sweep begins here: where this one came to, if not all could be read. */
  readonly watermark: Date;
  readonly complete: boolean;
}

/**
 * Commands of a repository that nobody has answered, since a time (github-facts F5): they are done like any other, and
 * answered as expired where they are too old. What a stranger gave is found again by each sweep of its time, and stays
 * unanswered. Throws what the port throws.
 */
export async function sweepCommands(
  comments: RepositoryComments,
  repository: { readonly owner: string; readonly repo: string },
  since: Date,
  now: Date,
): Promise<SweptCommands> {
  // GitHub tells times in seconds.
  const from = Math.floor((since.getTime() - overlap) / 1_000) * 1_000;
  const { given, answers, complete, last } = await listed(comments, repository, from, since);
  const answered = new Set(answers.flatMap((body) => readAnswerComment(body)?.command?.comment_id ?? []));
  const isDue = ({ created_at }: GivenComment): boolean => Date.parse(created_at) <= now.getTime() - patience;
  return {
    commands: given.filter(
      (comment) =>
        Date.parse(comment.created_at) >= from && isDue(comment) && isForUs(comment) && !answered.has(comment.id),
    ),
    watermark: complete ? now : new Date(Math.max(since.getTime(), Date.parse(last ?? '') || 0)),
    complete,
  };
}

/** From the beginning of a step, unless one reading of that never comes past the watermark: then from no earlier than must be. */
async function listed(
  comments: RepositoryComments,
  repository: { readonly owner: string; readonly repo: string },
  from: number,
  watermark: Date,
): Promise<CommentsSince> {
  const whole = await comments.since(repository, new Date(Math.floor(from / step) * step));
  const isStuck = !whole.complete && whole.last !== null && Date.parse(whole.last) <= watermark.getTime();
  return isStuck ? comments.since(repository, new Date(from)) : whole;
}
