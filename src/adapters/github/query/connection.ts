import { at, atPath, booleanAt, listAt, numberAt, textAt } from '../json-value.ts';
import type { Ask } from './asking.ts';
import { isFailed } from './asking.ts';
import type { Piece, PieceAnswer } from './piece.ts';

/** A list that comes in pages. */
export interface Connection {
  readonly name: string;
  /** The piece that asks for the page behind a cursor; null = the first page. */
  page(after: string | null): Piece;
  /** Where the connection stands in the piece's values. */
  readonly path: readonly string[];
}

/** A list with the word whether it is whole. */
export interface Collected {
  readonly complete: boolean;
  /** GitHub's own count; null when it didn't say. */
  readonly total: number | null;
  readonly nodes: readonly unknown[];
}

/** More pages than this of one list are not read: 100 of 100 is beyond every limit that GitHub documents. */
const mostPages = 100;

/**
 * The connection's page in an answer, as `collect` takes it. Where an error took anything out of it, a node counts as
 * missing: the hole may be in a reviewer, a committer or a run, and null there would look like nobody (github-checked 15).
 */
export function firstPage(connection: Connection, answer: PieceAnswer | undefined): unknown {
  if (answer === undefined || isFailed(answer)) return null;
  const page = atPath(answer.values, connection.path);
  if (page === null || answer.errors.length === 0) return page;
  return { ...page, nodes: [...listAt(page, 'nodes'), null] };
}

/**
 * Reads every list to its end, the next pages of all lists in one request. A page that doesn't come, a node that is
 * missing, a cursor that doesn't advance or a count that doesn't fit makes the list incomplete (github-facts T31).
 */
export async function collect(
  ask: Ask,
  open: readonly { readonly connection: Connection; readonly first: unknown }[],
): Promise<readonly Collected[]> {
  // Most lists end on their first page, and then nothing is asked.
  const lists = open.map(({ connection, first }) => wholeList(first) ?? new OpenList(connection, first));
  const paged = lists.filter((list) => list instanceof OpenList);
  if (paged.length > 0) await readOn(ask, paged);
  return lists.map((list) => (list instanceof OpenList ? list.collected() : list));
}

/** The list of a first page behind which nothing is; null = there is more. */
export function wholeList(page: unknown): Collected | null {
  const hasNext = booleanAt(page, 'pageInfo', 'hasNextPage');
  if (hasNext === true) return null;
  return hasNext === null ? unreadList : collectedOf(nodesOf(page), numberAt(page, 'totalCount'), true);
}

/** The list of which nothing came. */
export const unreadList: Collected = { complete: false, total: null, nodes: [] };

function nodesOf(page: unknown): readonly unknown[] {
  return listAt(page, at(page, 'nodes') === null ? 'edges' : 'nodes');
}

function collectedOf(all: readonly unknown[], total: number | null, isRead: boolean): Collected {
  const nodes = all.includes(null) ? all.filter((node) => node !== null) : all;
  const short = total !== null && nodes.length < total;
  return { complete: isRead && nodes === all && !short, total, nodes };
}

async function readOn(ask: Ask, lists: readonly OpenList[]): Promise<void> {
  for (let pages = 1; pages < mostPages; pages += 1) {
    const next = lists.filter((list) => list.cursor !== null);
    if (next.length === 0) break;
    const answers = await ask(next.map((list) => list.connection.page(list.cursor)));
    for (const list of next) list.take(firstPage(list.connection, answers.get(list.connection.name)));
  }
}

class OpenList {
  readonly connection: Connection;
  /** Cursor of the next page; null = nothing more to ask. */
  cursor: string | null = null;
  readonly #nodes: unknown[] = [];
  readonly #seen = new Set<string>();
  #total: number | null = null;
  #broken = false;

  constructor(connection: Connection, first: unknown) {
    this.connection = connection;
    this.take(first);
  }

  take(page: unknown): void {
    this.cursor = null;
    const hasNext = booleanAt(page, 'pageInfo', 'hasNextPage');
    if (hasNext === null) {
      this.#broken = true;
      return;
    }
    this.#total = numberAt(page, 'totalCount');
    this.#nodes.push(...nodesOf(page));
    if (!hasNext) return;
    const cursor = textAt(page, 'pageInfo', 'endCursor');
    if (cursor === null || this.#seen.has(cursor)) {
      this.#broken = true;
      return;
    }
    this.#seen.add(cursor);
    this.cursor = cursor;
  }

  collected(): Collected {
    return collectedOf(this.#nodes, this.#total, !this.#broken && this.cursor === null);
  }
}
