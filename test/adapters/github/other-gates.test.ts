import { describe, expect, test } from 'vitest';
import { answerQuestions } from '../../../src/adapters/github/batch.ts';
import { readingMemory, type ReadingMemory } from '../../../src/adapters/github/memory.ts';
import { NeededFacts } from '../../../src/adapters/github/needed-facts.ts';
import { OtherGates, rememberUses, remembersUses } from '../../../src/adapters/github/other-gates.ts';
import { asking } from '../../../src/adapters/github/query/asking.ts';
import { Questions } from '../../../src/adapters/github/questions.ts';
import { keepRepositoryHint } from '../../../src/adapters/github/repository-hint.ts';
import type { GraphqlAnswer, GraphqlError, Transport } from '../../../src/adapters/github/transport/transport.ts';
import { nothingWanted } from '../../../src/adapters/github/wanted.ts';
import { marks } from '../../../src/reconcile/marks.ts';

const app = 7;
const self = { number: 1, sha: 'own' };

interface Gate {
  readonly id: string | null;
  readonly externalId: string;
  readonly summary: string | null;
}

const gate = (number: number, change_id = `chg-${number}`): Gate => ({
  id: `CR_${number}`,
  externalId: `rg1:${change_id}:0`,
  summary: `<!-- rollout-gate:uses ${change_id} -->\n\nwords`,
});

interface Other {
  readonly number: number;
  readonly gate: Gate | null;
  readonly app?: number;
  readonly sha?: string;
  /** Whether the head has more suites than were told. */
  readonly hasMore?: boolean;
}

/** GitHub as the list shows it, and as it is once gates are asked for by their ids; `error` touches those. */
interface Shown {
  readonly first: readonly Other[];
  readonly then?: readonly Other[];
  readonly error?: GraphqlError['type'];
}

const kinds = { list: 'list', gates: 'gates', whole: 'list with summaries' };

function github({ first, then = first, error }: Shown): { transport: Transport; requests: string[] } {
  const requests: string[] = [];
  const list = (others: readonly Other[], after: unknown, hasSummary: boolean): object => {
    const from = Number(after ?? 0);
    const nodes = others
      .slice(from, from + 50)
      .map(({ number, gate: run, app: by = app, sha = `head ${number}`, hasMore = false }) => {
        const { summary, ...named } = run ?? gate(number);
        const shown = { ...named, databaseId: number, ...(hasSummary ? { summary } : {}) };
        const checkRuns = { nodes: run === null ? [] : [shown] };
        const checkSuites = { pageInfo: { hasNextPage: hasMore }, nodes: [{ app: { databaseId: by }, checkRuns }] };
        return { number, headRefOid: sha, heads: { nodes: [{ commit: { checkSuites } }] } };
      });
    const pageInfo = { hasNextPage: from + 50 < others.length, endCursor: String(from + 50) };
    return { repository: { openPullRequests: { totalCount: others.length, pageInfo, nodes } } };
  };
  const gates = (ids: unknown): GraphqlAnswer => {
    const found = (ids as readonly string[]).map((id) => {
      const run = then.find(({ gate: one }) => one?.id === id)?.gate;
      return run === undefined || error !== undefined ? null : run;
    });
    const lost = found.includes(null) ? [{ message: 'none', path: ['gates', found.indexOf(null)] }] : [];
    return {
      data: { gates: found },
      errors: lost.map((one) => ({ ...one, type: error === undefined ? 'NOT_FOUND' : error })),
    };
  };
  const graphql: Transport['graphql'] = (query, variables) => {
    const kind = query.includes('nodes(ids:') ? kinds.gates : query.includes('summary') ? kinds.whole : kinds.list;
    requests.push(kind);
    if (kind === kinds.gates) return Promise.resolve(gates(variables['gates']));
    const isWhole = kind === kinds.whole;
    return Promise.resolve({ data: list(isWhole ? then : first, variables['open'], isWhole), errors: [] });
  };
  return { transport: { graphql, rest: () => Promise.reject(new Error('no REST')) }, requests };
}

