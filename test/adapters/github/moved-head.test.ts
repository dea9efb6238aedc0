import { describe, expect, test } from 'vitest';
import { answerQuestions, readBatch } from '../../../src/adapters/github/batch.ts';
import { suites } from '../../../src/adapters/github/facts/checks.ts';
import { headPiece } from '../../../src/adapters/github/facts/pull-request.ts';
import { rollup } from '../../../src/adapters/github/facts/statuses.ts';
import { NeededFacts } from '../../../src/adapters/github/needed-facts.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { OtherGates } from '../../../src/adapters/github/other-gates.ts';
import { asking } from '../../../src/adapters/github/query/asking.ts';
import { Questions } from '../../../src/adapters/github/questions.ts';
import type { GraphqlError, Transport } from '../../../src/adapters/github/transport/transport.ts';
import { nothingWanted } from '../../../src/adapters/github/wanted.ts';
import { marks } from '../../../src/reconcile/marks.ts';

const target = { owner: 'acme', repo: 'agents', number: 1 };

/** Answers one request after the other about the head commit; what GitHub says of its base is nothing. */
function told(
  ...commits: readonly { readonly commit: object; readonly errors?: readonly GraphqlError[] }[]
): Transport {
  let asked = 0;
  return {
    graphql: async (query) => {
      // Else nobody could know which commit the answer is about.
      expect(query).toMatch(/head: commits\(last: 1\) \{ nodes \{ commit \{.*\boid\b/);
      const { commit, errors = [] } = commits[asked] ?? { commit: {} };
      asked += 1;
      return { data: { repository: { pullRequest: { head: { nodes: [{ commit }] } } } }, errors };
    },
    rest: async () => {
      throw new Error('not asked');
    },
  };
}

const page = (id: string, next: string | null) => ({
  totalCount: 2,
  pageInfo: { hasNextPage: next !== null, endCursor: next },
  nodes: [{ id }],
});

describe('a head that moves while it is read', () => {
  test.each([
    ['stays', 'H1', true],
    ['moves', 'H2', false],
    ['is not told', undefined, false],
  ])('and %s between two pages of its suites', async (_name, oid, complete) => {
    const ask = asking(
      told(
        { commit: { oid: 'H1', checkSuites: page('a', 'next') } },
        { commit: { oid, checkSuites: page('b', null) } },
      ),
      target,
    );
    const { lists } = await readBatch(ask, [headPiece], [suites]);
    expect(lists.get('suites')).toMatchObject({
      complete,
      nodes: complete ? [{ id: 'a' }, { id: 'b' }] : [{ id: 'a' }],
    });
  });

  test('between two pages of its statuses', async () => {
    const contexts = (id: string, next: string | null) => ({ statusCheckRollup: { contexts: page(id, next) } });
    const transport = told(
      { commit: { oid: 'H1', ...contexts('a', 'next') } },
      { commit: { oid: 'H2', ...contexts('b', null) } },
    );
    const { lists } = await readBatch(asking(transport, target), [headPiece], [rollup]);
    expect(lists.get('rollup')).toMatchObject({ complete: false });
  });

  test('before a record is asked again has no record by the first answer', async () => {
    const path = ['repository', 'pullRequest', 'head', 'nodes', 0, 'commit', 'headRecord1'];
    const entry = {
      type: 'blob',
      oid: 'b',
      mode: 33_188,
      object: { oid: 'b', text: 'of H2', isTruncated: false, isBinary: false, byteSize: 5 },
    };
    const transport = told(
      { commit: { oid: 'H1', headRecord1: null }, errors: [{ message: 'timeout', type: null, path }] },
      { commit: { oid: 'H2', headRecord1: entry } },
    );
    const facts = new NeededFacts(new OtherGates({ app: 1, marks, memory: readingMemory() }));
    const questions = new Questions().of(
      { ...nothingWanted, records: ['change.yaml'] },
      { baseRef: 'main', app: 1, gate: 'g', summaries: true },
    );
    await answerQuestions(asking(transport, target), null, questions, facts);
    expect(facts.records.head.get('change.yaml')).toBe('unread');
  });

  test('before a later round is known to have moved', async () => {
    const ask = asking(
      told({ commit: { oid: 'H1', tree: { oid: 't' } } }, { commit: { oid: 'H2', headRecord1: null } }),
      target,
    );
    await readBatch(ask, [headPiece], []);
    const facts = new NeededFacts(new OtherGates({ app: 1, marks, memory: readingMemory() }));
    const questions = new Questions().of(
      { ...nothingWanted, records: ['change.yaml'] },
      { baseRef: 'main', app: 1, gate: 'g', summaries: true },
    );
    await answerQuestions(ask, null, questions, facts);
    expect(facts.movedFrom('H1')).toBe(true);
    expect(facts.records.head.get('change.yaml')).toBe('unread');
  });
});
