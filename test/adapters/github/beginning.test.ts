import { describe, expect, it } from 'vitest';
import { beginReading } from '../../../src/adapters/github/beginning.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { NeededFacts } from '../../../src/adapters/github/needed-facts.ts';
import { OtherGates } from '../../../src/adapters/github/other-gates.ts';
import type { PieceAnswer } from '../../../src/adapters/github/query/piece.ts';
import { marks } from '../../../src/reconcile/marks.ts';

const gates = new OtherGates({ app: 1, marks, memory: readingMemory() });

/** What the first request brings of a pull request in which nothing is wrong. */
const whole: Readonly<Record<string, PieceAnswer['values']>> = {
  repository: {
    id: 'R',
    databaseId: 5,
    nameWithOwner: 'acme/agents',
    url: 'https://github.com/acme/agents',
    owner: { __typename: 'Organization' },
    defaultBranchRef: { name: 'main' },
  },
  pullRequest: {
    id: 'PR',
    fullDatabaseId: '7',
    number: 1,
    state: 'OPEN',
    createdAt: '2026-11-21T10:00:00Z',
    headRefOid: 'a'.repeat(40),
    baseRefName: 'main',
    baseRefOid: 'b'.repeat(40),
    author: { __typename: 'User', databaseId: 1, login: 'ann' },
  },
  head: { oid: 'a'.repeat(40), tree: { oid: 't' } },
  policy: { oid: 'c'.repeat(40), policy: null },
};

/** The answers, some of them other ones; null = nothing came, a text = the error that stands with it. */
function begun(name: string, values: PieceAnswer['values'] | null | undefined, type?: string | null) {
  const answers = new Map(
    Object.entries(whole).flatMap(([piece, usual]): [string, PieceAnswer][] => {
      if (piece !== name) return [[piece, { values: usual, errors: [] }]];
      if (values === undefined) return [];
      const errors = type === undefined ? [] : [{ type, message: 'a hole', path: [] }];
      return [[piece, { values: values ?? {}, errors }]];
    }),
  );
  return beginReading(
    { answers, lists: new Map() },
    { now: new Date(0), asking: [], needed: new NeededFacts(gates), past: null },
  );
}

describe('the beginning of a reading', () => {
  it('has the pull request, and no policy where the default branch has none', () => {
    expect(begun('', undefined)).toMatchObject({ policy: null, pullRequest: { pull_request: { number: 1 } } });
  });

  it.each(Object.keys(whole))('is a fault without any answer about the %s', (name) => {
    expect(() => begun(name, undefined)).toThrow(expect.objectContaining({ code: 'github_answer_incomplete' }));
  });

  it.each(['repository', 'pullRequest'])('is a fault where the %s came empty', (name) => {
    expect(() => begun(name, null)).toThrow(expect.objectContaining({ code: 'github_answer_incomplete' }));
  });

  it.each(['repository', 'pullRequest', 'policy'])('is a fault where the %s failed', (name) => {
    expect(() => begun(name, null, null)).toThrow(expect.objectContaining({ code: 'github_answer_incomplete' }));
  });

  it.each(Object.keys(whole))('says that there is no %s, or that it may not be seen', (name) => {
    expect(() => begun(name, null, 'NOT_FOUND')).toThrow(expect.objectContaining({ code: 'github_not_found' }));
    expect(() => begun(name, null, 'FORBIDDEN')).toThrow(expect.objectContaining({ code: 'github_forbidden' }));
  });

  // No author and no assignees, or no policy, would let through what they stand against.
  it.each([
    ['pullRequest', 'NOT_FOUND'],
    ['pullRequest', null],
    ['policy', 'NOT_FOUND'],
    ['policy', null],
  ])('is a fault where the %s has a hole (%s)', (name, type) => {
    expect(() => begun(name, whole[name], type)).toThrow(
      expect.objectContaining({ code: 'github_answer_incomplete', retryable: true }),
    );
  });
});
