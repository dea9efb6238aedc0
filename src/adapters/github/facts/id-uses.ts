import type { IdUseFact } from '../../../generated/types.ts';
import { at, booleanAt, idAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece, PieceAnswer } from '../query/piece.ts';

/** The ids that a pull request uses, by its gate check. */
export type UsedIds = readonly { readonly change_id: string; readonly bundle_id: string | null }[];

/** A gate check of ours on the head of an open pull request. */
export interface GateRun {
  readonly node_id: string;
  readonly external_id: string;
  /** null = not asked for, or not told. */
  readonly summary: string | null;
}

/** An open pull request as the list of all shows it. */
export interface OpenPullRequest {
  /** null = not told. */
  readonly number: number | null;
  readonly head_sha: string | null;
  /** Our newest one; null = there is none, `unread` = there may be one. */
  readonly gate: GateRun | null | 'unread';
}

/** What is open; `complete`: that is all. */
export interface OpenPullRequests {
  readonly complete: boolean;
  readonly list: readonly OpenPullRequest[];
}

/** How our own gate checks are told. */
export interface OwnGates {
  readonly app: number | string;
  /** Beginning of the external id. */
  readonly externalId: string;
}

/** All open pull requests with the gate checks on their heads; `summaries`: with the texts of these, most of the answer. */
export function openPullRequests(app: number | string, gate: string, summaries: boolean): Connection {
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
            nodes { id databaseId externalId ${summaries ? 'summary' : ''} }
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

/** The list's pull requests, each with our newest gate check on its head. */
export function openPullRequestsOf({ complete, nodes }: Collected, own: OwnGates): OpenPullRequests {
  return {
    complete,
    list: nodes.map((node) => ({
      number: numberAt(node, 'number'),
      head_sha: textAt(node, 'headRefOid'),
      gate: gateOf(at(node, 'heads', 'nodes', 0, 'commit', 'checkSuites'), own),
    })),
  };
}

/** GitHub answers at most so many nodes by their ids. */
export const mostGateRuns = 100;

/** Gate checks with their summaries, at most `mostGateRuns`. */
export function gateRunsPiece(ids: readonly string[]): Piece {
  return {
    name: 'gates',
    place: 'root',
    selection: 'gates: nodes(ids: $gates) { ... on CheckRun { id externalId summary } }',
    variables: { gates: { type: '[ID!]!', value: ids } },
    keys: ['gates'],
  };
}

/** Those that were told. */
export function gateRunsOf(answer: PieceAnswer | undefined): readonly GateRun[] {
  return listAt(answer?.values, 'gates').flatMap((run) => gateRunOf(run) ?? []);
}

/** What is looked for among other pull requests. */
export interface UseSearch {
  readonly self: number;
  readonly headSha: string;
  readonly change_ids: readonly string[];
  readonly bundle_ids: readonly string[];
}

/**
 * The pull requests of which a gate tells something of its own: a check run hangs on the commit, so that on the same head it
 * is our own and tells nothing of the other.
 */
export function othersIn(
  { list }: OpenPullRequests,
  { self, headSha }: Pick<UseSearch, 'self' | 'headSha'>,
): readonly OpenPullRequest[] {
  return list.filter(({ number, head_sha }) => number !== self && head_sha !== headSha);
}

/** Who else uses the ids. Where it isn't known of one which it uses (null), or what its gate is, the list is incomplete. */
export function idUsesOf(
  open: OpenPullRequests,
  search: UseSearch,
  usesOf: (gate: GateRun) => UsedIds | null,
): { complete: boolean; list: readonly IdUseFact[] } {
  let { complete } = open;
  const list: IdUseFact[] = [];
  for (const { number, gate } of othersIn(open, search)) {
    const uses = gate === 'unread' ? null : gate === null ? [] : usesOf(gate);
    if (number === null || uses === null) {
      complete = false;
      continue;
    }
    for (const use of uses) {
      const { change_id, bundle_id } = use;
      const isUsed =
        search.change_ids.includes(change_id) || (bundle_id !== null && search.bundle_ids.includes(bundle_id));
      if (isUsed) list.push({ ...use, pull_request: number, rollout: null });
    }
  }
  return { complete, list: list.sort((a, b) => (a.pull_request ?? 0) - (b.pull_request ?? 0)) };
}

/** Our own gate check with the highest id. Where there is none and the suites don't fit on a page, there may be one. */
function gateOf(suites: unknown, { app, externalId }: OwnGates): OpenPullRequest['gate'] {
  let newest: unknown = null;
  for (const suite of listAt(suites, 'nodes')) {
    if (!isOf(suite, app)) continue;
    for (const run of listAt(suite, 'checkRuns', 'nodes')) {
      const isOwn = textAt(run, 'externalId')?.startsWith(externalId) === true;
      if (isOwn && (newest === null || idOf(run) > idOf(newest))) newest = run;
    }
  }
  if (newest !== null) return gateRunOf(newest) ?? 'unread';
  return booleanAt(suites, 'pageInfo', 'hasNextPage') === false ? null : 'unread';
}

function gateRunOf(run: unknown): GateRun | null {
  const node_id = textAt(run, 'id');
  const external_id = textAt(run, 'externalId');
  return node_id === null || external_id === null ? null : { node_id, external_id, summary: textAt(run, 'summary') };
}

function idOf(run: unknown): number {
  return idAt(run, 'databaseId') ?? 0;
}

function isOf(suite: unknown, app: number | string): boolean {
  return typeof app === 'number' ? idAt(suite, 'app', 'databaseId') === app : textAt(suite, 'app', 'slug') === app;
}
