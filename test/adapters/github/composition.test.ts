import { describe, expect, test } from 'vitest';
import { baseSuites } from '../../../src/adapters/github/facts/base-runs.ts';
import { suites } from '../../../src/adapters/github/facts/checks.ts';
import { codeownersErrorsPiece, codeownersPiece } from '../../../src/adapters/github/facts/codeowners.ts';
import { comments } from '../../../src/adapters/github/facts/comments.ts';
import { commits } from '../../../src/adapters/github/facts/commits.ts';
import { files } from '../../../src/adapters/github/facts/files.ts';
import { labelledIssues } from '../../../src/adapters/github/facts/findings.ts';
import { gateRunsPiece, openPullRequests } from '../../../src/adapters/github/facts/id-uses.ts';
import { policyPiece } from '../../../src/adapters/github/facts/policy.ts';
import { headPiece, pullRequestPiece, repositoryPiece } from '../../../src/adapters/github/facts/pull-request.ts';
import { reviews, timeline } from '../../../src/adapters/github/facts/reviews.ts';
import { permissionPiece, teamMembers, userPiece } from '../../../src/adapters/github/facts/roles.ts';
import { rollup } from '../../../src/adapters/github/facts/statuses.ts';
import {
  namedFilePiece,
  recordPiece,
  reviewedPiece,
  workflowPieces,
} from '../../../src/adapters/github/facts/texts.ts';
import { asking, isFailed } from '../../../src/adapters/github/query/asking.ts';
import { queryOf, split, variablesOf } from '../../../src/adapters/github/query/composition.ts';
import type { Piece, Target } from '../../../src/adapters/github/query/piece.ts';
import { commitPiece } from '../../../src/adapters/github/question.ts';
import type { GraphqlAnswer, GraphqlError, Transport } from '../../../src/adapters/github/transport/transport.ts';
import { annotationSteps, mutationOf, stepOf } from '../../../src/adapters/github/write/mutation.ts';
import type { CheckRunWrite, Observation } from '../../../src/reconcile/ports.ts';
import { validateGraphql } from '../../support/github-descriptions/graphql.ts';

const target = { owner: 'acme', repo: 'agents', number: 7 };
function compose(name: string, of: Target, pieces: readonly Piece[]) {
  const query = queryOf({ name, hasBase: of.baseSha !== undefined }, pieces);
  return { query: query.text, variables: variablesOf(query, of) };
}

const hostile = '"}) { viewer { login } } #\n${evil}';
const person = { id: 1, login: hostile, type: 'User' as const };

const all: readonly Piece[] = [
  ...[repositoryPiece, policyPiece, pullRequestPiece, headPiece, codeownersPiece, codeownersErrorsPiece(hostile)],
  ...[files, commits, reviews, timeline, suites, rollup, comments, baseSuites].map((one) => one.page(null)),
  ...[labelledIssues(hostile), openPullRequests(15_368, hostile, true), teamMembers(hostile, 1)].map((one) =>
    one.page(hostile),
  ),
  ...[userPiece(hostile, 2), permissionPiece(person, 3), commitPiece('head'), commitPiece('base')],
  ...[recordPiece('head', hostile, 4), recordPiece('base', hostile, 5), reviewedPiece('f'.repeat(40), hostile, 6)],
  gateRunsPiece([hostile]),
  ...[namedFilePiece(hostile, 7, true), namedFilePiece(hostile, 8, false), ...workflowPieces(hostile, 9)],
];

describe("queries against GitHub's own schema", () => {
  test('all pieces in one request are valid, and data stands in variables only', () => {
    const { query, variables } = compose('JudgePullRequest', target, all);
    expect(validateGraphql(query, variables)).toEqual({ operation: 'JudgePullRequest', problems: [] });
    expect(query).not.toContain('viewer { login }');
    expect(query).not.toContain('evil');
  });

  test.each(all.map((piece) => [piece.name, piece] as const))('%s is valid alone', (_name, piece) => {
    const { query, variables } = compose('JudgePullRequest', target, [piece]);
    expect(validateGraphql(query, variables).problems).toEqual([]);
  });

  test('without the id of the app, other pull requests are asked for all their suites', () => {
    const open = openPullRequests('github-actions', 'rollout-gate', true);
    const { query, variables } = compose('X', target, [open.page(null)]);
    expect(validateGraphql(query, variables).problems).toEqual([]);
  });

  test('writes are valid, annotations in batches of 50', () => {
    const write: CheckRunWrite = {
      kind: 'check_run',
      node_id: null,
      name: 'rollout-gate',
      head_sha: 'f'.repeat(40),
      external_id: 'rg1:x:y',
      annotations_before: 0,
      status: 'completed',
      conclusion: 'failure',
      title: hostile,
      summary: hostile,
      text: '',
      annotations: Array.from({ length: 120 }, (_, index) => ({
        path: 'change.yaml',
        start_line: index + 1,
        end_line: index + 1,
        start_column: 1,
        end_column: 2,
        level: 'failure',
        title: 't',
        message: hostile,
      })),
    };
    const observation = { repository_node_id: 'R', pull_request_node_id: 'PR' } as Observation;
    const first = [
      stepOf(write, observation),
      stepOf({ ...write, node_id: 'CR' }, observation),
      stepOf({ kind: 'comment', node_id: null, body: hostile }, observation),
      stepOf({ kind: 'comment', node_id: 'IC', body: hostile }, observation),
    ];
    const rest = annotationSteps(write, 'CR', observation);
    for (const steps of [first, rest]) {
      const { query, variables } = mutationOf(steps);
      expect(validateGraphql(query, variables).problems).toEqual([]);
      expect(query).not.toContain('evil');
    }
    const sizes = [...first.slice(0, 1), ...rest].map(
      ({ input }) => (input['output'] as { annotations?: unknown[] }).annotations?.length,
    );
    expect(sizes).toEqual([50, 50, 20]);
    const ids = [...first.slice(0, 1), ...rest].map(({ input }) => input['externalId']);
    expect(ids).toEqual(['rg1:x:y~50', 'rg1:x:y~100', 'rg1:x:y']);
  });
});

