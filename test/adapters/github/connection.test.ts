import { describe, expect, test } from 'vitest';
import type { Ask } from '../../../src/adapters/github/query/asking.ts';
import { collect, type Connection, firstPage } from '../../../src/adapters/github/query/connection.ts';
import type { PieceAnswer } from '../../../src/adapters/github/query/piece.ts';

const things: Connection = {
  name: 'things',
  path: ['things'],
  page: (after) => ({
    name: 'things',
    place: 'repository',
    selection: 'things',
    variables: { after: { type: 'String', value: after } },
    keys: ['things'],
  }),
};

interface Page {
  readonly nodes: readonly unknown[];
  readonly next: string | null;
  readonly totalCount?: number;
}

const connectionOf = ({ nodes, next, totalCount }: Page) => ({
  ...(totalCount === undefined ? {} : { totalCount }),
  pageInfo: { hasNextPage: next !== null, endCursor: next },
  nodes,
});

const answerOf = (value: unknown, errors: PieceAnswer['errors'] = []): PieceAnswer => ({
  values: { things: value },
  errors,
});

/** Answers pages by cursor; a function answers anything. */
function asker(pages: Readonly<Record<string, PieceAnswer>>): { readonly ask: Ask; readonly cursors: string[] } {
  const cursors: string[] = [];
  return {
    cursors,
    ask: async (pieces) => {
      const cursor = String(pieces[0]?.variables['after']?.value);
      cursors.push(cursor);
      const answer = pages[cursor];
      return new Map(answer === undefined ? [] : [['things', answer]]);
    },
  };
}

async function read(first: PieceAnswer | undefined, pages: Readonly<Record<string, PieceAnswer>> = {}) {
  const { ask, cursors } = asker(pages);
  const [list] = await collect(ask, [{ connection: things, first: firstPage(things, first) }]);
  return { list, cursors };
}

describe('a list in pages', () => {
  test('is whole when its last page came', async () => {
    const { list, cursors } = await read(answerOf(connectionOf({ nodes: [1], next: 'a' })), {
      a: answerOf(connectionOf({ nodes: [2], next: 'b' })),
      b: answerOf(connectionOf({ nodes: [3], next: null })),
    });
    expect(list).toMatchObject({ complete: true, nodes: [1, 2, 3] });
    expect(cursors).toEqual(['a', 'b']);
  });

  const failed = [{ message: 'something went wrong', type: null, path: [] }];
  const cases: readonly (readonly [string, PieceAnswer | undefined, Readonly<Record<string, PieceAnswer>>])[] = [
    ['its first page never came', undefined, {}],
    ['its first page is null', answerOf(null), {}],
    ['its first page came with an error', answerOf(connectionOf({ nodes: [], next: null }), failed), {}],
    ['a later page never came', answerOf(connectionOf({ nodes: [1], next: 'a' })), {}],
    ['a later page failed', answerOf(connectionOf({ nodes: [1], next: 'a' })), { a: answerOf(null, failed) }],
    [
      'the cursor does not advance',
      answerOf(connectionOf({ nodes: [1], next: 'a' })),
      { a: answerOf(connectionOf({ nodes: [2], next: 'a' })) },
    ],
    [
      'the cursors go round',
      answerOf(connectionOf({ nodes: [1], next: 'a' })),
      {
        a: answerOf(connectionOf({ nodes: [2], next: 'b' })),
        b: answerOf(connectionOf({ nodes: [3], next: 'a' })),
      },
    ],
    [
      'there is more and no cursor to it',
      answerOf({ pageInfo: { hasNextPage: true, endCursor: null }, nodes: [1] }),
      {},
    ],
    ['a node is null', answerOf(connectionOf({ nodes: [1, null], next: null })), {}],
    ['GitHub counts more than came', answerOf(connectionOf({ nodes: [1], next: null, totalCount: 2 })), {}],
  ];
  test.each(cases)('is not whole when %s', async (_name, first, pages) => {
    const { list, cursors } = await read(first, pages);
    expect(list?.complete).toBe(false);
    expect(cursors.length).toBeLessThan(5);
  });

  test('that never ends is given up and not whole', async () => {
    let asked = 0;
    const ask: Ask = async () => {
      asked += 1;
      return new Map([['things', answerOf(connectionOf({ nodes: [asked], next: `c${asked}` }))]]);
    };
    const [list] = await collect(ask, [{ connection: things, first: connectionOf({ nodes: [0], next: 'c0' }) }]);
    expect(list?.complete).toBe(false);
    expect(asked).toBeLessThan(101);
  });

  test('shares requests with other lists', async () => {
    const sizes: number[] = [];
    const ask: Ask = async (pieces) => {
      sizes.push(pieces.length);
      return new Map(
        pieces.map(({ name }) => [name, { values: { [name]: connectionOf({ nodes: [1], next: null }) }, errors: [] }]),
      );
    };
    const of = (name: string): Connection => ({
      ...things,
      name,
      path: [name],
      page: (after) => ({ ...things.page(after), name, keys: [name] }),
    });
    const first = connectionOf({ nodes: [0], next: 'x' });
    const lists = await collect(ask, [
      { connection: of('a'), first },
      { connection: of('b'), first },
    ]);
    expect(sizes).toEqual([2]);
    expect(lists.map(({ complete }) => complete)).toEqual([true, true]);
  });
});
