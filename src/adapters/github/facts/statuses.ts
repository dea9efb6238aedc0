import { at, textAt } from '../json-value.ts';
import { type Collected, type Connection, firstPage } from '../query/connection.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';

/** Commit statuses: the rollup lists them with the check runs, which are passed over here. */
export const rollup: Connection = {
  name: 'rollup',
  path: ['statusCheckRollup', 'contexts'],
  page: (after): Piece => ({
    name: 'rollup',
    place: 'headCommit',
    selection: `statusCheckRollup { contexts(first: 100, after: $rollup) {
      pageInfo { hasNextPage endCursor }
      nodes { __typename ... on StatusContext {
        context state createdAt
        creator { __typename login ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } }
      } }
    } }`,
    variables: { rollup: { type: 'String', value: after } },
    keys: ['statusCheckRollup'],
  }),
};

/** The first page of statuses: a commit with neither checks nor statuses has no rollup, which is a whole empty list. */
export function firstContexts(answer: PieceAnswer | undefined): unknown {
  if (answer === undefined || answer.errors.length > 0) return null;
  if (at(answer.values, 'statusCheckRollup') !== null) return firstPage(rollup, answer);
  return noContexts;
}

const noContexts = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };

export const statusNodes = (collected: Collected): readonly unknown[] =>
  collected.nodes.filter((node) => textAt(node, '__typename') === 'StatusContext');
