import { describe, expect, it } from 'vitest';
import { openPullRequestsOf } from '../../../src/adapters/github/facts/id-uses.ts';
import { firstContexts } from '../../../src/adapters/github/facts/statuses.ts';
import { listFacts } from '../../../src/adapters/github/list-facts.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { NeededFacts, recordFacts } from '../../../src/adapters/github/needed-facts.ts';
import { OtherGates } from '../../../src/adapters/github/other-gates.ts';
import { nothingWanted } from '../../../src/adapters/github/wanted.ts';
import { marks } from '../../../src/reconcile/marks.ts';

const list = (complete: boolean) => ({ complete, total: null, nodes: [] });

describe('what GitHub did not tell is not taken for nothing', () => {
  it.each([
    [true, true, true],
    [false, true, false],
    [true, false, false],
  ])(
    'reviews are whole only with the timeline, in which the base may have changed: %s, %s',
    (reviews, timeline, whole) => {
      const lists = new Map([
        ['reviews', list(reviews)],
        ['timeline', list(timeline)],
      ]);
      expect(listFacts(lists, 'h').reviews.complete).toBe(whole);
    },
  );

  it('reviews without a timeline are not whole either', () => {
    expect(listFacts(new Map([['reviews', list(true)]]), 'h').reviews.complete).toBe(false);
  });

  it.each<[head: 'absent' | 'unread' | null, base: 'absent' | 'unread' | null, expected: unknown]>([
    ['absent', 'absent', []],
    ['unread', 'absent', 'unread'],
    ['absent', 'unread', 'unread'],
    [null, 'absent', 'unread'],
    ['absent', null, 'unread'],
  ])('a record that is %s at the head and %s at the base', (head, base, expected) => {
    const facts = new NeededFacts(new OtherGates({ app: 1, marks, memory: readingMemory() }));
    if (head !== null) facts.records.head.set('change.yaml', head);
    if (base !== null) facts.records.base.set('change.yaml', base);
    expect(recordFacts(facts, { ...nothingWanted, records: ['change.yaml'] })).toEqual(expected);
  });

  it('statuses with an error beside them were not read, without one there are none', () => {
    const values = { statusCheckRollup: null };
    expect(firstContexts({ values, errors: [] })).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false } });
    expect(firstContexts({ values, errors: [{ type: 'NOT_FOUND', message: 'x', path: [] }] })).toBeNull();
    expect(firstContexts(undefined)).toBeNull();
  });

  it('of several gates on a head the newest counts, in whatever order they come', () => {
    const run = (id: number) => ({ id: `CR_${id}`, databaseId: id, externalId: `rg1:${id}` });
    const gateOf = (...runs: readonly object[]) => {
      const suite = { app: { databaseId: 7 }, checkRuns: { nodes: runs } };
      const commit = { checkSuites: { pageInfo: { hasNextPage: false }, nodes: [suite] } };
      const node = { number: 2, headRefOid: 'b', heads: { nodes: [{ commit }] } };
      return openPullRequestsOf({ complete: true, total: 1, nodes: [node] }, { app: 7, externalId: 'rg1:' }).list[0]
        ?.gate;
    };
    for (const runs of [
      [run(1), run(2)],
      [run(2), run(1)],
    ])
      expect(gateOf(...runs)).toMatchObject({ node_id: 'CR_2' });
  });
});
