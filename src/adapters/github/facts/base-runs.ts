import { textAt } from '../json-value.ts';
import type { Collected, Connection } from '../query/connection.ts';
import type { Piece } from '../query/piece.ts';
import { lower, suiteRun, type SuiteRun } from './checks.ts';

/** A workflow run on the base commit, behind whose report a baseline may stand. */
export interface BaseRun extends SuiteRun {
  readonly head_sha: string;
  readonly status: string;
  readonly conclusion: string | null;
  /** Changes with every attempt. */
  readonly updated_at: string;
}

/** Suites of the base's tip, for baselines. */
export const baseSuites: Connection = {
  name: 'baseSuites',
  path: ['baseSuites'],
  page: (after): Piece => ({
    name: 'baseSuites',
    place: 'baseCommit',
    selection: `baseSuites: checkSuites(first: 100, after: $baseSuites) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { status conclusion updatedAt commit { oid } workflowRun { databaseId event createdAt file { path } } }
    }`,
    variables: { baseSuites: { type: 'String', value: after } },
    keys: ['baseSuites'],
  }),
};

export function baseRunsOf({ nodes }: Collected): readonly BaseRun[] {
  return nodes.flatMap((suite): BaseRun[] => {
    const run = suiteRun(suite);
    const head_sha = textAt(suite, 'commit', 'oid');
    if (run === null || head_sha === null) return [];
    const status = lower(suite, 'status') ?? 'unknown';
    return [
      {
        ...run,
        head_sha,
        status,
        conclusion: lower(suite, 'conclusion'),
        updated_at: textAt(suite, 'updatedAt') ?? '',
      },
    ];
  });
}
