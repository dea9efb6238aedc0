import type { Snapshot } from '../../generated/types.ts';
import { commitsOf, type Pushes, pushesOf } from './facts/commits.ts';
import { reviewsOf, type TimelineFacts, timelineOf } from './facts/reviews.ts';
import { type Collected, unreadList } from './query/connection.ts';

/** What the lists of the first request say; a reading's snapshots share them. */
export interface ListFacts {
  readonly commits: Snapshot['commits'];
  readonly pushes: Pushes;
  readonly reviews: Snapshot['reviews'];
  readonly timeline: TimelineFacts;
}

/** The facts of the lists, by their names; one that wasn't read counts as not whole. */
export function listFacts(lists: ReadonlyMap<string, Collected>, headSha: string): ListFacts {
  const list = (name: string): Collected => lists.get(name) ?? unreadList;
  const timeline = timelineOf(list('timeline'));
  const { complete, list: reviews } = reviewsOf(list('reviews'));
  return {
    commits: commitsOf(list('commits')),
    pushes: pushesOf(list('commits'), headSha),
    // A change of the base that wasn't read could void any approval.
    reviews: { complete: complete && timeline.complete, list: reviews },
    timeline,
  };
}
