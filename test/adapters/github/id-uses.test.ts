import { describe, expect, it } from 'vitest';
import { idUsesOf, type UseSearch } from '../../../src/adapters/github/facts/findings.ts';

const search: UseSearch = {
  self: 1,
  headSha: 'a'.repeat(40),
  change_ids: ['chg-1'],
  bundle_ids: ['bundle-1'],
  app: 7,
  externalId: 'rg1:',
  usesIn: (summary) => (summary === '' ? [] : [{ change_id: summary, bundle_id: null }]),
};

const run = (id: number, summary: string, externalId = 'rg1:x') => ({ databaseId: id, summary, externalId });
const suite = (runs: readonly object[], app = 7) => ({
  app: { databaseId: app, slug: 'x' },
  checkRuns: { nodes: runs },
});

/** Another open pull request with these suites on its head. */
const other = (suites: readonly object[], { number = 2, head = 'b', more = false } = {}) => ({
  number,
  headRefOid: head.repeat(40),
  heads: { nodes: [{ commit: { checkSuites: { pageInfo: { hasNextPage: more }, nodes: suites } } }] },
});

const usesOf = (...nodes: readonly object[]) => {
  const { complete, list } = idUsesOf({ complete: true, total: null, nodes }, search);
  return { complete, by: list.map(({ pull_request }) => pull_request) };
};

describe('who else uses an id', () => {
  it('is whose newest gate names it, in whatever order its runs come', () => {
    const [older, newer] = [run(1, 'chg-old'), run(2, 'chg-1')];
    for (const suites of [[suite([older, newer])], [suite([newer, older])], [suite([newer]), suite([older])]])
      expect(usesOf(other(suites))).toEqual({ complete: true, by: [2] });
    const gone = [run(1, 'chg-1'), run(2, 'chg-new')];
    for (const runs of [gone, gone.toReversed()])
      expect(usesOf(other([suite(runs)]))).toEqual({ complete: true, by: [] });
  });

  it.each<[what: string, node: object]>([
    ['a check of another app', other([suite([run(1, 'chg-1')], 8)])],
    ['a check that is no gate of ours', other([suite([run(1, 'chg-1', 'theirs')])])],
    ['the pull request itself', other([suite([run(1, 'chg-1')])], { number: 1 })],
    ['one with the same head', other([suite([run(1, 'chg-1')])], { head: 'a' })],
    ['one that uses other ids', other([suite([run(1, 'chg-2')])])],
  ])('is not told by %s', (_what, node) => {
    expect(usesOf(node)).toEqual({ complete: true, by: [] });
  });

  it('is not known to the end where a gate may stand on the next page', () => {
    expect(usesOf(other([], { more: true }))).toEqual({ complete: false, by: [] });
    expect(usesOf(other([suite([run(1, 'chg-1')])], { more: true }))).toEqual({ complete: true, by: [2] });
  });
});
