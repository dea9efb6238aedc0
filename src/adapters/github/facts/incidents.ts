import { at, booleanAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';
import { commentFields } from './comments.ts';

/** All issues with the label of incidents, closed ones too: an incident that is over is none anew. */
export function incidentIssues(label: string): Connection {
  return {
    name: 'incidents',
    path: ['incidents'],
    page: (after): Piece => ({
      name: 'incidents',
      place: 'repository',
      selection: `incidents: issues(first: 100, after: $incidents, labels: [$incidentLabel]) {
        totalCount pageInfo { hasNextPage endCursor } nodes { id number viewerDidAuthor body }
      }`,
      variables: {
        incidents: { type: 'String', value: after },
        incidentLabel: { type: 'String!', value: label },
      },
      keys: ['incidents'],
    }),
  };
}

const incidentFields = `number viewerDidAuthor createdAt comments(first: 100) {
  totalCount pageInfo { hasNextPage } nodes { ${commentFields} }
}`;

/**
 * Open incidents with their comments, for the holds. Of a thread that is longer than a page the first entry is known, which
 * is the hold; a /resume behind it is not, so that the hold is told for longer, never for less.
 */
export function openIncidents(label: string): Connection {
  return {
    name: 'holds',
    path: ['openIncidents'],
    page: (after): Piece => ({
      name: 'holds',
      place: 'repository',
      selection: `openIncidents: issues(first: 20, after: $holds, labels: [$holdLabel], states: [OPEN]) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { ${incidentFields} }
      }`,
      variables: { holds: { type: 'String', value: after }, holdLabel: { type: 'String!', value: label } },
      keys: ['openIncidents'],
    }),
  };
}

/**
 * The closed ones of which something was last changed: somebody may have closed one whose hold nobody lifted. Those that
 * are over are of no interest, so that no more than the newest are looked at, for no request.
 */
export function closedIncidents(label: string): Piece {
  return {
    name: 'closedIncidents',
    place: 'repository',
    selection: `closedIncidents: issues(first: 10, labels: [$closedLabel], states: [CLOSED],
      orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { ${incidentFields} } }`,
    variables: { closedLabel: { type: 'String!', value: label } },
    keys: ['closedIncidents'],
  };
}

/** A longer thread is no more than a closed incident with many words: its end isn't known. */
export function closedOf(answer: PieceAnswer | undefined): readonly IncidentSeen[] {
  const nodes = listAt(answer?.values, 'closedIncidents', 'nodes');
  if (nodes.length === 0) return [];
  return incidentsOf({ complete: true, total: null, nodes }).filter(({ comments }) => comments.complete);
}

/** An incident issue of ours with its comments. */
export interface IncidentSeen {
  readonly number: number;
  /** UTC. */
  readonly created_at: string;
  readonly comments: Collected;
}

/**
 * Those of ours: anybody can give an issue the label. Their texts say nothing here: whoever may write may edit them, and
 * issues are made by us for incidents only.
 */
export function incidentsOf(collected: Collected | undefined): readonly IncidentSeen[] {
  return (collected?.nodes ?? []).flatMap((node) => {
    const number = numberAt(node, 'number');
    const created_at = textAt(node, 'createdAt');
    if (number === null || created_at === null || booleanAt(node, 'viewerDidAuthor') !== true) return [];
    const nodes = listAt(node, 'comments', 'nodes');
    const isWhole = at(node, 'comments') !== null && booleanAt(node, 'comments', 'pageInfo', 'hasNextPage') === false;
    const complete = isWhole && nodes.every((one) => one !== null);
    return [{ number, created_at, comments: { complete, total: null, nodes: nodes.filter((one) => one !== null) } }];
  });
}