describe('a query', () => {
  const target = { owner: 'acme', repo: 'agents', number: 7 };
  const piece = (selection: string) => ({ name: 'p', place: 'root', selection, variables: {}, keys: ['p'] }) as const;

  test('says what its pieces say now, on one line, whatever was asked before', () => {
    const asked = () => ['a {\n  b }', 'a { c }'].map((text) => compose('Q', target, [piece(text)]).query);
    expect(asked()).toEqual(['query Q { a { b } }', 'query Q { a { c } }']);
    for (let at = 0; at < 1_500; at += 1) compose('Q', target, [piece(`a${at}`)]);
    expect(asked()).toEqual(['query Q { a { b } }', 'query Q { a { c } }']);
  });
});

describe('errors of an answer', () => {
  const error = (path: GraphqlError['path'], type: string | null = null): GraphqlError => ({
    message: 'no',
    type,
    path,
  });
  const touched = (data: unknown, ...errors: GraphqlError[]): readonly string[] => {
    const pieces = [repositoryPiece, pullRequestPiece, files.page(null), recordPiece('head', 'x', 1)];
    const answers = split(target, queryOf({ name: 'Q', hasBase: false }, pieces), { data, errors });
    return pieces.map(({ name }) => name).filter((name) => isFailed(answers.get(name)));
  };
  const whole = { repository: { pullRequest: { head: { nodes: [{ commit: { headRecord1: null } }] }, files: null } } };

  test('touch the piece that they stand in', () => {
    expect(touched(whole, error(['repository', 'pullRequest', 'files']))).toEqual(['files']);
  });

  test('touch everything when they stand nowhere', () => {
    expect(touched(null, error([]))).toHaveLength(4);
  });

  test('touch what they took away with them', () => {
    const data = { repository: { pullRequest: null } };
    const path = ['repository', 'pullRequest', 'commits'];
    expect(touched(data, error(path))).toEqual(['pullRequest', 'files', 'headRecord1']);
  });

  test('leave beside them what came', () => {
    expect(touched(whole, error(['repository', 'openPullRequests']))).toEqual([]);
  });

  test('that answer the question are no failure', () => {
    expect(touched(whole, error(['repository', 'pullRequest', 'files'], 'FORBIDDEN'))).toEqual([]);
  });
});

describe('asking again', () => {
  function transportOf(answers: readonly GraphqlAnswer[]): {
    readonly transport: Transport;
    readonly queries: string[];
  } {
    const queries: string[] = [];
    return {
      queries,
      transport: {
        graphql: async (query) => {
          queries.push(query);
          return answers[queries.length - 1] ?? { data: null, errors: [] };
        },
        rest: async () => {
          throw new Error('not asked');
        },
      },
    };
  }
  const bad: GraphqlError = { message: 'timeout', type: null, path: ['repository', 'pullRequest', 'files'] };

  test('is done once, for the failed piece alone', async () => {
    const page = { pageInfo: { hasNextPage: false }, nodes: [] };
    const { transport, queries } = transportOf([
      { data: { repository: { pullRequest: { files: null } } }, errors: [bad] },
      { data: { repository: { pullRequest: { files: page } } }, errors: [] },
    ]);
    const answers = await asking(transport, target)([repositoryPiece, files.page(null)]);
    expect(queries).toHaveLength(2);
    expect(queries[1]).not.toContain('nameWithOwner');
    expect(isFailed(answers.get('files'))).toBe(false);
  });

  test('leaves what fails twice as failed', async () => {
    const failed = { data: { repository: { pullRequest: { files: null } } }, errors: [bad] };
    const { transport, queries } = transportOf([failed, failed]);
    const answers = await asking(transport, target)([files.page(null)]);
    expect(queries).toHaveLength(2);
    expect(isFailed(answers.get('files'))).toBe(true);
  });

  test('is not done under a limit, which is a fault', async () => {
    const limited = { data: null, errors: [{ message: 'limit', type: 'RATE_LIMITED', path: [] }] };
    const { transport, queries } = transportOf([limited]);
    await expect(asking(transport, target)([files.page(null)])).rejects.toMatchObject({ code: 'github_rate_limited' });
    expect(queries).toHaveLength(1);
  });
});
