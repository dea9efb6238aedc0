import { expect, test } from 'vitest';
import type { ClosedIncidentPage } from '../../src/reconcile/ports/open-pull-requests.ts';
import { closedSince } from '../../src/reconcile/sweep-incidents.ts';

/** Page n has the incidents 10n and 10n + 1, which changed the earlier the further back they stand; `foreign` ones list none. */
function pages(count: number, foreign = false) {
  const asked: string[] = [];
  const page = (index: number): ClosedIncidentPage => ({
    list: foreign ? [] : [0, 1].map((one) => ({ number: 10 * index + one, updated: 1_000 - 10 * index - one })),
    next: index + 1 < count ? String(index + 1) : null,
  });
  const reader = {
    closedIncidents: async (_key: unknown, after: string) => {
      asked.push(after);
      return page(Number(after));
    },
  };
  const since = async (moment: number) => {
    const found = await closedSince(reader, { owner: 'acme', repo: 'agents' }, page(0), moment);
    return { numbers: found.map(({ number }) => number), asked };
  };
  return { since };
}

test.each([
  ['all, where none was looked at before', 3, 0, [0, 1, 10, 11, 20, 21], ['1', '2']],
  ['none, where nothing changed', 3, 1_000, [], []],
  ['those that changed, and no further page', 3, 999, [0], []],
  ['those of two pages', 3, 989, [0, 1, 10], ['1']],
  ['at most six pages', 9, 0, [0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51], ['1', '2', '3', '4', '5']],
] as const)('closed incidents: %s', async (_, count, moment, numbers, asked) => {
  expect(await pages(count).since(moment)).toEqual({ numbers, asked });
});

test('issues of others end the looking, too', async () => {
  expect(await pages(50, true).since(0)).toEqual({ numbers: [], asked: ['1', '2', '3', '4', '5'] });
});
