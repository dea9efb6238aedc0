import { at, booleanAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';
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
        nodes { number viewerDidAuthor body comments(first: 100) {
          totalCount pageInfo { hasNextPage } nodes { ${commentFields} }
        } }
      }`,
      variables: { holds: { type: 'String', value: after }, holdLabel: { type: 'String!', value: label } },
      keys: ['openIncidents'],
    }),
  };
}

/** An incident issue of ours with its comments. */
export interface IncidentSeen {
  readonly number: number;
  readonly comments: Collected;
}

/** Those of ours: anybody can give an issue the label, and the hidden line alone can be copied. */
export function incidentsOf(collected: Collected | undefined, marker: string): readonly IncidentSeen[] {
  return (collected?.nodes ?? []).flatMap((node) => {
    const number = numberAt(node, 'number');
    const isOurs = booleanAt(node, 'viewerDidAuthor') === true && textAt(node, 'body')?.startsWith(marker) === true;
    if (number === null || !isOurs) return [];
    const nodes = listAt(node, 'comments', 'nodes');
    const isWhole = at(node, 'comments') !== null && booleanAt(node, 'comments', 'pageInfo', 'hasNextPage') === false;
    const complete = isWhole && nodes.every((one) => one !== null);
    return [{ number, comments: { complete, total: null, nodes: nodes.filter((one) => one !== null) } }];
  });
}
