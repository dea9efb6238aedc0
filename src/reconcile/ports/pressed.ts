import type { DraftReview } from '../../report/comment/draft-review.ts';

/** What a press brings: a comment, or a review with suggestions. Either is written once, by its hidden first line. */
export type Pressed =
  | { readonly kind: 'comment'; readonly marker: string; readonly body: string }
  | ({ readonly kind: 'review'; readonly marker: string; readonly head_sha: string } & DraftReview);
