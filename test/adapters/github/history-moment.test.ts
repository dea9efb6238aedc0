import { describe, expect, it } from 'vitest';
import type { CheckRunSeen } from '../../../src/adapters/github/facts/checks.ts';
import { checksAt, listsAt } from '../../../src/adapters/github/history/moment.ts';

const moment = new Date('2026-03-01T12:00:00Z');
const [before, at, after] = ['2026-03-01T11:59:59Z', '2026-03-01T12:00:00Z', '2026-03-01T12:00:01Z'];

function listed(name: string, nodes: readonly unknown[], timeline: readonly unknown[] = []) {
  const collected = (list: readonly unknown[]) => ({ complete: true, total: null, nodes: list });
  const lists = new Map([
    ['timeline', collected(timeline)],
    [name, collected(nodes)],
  ]);
  return listsAt(lists, moment).get(name);
}

describe('a review at the moment of the merge', () => {
  const dismissal = (createdAt: string) => [
    {
      __typename: 'ReviewDismissedEvent',
      createdAt,
      previousReviewState: 'APPROVED',
      review: { fullDatabaseId: '7' },
    },
  ];
  it.each([
    ['submitted before', { state: 'APPROVED', submittedAt: before }, [], ['APPROVED'], true],
    ['submitted in the same second', { state: 'APPROVED', submittedAt: at }, [], ['APPROVED'], true],
    ['submitted after', { state: 'APPROVED', submittedAt: after }, [], [], true],
    ['never submitted', { state: 'PENDING', submittedAt: null }, [], [], true],
    ['dismissed before', { state: 'DISMISSED', submittedAt: before }, dismissal(before), ['DISMISSED'], true],
    ['dismissed after', { state: 'DISMISSED', submittedAt: before }, dismissal(after), ['APPROVED'], true],
    ['dismissed nobody knows when', { state: 'DISMISSED', submittedAt: before }, [], ['DISMISSED'], false],
  ] as const)('%s', (_name, review, events, states, complete) => {
    const found = listed('reviews', [{ fullDatabaseId: '7', ...review }], events);
    expect(found?.nodes.map((node) => (node as { state: string }).state)).toEqual(states);
    expect(found?.complete).toBe(complete);
  });
});

describe('what else was there', () => {
  it.each([
    ['timeline', { createdAt: before }, 1, true],
    ['timeline', { createdAt: after }, 0, true],
    ['comments', { createdAt: at }, 1, true],
    ['comments', { createdAt: after }, 0, true],
    ['comments', {}, 0, true],
    ['rollup', { __typename: 'StatusContext', createdAt: before }, 1, true],
    // The status that it replaced is gone.
    ['rollup', { __typename: 'StatusContext', createdAt: after }, 0, false],
    ['rollup', { __typename: 'CheckRun' }, 1, true],
    ['files', { path: 'a' }, 1, true],
  ])('%s %j', (name, node, count, complete) => {
    const found = listed(name, [node]);
    expect({ count: found?.nodes.length, complete: found?.complete }).toEqual({ count, complete });
  });
});

describe('a check run at the moment of the merge', () => {
  const run = (started_at: string | null, completed_at: string | null, id = 1): CheckRunSeen => ({
    node_id: `CR_${id}`,
    id,
    name: 'evals',
    external_id: '',
    status: completed_at === null ? 'in_progress' : 'completed',
    conclusion: completed_at === null ? null : 'success',
    started_at,
    completed_at,
    url: null,
    app: { id: 1, slug: 'github-actions' },
    suite: {
      status: 'completed',
      conclusion: 'success',
      updated_at: after,
      run: { id: 5, path: '.github/workflows/evals.yml', event: 'pull_request', created_at: before },
    },
  });
  it.each([
    ['ended before', run(before, before), ['completed success completed']],
    ['ended in the same second', run(before, at), ['completed success completed']],
    ['ended after', run(before, after), ['in_progress null in_progress']],
    ['begun after', run(after, after), []],
    ['running still', run(before, null), ['in_progress null in_progress']],
    ['ended, and nobody knows when it began', run(null, before), ['completed success completed']],
  ])('%s', (_name, one, shown) => {
    const { list } = checksAt({ complete: true, since: null, list: [one] }, moment);
    expect(list.map(({ status, conclusion, suite }) => `${status} ${conclusion} ${suite.status}`)).toEqual(shown);
  });

  it('is in a suite that ran as long as any of its runs', () => {
    const { list } = checksAt(
      { complete: true, since: null, list: [run(before, before), run(before, after, 2)] },
      moment,
    );
    expect(list.map(({ suite }) => suite.status)).toEqual(['in_progress', 'in_progress']);
  });
});
