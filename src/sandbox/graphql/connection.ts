import { GraphqlProblem } from './problem.ts';

/** Fields by name; a function is called with the field's arguments. `__typename` tells unions and interfaces apart. */
export type View = { readonly [field: string]: unknown };

export interface PageArguments {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
}

/**
 * A page of items in GitHub's form. Cursors are opaque to clients. Nodes are made only for the page; a node that is
 * an `Error` becomes null with an entry in `errors`.
 */
export function connection<Item>(
  items: readonly Item[],
  page: PageArguments,
  toNode: (item: Item) => View | Error,
  toEdge: (item: Item) => View = () => ({}),
): View {
  const from = page.after === undefined ? 0 : position(page.after) + 1;
  const to = page.before === undefined ? items.length : position(page.before);
  const start = page.last === undefined ? from : Math.max(from, to - page.last);
  const end = page.first === undefined ? to : Math.min(to, start + page.first);
  const numbered = items.slice(start, end).map((item, index) => ({ item, cursor: cursor(start + index) }));
  const nodes = (): readonly (View | Error)[] => numbered.map(({ item }) => toNode(item));
  return {
    totalCount: items.length,
    nodes,
    edges: () => numbered.map(({ item, cursor }) => ({ cursor, node: () => toNode(item), ...toEdge(item) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: numbered.at(0)?.cursor ?? null,
      endCursor: numbered.at(-1)?.cursor ?? null,
    },
  };
}

function cursor(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64');
}

function position(text: string): number {
  const match = /^cursor:v2:(\d+)$/.exec(Buffer.from(text, 'base64').toString('utf8'));
  if (match === null) throw new GraphqlProblem('UNPROCESSABLE', `\`${text}\` does not appear to be a valid cursor.`);
  return Number(match[1]);
}
