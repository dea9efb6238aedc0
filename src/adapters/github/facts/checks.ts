import { at, idAt, textAt } from '../json-value.ts';
import type { Ask } from '../query/asking.ts';
import { collect, type Collected, type Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';

/** A check run with what its suite says of it; times in UTC. */
export interface CheckRunSeen {
  readonly node_id: string;
  readonly id: number;
  readonly name: string;
  readonly external_id: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly url: string | null;
  readonly app: { readonly id: number; readonly slug: string };
  readonly suite: {
    readonly status: string;
    readonly conclusion: string | null;
    /** Changes with every attempt of the run. */
    readonly updated_at: string;
    readonly run: SuiteRun | null;
  };
}

/** The workflow run of a suite. */
export interface SuiteRun {
  readonly id: number;
  /** Path of the workflow file. */
  readonly path: string;
  readonly event: string;
  /** UTC; null = not told. */
  readonly created_at: string | null;
}

export interface ChecksSeen {
  readonly complete: boolean;
  /** When GitHub made the commit's first suite, UTC: it does so at the push. null = there is none. */
  readonly since: string | null;
  readonly list: readonly CheckRunSeen[];
}

/**
 * Every run, not the newest of each name: a run made with the job token lands in the genuine suite under any name
 * (github-checked rule 1), and the newest one would hide the genuine job.
 */
const checkRuns = (
  size: number,
  cursor: string,
): string => `checkRuns(first: ${size}, after: $${cursor}, filterBy: { checkType: ALL }) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id databaseId name externalId status conclusion startedAt completedAt permalink }
}`;

/** All suites of the head with their first runs. */
export const suites: Connection = suitesAt('headCommit');

/** All suites of a commit with their first runs. */
export function suitesAt(place: 'headCommit' | 'groupCommit'): Connection {
  return { name: 'suites', path: ['checkSuites'], page: (after) => suitesPage(place, after) };
}

function suitesPage(place: Piece['place'], after: string | null): Piece {
  return {
    name: 'suites',
    place,
    selection: `checkSuites(first: 50, after: $suites) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes {
        id status conclusion createdAt updatedAt app { databaseId slug }
        workflowRun { databaseId event createdAt file { path } }
        ${checkRuns(100, 'firstRuns')}
      }
    }`,
    variables: { suites: { type: 'String', value: after }, firstRuns: { type: 'String', value: null } },
    keys: ['checkSuites'],
  };
}

/** The rest of one suite's runs. */
function runsOfSuite(id: string, index: number): Connection {
  const name = `suite${index}`;
  return {
    name,
    path: [name, 'checkRuns'],
    page: (after) => ({
      name,
      place: 'root',
      selection: `${name}: node(id: $${name}) { ... on CheckSuite { ${checkRuns(100, `${name}After`)} } }`,
      variables: { [name]: { type: 'ID!', value: id }, [`${name}After`]: { type: 'String', value: after } },
      keys: [name],
    }),
  };
}

/** Reads every run of every suite (github-facts T31). */
export async function readChecks(ask: Ask, collected: Collected): Promise<ChecksSeen> {
  if (collected.nodes.length === 0) return { complete: collected.complete, since: null, list: [] };
  const open = collected.nodes.map((suite, index) => ({
    suite,
    connection: runsOfSuite(textAt(suite, 'id') ?? '', index),
    first: at(suite, 'checkRuns'),
  }));
  const runs = await collect(ask, open);
  let complete = collected.complete && runs.every((list) => list.complete);
  const list = open.flatMap(({ suite }, index) =>
    (runs[index]?.nodes ?? []).flatMap((run): CheckRunSeen[] => {
      const seen = checkRunOf(run, suite);
      if (seen === null) complete = false;
      return seen === null ? [] : [seen];
    }),
  );
  const times = collected.nodes.flatMap((suite) => textAt(suite, 'createdAt') ?? []);
  const since = times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
  return { complete, since, list: list.sort((a, b) => a.id - b.id) };
}

function checkRunOf(run: unknown, suite: unknown): CheckRunSeen | null {
  const node_id = textAt(run, 'id');
  const id = idAt(run, 'databaseId');
  const name = textAt(run, 'name');
  if (node_id === null || id === null || name === null) return null;
  return {
    node_id,
    id,
    name,
    external_id: textAt(run, 'externalId') ?? '',
    status: lower(run, 'status') ?? 'unknown',
    conclusion: lower(run, 'conclusion'),
    started_at: textAt(run, 'startedAt'),
    completed_at: textAt(run, 'completedAt'),
    url: textAt(run, 'permalink'),
    app: { id: idAt(suite, 'app', 'databaseId') ?? 0, slug: textAt(suite, 'app', 'slug') ?? '' },
    suite: {
      status: lower(suite, 'status') ?? 'unknown',
      conclusion: lower(suite, 'conclusion'),
      updated_at: textAt(suite, 'updatedAt') ?? '',
      run: suiteRun(suite),
    },
  };
}

/** The workflow run of a suite; null = it belongs to none. */
export function suiteRun(suite: unknown): SuiteRun | null {
  const id = idAt(suite, 'workflowRun', 'databaseId');
  if (id === null) return null;
  const path = textAt(suite, 'workflowRun', 'file', 'path') ?? '';
  const created_at = textAt(suite, 'workflowRun', 'createdAt');
  return { id, path, event: textAt(suite, 'workflowRun', 'event') ?? '', created_at };
}

/** GraphQL shouts its enums; webhooks, REST and our facts don't. */
export function lower(value: unknown, key: string): string | null {
  return textAt(value, key)?.toLowerCase() ?? null;
}