interface Read {
  readonly complete: boolean;
  /** Pull requests that use `chg-2`. */
  readonly users: readonly (number | null)[];
  readonly requests: readonly string[];
}

/** One reading that looks for who else uses `chg-2`. */
async function read(memory: ReadingMemory, shown: Shown, summaries = false, by: number | string = app): Promise<Read> {
  const { transport, requests } = github(shown);
  const facts = new NeededFacts(new OtherGates({ app: by, marks, memory }));
  const ask = asking(transport, { owner: 'acme', repo: 'agents', number: self.number });
  const questions = new Questions(new Set(['head change.yaml', 'base change.yaml']));
  const search = { self: self.number, headSha: self.sha };
  const wanted = { ...nothingWanted, records: ['change.yaml'], change_ids: ['chg-2'] };
  const context = { baseRef: 'main', app: by, gate: 'rollout-gate', summaries };
  for (;;) {
    const asked = questions.of(wanted, context, facts.gates.unknown(search));
    if (asked.length === 0) break;
    await answerQuestions(ask, null, asked, facts);
  }
  const { complete, list } = facts.gates.uses({ ...search, change_ids: ['chg-2'], bundle_ids: [] });
  return { complete, users: list.map(({ pull_request }) => pull_request), requests };
}

function knowing(...others: readonly Other[]): ReadingMemory {
  const memory = readingMemory();
  for (const { gate: run } of others) {
    if (run?.id == null) continue;
    rememberUses(memory, { node_id: run.id, external_id: run.externalId }, marks.usesIn(run.summary ?? ''));
  }
  return memory;
}

const others = (count: number): readonly Other[] =>
  Array.from({ length: count }, (_, at) => ({ number: at + 2, gate: gate(at + 2) }));
const [second] = others(1);
if (second === undefined) throw new Error('nobody');
const { list, gates, whole } = kinds;
const renamed = { number: 2, gate: { ...gate(2, 'chg-other'), id: 'CR_2' } };

