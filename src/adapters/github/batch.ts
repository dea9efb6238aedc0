import { firstContexts, rollup } from './facts/statuses.ts';
import type { Question } from './question.ts';
import type { Ask } from './query/asking.ts';
import { collect, type Collected, type Connection, firstPage, wholeList } from './query/connection.ts';
import type { Query } from './query/composition.ts';
import type { NeededFacts } from './needed-facts.ts';
import type { Piece, PieceAnswers } from './query/piece.ts';

/** What came for one request: pieces by name, and lists by name, each read to its end or not whole. */
export interface Batch {
  readonly answers: PieceAnswers;
  readonly lists: ReadonlyMap<string, Collected>;
}

/** What is asked at once. */
export interface BatchRequest {
  /** With the first pages of the lists. */
  readonly pieces: readonly Piece[];
  readonly connections: readonly Connection[];
  /** Its query, where it is known already. */
  readonly query?: Query;
}

/** Asks pieces and the first pages of lists in one request, then the rest of the lists. */
export function readBatch(ask: Ask, pieces: readonly Piece[], connections: readonly Connection[]): Promise<Batch> {
  return readRequest(ask, requestOf(pieces, connections));
}

/** The request for pieces and first pages; a piece that several need is asked for once. */
export function requestOf(pieces: readonly Piece[], connections: readonly Connection[]): BatchRequest {
  const once = [...new Map(pieces.map((piece) => [piece.name, piece])).values()];
  return { pieces: [...once, ...connections.map((connection) => connection.page(null))], connections };
}

/** Asks one request, then the rest of its lists. Throws a `Fault` when nothing can be used. */
export async function readRequest(ask: Ask, { pieces, connections, query }: BatchRequest): Promise<Batch> {
  const answers = await ask(pieces, query);
  const lists = new Map<string, Collected>();
  const open: { readonly connection: Connection; readonly first: unknown }[] = [];
  for (const connection of connections) {
    const answer = answers.get(connection.name);
    const first = connection === rollup ? firstContexts(answer) : firstPage(connection, answer);
    const list = wholeList(first);
    if (list === null) open.push({ connection, first });
    else lists.set(connection.name, list);
  }
  if (open.length === 0) return { answers, lists };
  for (const [index, list] of (await collect(ask, open)).entries()) {
    const name = open[index]?.connection.name;
    if (name !== undefined) lists.set(name, list);
  }
  return { answers, lists };
}

/** Asks all questions at once: one request, and a second one when teams are read with another token. */
export async function answerQuestions(
  ask: Ask,
  askRoles: Ask | null,
  questions: readonly Question[],
  facts: NeededFacts,
): Promise<void> {
  if (questions.length === 0) return;
  const apart = askRoles === null ? [] : questions.filter(({ withRoles }) => withRoles);
  const together = apart.length === 0 ? questions : questions.filter((question) => !apart.includes(question));
  await Promise.all([
    answered(ask, together, facts),
    askRoles === null ? Promise.resolve() : answered(askRoles, apart, facts),
  ]);
}

async function answered(ask: Ask, questions: readonly Question[], facts: NeededFacts): Promise<void> {
  if (questions.length === 0) return;
  const batch = await readBatch(
    ask,
    questions.flatMap(({ pieces }) => pieces),
    questions.flatMap(({ connections }) => connections),
  );
  for (const question of questions) question.take(facts, batch);
}
