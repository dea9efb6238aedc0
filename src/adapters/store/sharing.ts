import type { DatabaseSync } from 'node:sqlite';
import { batched } from './batched.ts';
import { guarded, transaction } from './database.ts';

type Settled<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/**
 * Work that shares a transaction with what is asked for in the same turn of the event loop: most of a small transaction's cost
 * is its beginning and end. Each is done whole or not at all, and what fails takes nothing else with it.
 */
export function sharing<One, Answer>(
  database: DatabaseSync,
  work: (one: One) => Answer,
): (one: One) => Promise<Answer> {
  const ask = batched((all: readonly One[]) =>
    transaction(database, () => all.map((one) => settled(database, () => work(one)))),
  );
  return async (one) => {
    const result = await ask(one);
    if ('error' in result) throw result.error;
    return result.answer;
  };
}

function settled<Answer>(database: DatabaseSync, work: () => Answer): Settled<Answer> {
  database.exec('SAVEPOINT one');
  try {
    const answer = guarded(work);
    database.exec('RELEASE one');
    return { answer };
  } catch (error) {
    // SQLite has taken back all of it, as on a full disk.
    if (!database.isTransaction) throw error;
    database.exec('ROLLBACK TO one; RELEASE one');
    return { error };
  }
}
