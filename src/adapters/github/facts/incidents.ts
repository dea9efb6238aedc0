import type { Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';

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
