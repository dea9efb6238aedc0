import { firstContexts, rollup } from './facts/statuses.ts';
import type { Question } from './question.ts';
import type { Ask } from './query/asking.ts';
import { collect, type Collected, type Connection, firstPage } from './query/connection.ts';
import type { Piece, PieceAnswer } from './query/piece.ts';

export interface Batch {
  readonly answers: ReadonlyMap<string, PieceAnswer>;
  readonly lists: ReadonlyMap<string, Collected>;
}

/** Asks pieces and the first pages of lists in one request, then the rest of the lists. */
export async function readBatch(
  ask: Ask,
  pieces: readonly Piece[],
  connections: readonly Connection[],
): Promise<Batch> {
  const once = [...new Map(pieces.map((piece) => [piece.name, piece])).values()];
  const answers = await ask([...once, ...connections.map((connection) => connection.page(null))]);
  const open = connections.map((connection) => {
    const answer = answers.get(connection.name);
    return { connection, first: connection === rollup ? firstContexts(answer) : firstPage(connection, answer) };
  });
  const lists = await collect(ask, open);
  return {
    answers,
    lists: new Map(connections.flatMap(({ name }, index) => (lists[index] ? [[name, lists[index]] as const] : []))),
  };
}

/** Asks all questions at once: one request, and a second one when teams are read with another token. */
export async function answerQuestions(ask: Ask, askRoles: Ask | null, questions: readonly Question[]): Promise<void> {
  const apart = askRoles === null ? [] : questions.filter(({ withRoles }) => withRoles);
  const together = questions.filter((question) => !apart.includes(question));
  await Promise.all([answered(ask, together), askRoles === null ? Promise.resolve() : answered(askRoles, apart)]);
}

async function answered(ask: Ask, questions: readonly Question[]): Promise<void> {
  if (questions.length === 0) return;
  const { answers, lists } = await readBatch(
    ask,
    questions.flatMap(({ pieces }) => pieces),
    questions.flatMap(({ connections }) => connections),
  );
  for (const question of questions) question.take(answers, lists);
}
