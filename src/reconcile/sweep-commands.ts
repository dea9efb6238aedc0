import { type GivenComment, isForUs } from '../core/route/comment.ts';
import { readAnswerComment } from '../records/answer.ts';
import type { RepositoryComments } from './ports/repository-comments.ts';

/** A delivery is given so long to come by itself, milliseconds. */
const patience = 60_000;
/** Comments are looked at again for so long: a list may show one late. */
const overlap = 10 * 60_000;

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
  const { given, answers, complete, last } = await comments.since(repository, new Date(since.getTime() - overlap));
  const answered = new Set(answers.flatMap((body) => readAnswerComment(body)?.command?.comment_id ?? []));
  const isDue = ({ created_at }: GivenComment): boolean => Date.parse(created_at) <= now.getTime() - patience;
  return {
    commands: given.filter((comment) => isDue(comment) && isForUs(comment) && !answered.has(comment.id)),
    watermark: complete ? now : new Date(Math.max(since.getTime(), Date.parse(last ?? '') || 0)),
    complete,
  };
}