describe('which ids other pull requests use', () => {
  test.each<[name: string, known: readonly Other[], shown: Shown, expected: Partial<Read>]>([
    ['is known where it is remembered', [second], { first: [second] }, { users: [2], requests: [list] }],
    ['is asked for where it is not', [], { first: [second] }, { users: [2], requests: [list, gates] }],
    [
      'is asked for again under another external id',
      [renamed],
      { first: [second] },
      { users: [2], requests: [list, gates] },
    ],
    [
      'is asked for again of another run with the external id',
      [{ number: 9, gate: { ...gate(2), id: 'CR_9' } }],
      { first: [second] },
      { users: [2], requests: [list, gates] },
    ],
    [
      'is read with the whole list where a check changed meanwhile: taken',
      [],
      { first: [renamed], then: [second] },
      { users: [2], requests: [list, gates, whole] },
    ],
    [
      'is read with the whole list where a check changed meanwhile: let go',
      [],
      { first: [second], then: [renamed] },
      { users: [], requests: [list, gates, whole] },
    ],
    [
      'is read with the whole list where a check is gone',
      [],
      { first: [second], then: [] },
      { users: [], requests: [list, gates, whole] },
    ],
    [
      'is read with the whole list after an error that stays',
      [],
      { first: [second], error: null },
      { users: [2], requests: [list, gates, gates, whole] },
    ],
    [
      'is read with the whole list where it may not be seen',
      [],
      { first: [second], error: 'FORBIDDEN' },
      { users: [2], requests: [list, gates, whole] },
    ],
    [
      'is unknown where no summary is told at all',
      [],
      { first: [{ number: 2, gate: { ...gate(2), summary: null } }] },
      { complete: false, requests: [list, gates, whole] },
    ],
    [
      'is unknown where the check has no name to ask by',
      [second],
      { first: [{ number: 2, gate: { ...gate(2), id: null } }] },
      { complete: false, requests: [list] },
    ],
    [
      'is nothing by the check of another app',
      [second],
      { first: [{ ...second, app: 8 }] },
      { users: [], requests: [list] },
    ],
    [
      'is nothing by a check that is not ours',
      [{ number: 2, gate: { ...gate(2), externalId: 'x:chg-2' } }],
      { first: [{ number: 2, gate: { ...gate(2), externalId: 'x:chg-2' } }] },
      { users: [], requests: [list] },
    ],
    ['is nothing without a check', [], { first: [{ number: 2, gate: null }] }, { users: [], requests: [list] }],
    [
      'is unknown where there may be a check among suites that were not told',
      [],
      { first: [{ number: 2, gate: null, hasMore: true }] },
      { complete: false, requests: [list] },
    ],
    [
      'is not asked of our own pull request, nor of one with our head',
      [],
      {
        first: [
          { ...second, number: 1 },
          { ...second, number: 3, sha: self.sha },
        ],
      },
      { users: [], requests: [list] },
    ],
  ])('%s', async (_name, known, shown, expected) => {
    expect(await read(knowing(...known), shown)).toEqual({ complete: true, users: [], ...expected });
  });

  test.each([0, 1, 50, 51, 100])('of %i others is asked for once, then known', async (count) => {
    const memory = readingMemory();
    const pages = Array.from({ length: Math.max(1, Math.ceil(count / 50)) }, () => list);
    const users = count === 0 ? [] : [2];
    const shown = { first: others(count) };
    const asked = count === 0 ? pages : [...pages, gates];
    expect(await read(memory, shown)).toEqual({ complete: true, users, requests: asked });
    expect(await read(memory, shown)).toEqual({ complete: true, users, requests: pages });
  });

  test('of more than a hundred is read with the whole list, and known afterwards', async () => {
    const memory = readingMemory();
    const shown = { first: others(120) };
    const requests = [list, list, list, whole, whole, whole];
    expect(await read(memory, shown)).toEqual({ complete: true, users: [2], requests });
    expect(await read(memory, shown)).toEqual({ complete: true, users: [2], requests: [list, list, list] });
    // Of the one that changed since, it alone is asked.
    const changed = others(120).map((one) => (one.number === 7 ? { number: 7, gate: gate(7, 'chg-2') } : one));
    const again = await read(memory, { first: changed });
    expect(again).toEqual({ complete: true, users: [2, 7], requests: [list, list, list, gates] });
  });

  test('is unknown where nobody asked', () => {
    const unasked = new OtherGates({ app, marks, memory: knowing(second) });
    const search = { self: self.number, headSha: self.sha, change_ids: ['chg-2'], bundle_ids: [] };
    expect(unasked.uses(search)).toEqual({ complete: false, list: [] });
  });

  test('is known once the list was read with its summaries', async () => {
    const memory = readingMemory();
    expect(await read(memory, { first: others(3) }, true)).toEqual({ complete: true, users: [2], requests: [whole] });
    expect(await read(memory, { first: others(3) })).toEqual({ complete: true, users: [2], requests: [list] });
  });

  test('is never remembered where a summary was not told', async () => {
    const memory = knowing(second);
    const untold = [{ number: 2, gate: { ...gate(2), summary: null } }];
    expect(await read(memory, { first: untold }, true)).toMatchObject({ complete: false, requests: [whole] });
    expect(await read(readingMemory(), { first: untold }, true)).toMatchObject({ complete: false });
  });

  test('is read anew each time of an app that is known by its name: others write its checks too', async () => {
    const memory = readingMemory();
    const key = { owner: 'acme', repo: 'agents', number: 1 };
    const wanted = { ...nothingWanted, governed: true };
    expect(remembersUses({ app, memory }, key)).toBe(false);
    keepRepositoryHint(memory, key, { wanted, baseRef: 'main' }, 'p');
    expect(remembersUses({ app, memory }, key)).toBe(true);
    expect(remembersUses({ app, memory }, { ...key, repo: 'other' })).toBe(false);
    expect(remembersUses({ app: 'github-actions', memory }, key)).toBe(false);
  });
});
