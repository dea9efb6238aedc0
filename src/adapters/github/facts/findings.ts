import type { FindingFact, FindingsFacts, IdUseFact } from '../../../generated/types.ts';
import { idAt, listAt, numberAt, textAt } from '../json-value.ts';
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

/** Other open pull requests with the machine line of our gate's check run on their heads. */
export function openPullRequests(appId: number, gate: string): Connection {
  return {
    name: 'open',
    path: ['openPullRequests'],
    page: (after): Piece => ({
      name: 'open',
      place: 'repository',
      selection: `openPullRequests: pullRequests(first: 50, after: $open, states: [OPEN]) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { number heads: commits(last: 1) { nodes { commit {
          checkSuites(first: 5, filterBy: { appId: $gateApp }) { nodes {
            checkRuns(first: 1, filterBy: { checkName: $gate, checkType: LATEST }) { nodes { databaseId summary } }
          } }
        } } } }
      }`,
      variables: {
        open: { type: 'String', value: after },
        gateApp: { type: 'Int!', value: appId },
        gate: { type: 'String!', value: gate },
      },
      keys: ['openPullRequests'],
    }),
  };
}

/** `idsIn` reads the machine line of a check's summary. */
export function idUsesOf(
  collected: Collected,
  self: number,
  wanted: ReadonlySet<string>,
  idsIn: (summary: string) => readonly string[],
): readonly IdUseFact[] {
  return collected.nodes.flatMap((node): IdUseFact[] => {
    const number = numberAt(node, 'number');
    if (number === null || number === self) return [];
    const runs = listAt(node, 'heads', 'nodes', 0, 'commit', 'checkSuites', 'nodes')
      .flatMap((suite) => listAt(suite, 'checkRuns', 'nodes'))
      .sort((a, b) => (idAt(b, 'databaseId') ?? 0) - (idAt(a, 'databaseId') ?? 0));
    return idsIn(textAt(runs[0], 'summary') ?? '')
      .filter((id) => wanted.has(id))
      .map((change_id) => ({ change_id, bundle_id: null, pull_request: number, rollout: null }));
  });
}
