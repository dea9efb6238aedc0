import type { FindingFact, FindingsFacts, IdUseFact } from '../../../generated/types.ts';
import { at, booleanAt, idAt, listAt, numberAt, textAt } from '../json-value.ts';
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

/** Other open pull requests with the summaries of gate checks on their heads. */
export function openPullRequests(app: number | string, gate: string): Connection {
  // Of an app that is known by its slug only, the suites can't be asked for: all are looked through.
  const isKnown = typeof app === 'number';
  const suites = isKnown ? 'checkSuites(first: 2, filterBy: { appId: $gateApp })' : 'checkSuites(first: 20)';
  return {
    name: 'open',
    path: ['openPullRequests'],
    page: (after): Piece => ({
      name: 'open',
      place: 'repository',
      selection: `openPullRequests: pullRequests(first: 50, after: $open, states: [OPEN]) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { number headRefOid heads: commits(last: 1) { nodes { commit { ${suites} {
          pageInfo { hasNextPage }
          nodes { app { databaseId slug } checkRuns(first: 1, filterBy: { checkName: $gate, checkType: LATEST }) {
            nodes { databaseId externalId summary }
          } }
        } } } } }
      }`,
      variables: {
        open: { type: 'String', value: after },
        gate: { type: 'String!', value: gate },
        ...(isKnown ? { gateApp: { type: 'Int!', value: app } } : {}),
      },
      keys: ['openPullRequests'],
    }),
  };
}

/** What is looked for among other pull requests, and how our own gate checks are told. */
export interface UseSearch {
  readonly self: number;
  readonly headSha: string;
  readonly change_ids: readonly string[];
  readonly bundle_ids: readonly string[];
  readonly app: number | string;
  readonly externalId: string;
  readonly usesIn: (summary: string) => readonly { readonly change_id: string; readonly bundle_id: string | null }[];
}

/** Who else uses the ids. A pull request whose suites don't fit on a page makes the list incomplete. */
export function idUsesOf(collected: Collected, search: UseSearch): { complete: boolean; list: readonly IdUseFact[] } {
  let complete = collected.complete;
  const list: IdUseFact[] = [];
  for (const node of collected.nodes) {
    const number = numberAt(node, 'number');
    // A check run hangs on the commit: on the same head it is our own, and tells nothing of the other.
    if (number === search.self || textAt(node, 'headRefOid') === search.headSha) continue;
    const suites = at(node, 'heads', 'nodes', 0, 'commit', 'checkSuites');
    const gate = newestGate(suites, search);
    if (number === null || (gate === null && booleanAt(suites, 'pageInfo', 'hasNextPage') !== false)) {
      complete = false;
      continue;
    }
    for (const use of search.usesIn(textAt(gate, 'summary') ?? '')) {
      const { change_id, bundle_id } = use;
      const isUsed =
        search.change_ids.includes(change_id) || (bundle_id !== null && search.bundle_ids.includes(bundle_id));
      if (isUsed) list.push({ ...use, pull_request: number, rollout: null });
    }
  }
  return { complete, list: list.sort((a, b) => (a.pull_request ?? 0) - (b.pull_request ?? 0)) };
}

/** Our own gate check with the highest id; null = there is none. */
function newestGate(suites: unknown, { app, externalId }: UseSearch): unknown {
  let newest: unknown = null;
  for (const suite of listAt(suites, 'nodes')) {
    if (!isOf(suite, app)) continue;
    for (const run of listAt(suite, 'checkRuns', 'nodes')) {
      const isOwn = textAt(run, 'externalId')?.startsWith(externalId) === true;
      if (isOwn && (newest === null || idOf(run) > idOf(newest))) newest = run;
    }
  }
  return newest;
}

function idOf(run: unknown): number {
  return idAt(run, 'databaseId') ?? 0;
}

function isOf(suite: unknown, app: number | string): boolean {
  return typeof app === 'number' ? idAt(suite, 'app', 'databaseId') === app : textAt(suite, 'app', 'slug') === app;
}
