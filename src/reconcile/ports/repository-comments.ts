import type { GivenComment } from '../../core/route/comment.ts';

/** Comments of a repository that were made or changed since a time. */
export interface CommentsSince {
  /** False = there are more than were read, the newest. */
  readonly complete: boolean;
  /** When the newest comment that was read was made, UTC; null = none was. */
  readonly last: string | null;
  /** People's comments that stand as they were written, oldest first. */
  readonly given: readonly GivenComment[];
  /** Texts of our own comments. */
  readonly answers: readonly string[];
}

export interface RepositoryComments {
  /** Throws a Fault when nothing can be read. */
  since(repository: { readonly owner: string; readonly repo: string }, since: Date): Promise<CommentsSince>;
}
