import type { Reviewers } from '../../../reconcile/ports.ts';
import { idAt, listAt, textAt } from '../json-value.ts';
import type { Collected } from '../query/connection.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';

/** A piece of its own: a token that sees no teams gets errors here, which must not look like a pull request half read. */
export const reviewRequestsPiece: Piece = {
  name: 'reviewRequests',
  place: 'pullRequest',
  selection: `reviewRequests(first: 100) {
    nodes { requestedReviewer { __typename ... on User { databaseId } ... on Team { slug } } }
  }`,
  variables: {},
  keys: ['reviewRequests'],
};

/** Whom GitHub asks for a review already, as far as it told. */
export function requestedOf(answer: PieceAnswer | undefined): Reviewers['pending'] {
  const nodes = listAt(answer?.values, 'reviewRequests', 'nodes');
  return {
    users: nodes.flatMap((node) => idAt(node, 'requestedReviewer', 'databaseId') ?? []),
    teams: nodes.flatMap((node) => textAt(node, 'requestedReviewer', 'slug') ?? []),
  };
}

/** Node ids of people who reviewed: an objector is asked again by name. */
export function reviewerNodes(reviews: Collected | undefined): ReadonlyMap<number, string> {
  const nodes = reviews?.nodes ?? [];
  return new Map(
    nodes.flatMap((node) => {
      const [id, nodeId] = [idAt(node, 'author', 'databaseId'), textAt(node, 'author', 'id')];
      return id === null || nodeId === null ? [] : [[id, nodeId] as const];
    }),
  );
}
