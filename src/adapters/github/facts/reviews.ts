import type { Person, ReviewFact, Snapshot } from '../../../generated/types.ts';
import { idAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';
import { personAt, who } from './person.ts';

export const reviews: Connection = {
  name: 'reviews',
  path: ['reviews'],
  page: (after): Piece => ({
    name: 'reviews',
    place: 'pullRequest',
    selection: `reviews(first: 100, after: $reviews) {
      pageInfo { hasNextPage endCursor }
      nodes { fullDatabaseId state submittedAt commit { oid } author { ${who} ... on User { id } } }
    }`,
    variables: { reviews: { type: 'String', value: after } },
    keys: ['reviews'],
  }),
};

const states: Readonly<Record<string, ReviewFact['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
  PENDING: 'pending',
};

/** Plain comments say nothing about approval and are left out, so that the snapshot stays small. */
export function reviewsOf(collected: Collected): Snapshot['reviews'] {
  let complete = collected.complete;
  const list = collected.nodes.flatMap((node): ReviewFact[] => {
    const id = idAt(node, 'fullDatabaseId');
    const state = states[textAt(node, 'state') ?? ''];
    const submitted_at = textAt(node, 'submittedAt');
    if (state === 'commented' || state === 'pending') return [];
    if (id === null || state === undefined || submitted_at === null) {
      complete = false;
      return [];
    }
    return [{ id, person: personAt(node, 'author'), state, commit: textAt(node, 'commit', 'oid'), submitted_at }];
  });
  return { complete, list: list.sort((a, b) => a.id - b.id) };
}

/** Selection on `Assignee`, which is no `Actor`. */
const assignee = `__typename ... on User { databaseId login } ... on Bot { databaseId login }
  ... on Organization { databaseId login } ... on Mannequin { databaseId login }`;

/**
 * Changes of the base branch, force pushes of the head, reopenings, before which the head may have moved unseen, and who
 * was ever assigned.
 */
export const timeline: Connection = {
  name: 'timeline',
  path: ['timelineItems'],
  page: (after): Piece => ({
    name: 'timeline',
    place: 'pullRequest',
    selection: `timelineItems(first: 100, after: $timeline, itemTypes: [BASE_REF_CHANGED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT, REOPENED_EVENT, ASSIGNED_EVENT]) {
      pageInfo { hasNextPage endCursor }
      nodes {
        __typename ... on BaseRefChangedEvent { createdAt } ... on HeadRefForcePushedEvent { actor { ${who} } }
        ... on AssignedEvent { assignee { ${assignee} } }
      }
    }`,
    variables: { timeline: { type: 'String', value: after } },
    keys: ['timelineItems'],
  }),
};

/** The timeline with when each thing happened, and which reviews were dismissed when. */
export const pastTimeline: Connection = {
  ...timeline,
  page: (after): Piece => ({
    name: 'timeline',
    place: 'pullRequest',
    selection: `timelineItems(
      first: 100, after: $timeline,
      itemTypes: [BASE_REF_CHANGED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT, REVIEW_DISMISSED_EVENT, ASSIGNED_EVENT]
    ) {
      pageInfo { hasNextPage endCursor }
      nodes {
        __typename ... on BaseRefChangedEvent { createdAt } ... on HeadRefForcePushedEvent { createdAt actor { ${who} } }
        ... on ReviewDismissedEvent { createdAt previousReviewState review { fullDatabaseId } }
        ... on AssignedEvent { createdAt assignee { ${assignee} } }
      }
    }`,
    variables: { timeline: { type: 'String', value: after } },
    keys: ['timelineItems'],
  }),
};

/** What the timeline says of the head, the base and who was asked. */
export interface TimelineFacts {
  readonly complete: boolean;
  /** UTC. */
  readonly base_changes: readonly string[];
  readonly force_pushers: readonly (Person | null)[];
  /** How often the head may have moved other than forward. */
  readonly turns: number;
  /** Everybody who was ever assigned: who takes themselves out again asked for the change all the same. */
  readonly assigned: readonly (Person | null)[];
}

/** The facts in a timeline that was read as far as it went. */
export function timelineOf({ complete, nodes }: Collected): TimelineFacts {
  const base_changes: string[] = [];
  const force_pushers: (Person | null)[] = [];
  const assigned: (Person | null)[] = [];
  let reopened = 0;
  for (const node of nodes) {
    const type = textAt(node, '__typename');
    if (type === 'ReopenedEvent') reopened += 1;
    if (type === 'HeadRefForcePushedEvent') force_pushers.push(personAt(node, 'actor'));
    if (type === 'AssignedEvent') assigned.push(personAt(node, 'assignee'));
    const at = type === 'BaseRefChangedEvent' ? textAt(node, 'createdAt') : null;
    if (at !== null) base_changes.push(at);
  }
  base_changes.sort();
  return { complete, base_changes, force_pushers, turns: force_pushers.length + reopened, assigned };
}
