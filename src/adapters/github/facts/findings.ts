import type { FindingFact, FindingsFacts } from '../../../generated/types.ts';
import { numberAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';

/** Open issues with the label that makes an issue block. */
export function labelledIssues(label: string): Connection {
  return {
    name: 'issues',
    path: ['blockingIssues'],
    page: (after): Piece => ({
      name: 'issues',
      place: 'repository',
      selection: `blockingIssues: issues(first: 100, after: $issues, labels: [$label], states: [OPEN]) {
        totalCount pageInfo { hasNextPage endCursor } nodes { databaseId number title url }
      }`,
      variables: { issues: { type: 'String', value: after }, label: { type: 'String!', value: label } },
      keys: ['blockingIssues'],
    }),
  };
}

export function issuesOf(collected: Collected): FindingsFacts {
  const open = collected.nodes.flatMap((node): FindingFact[] => {
    const number = numberAt(node, 'number');
    if (number === null) return [];
    const title = textAt(node, 'title') ?? '';
    const url = textAt(node, 'url') ?? '';
    return [{ source: 'issue', id: `issue:${number}`, title, url, rule: null, severity: null }];
  });
  return { complete: collected.complete && open.length === collected.nodes.length, open };
}
