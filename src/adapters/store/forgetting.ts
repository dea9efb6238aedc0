import { guarded } from './database.ts';
import type { statements } from './statements.ts';

/** Deliveries that are forgotten in one turn. */
const slice = 250;

/** Forgets deliveries that are done, slice by slice while the store is open; answers how many. */
export async function forgotten(
  sql: ReturnType<typeof statements>,
  write: <Result>(statement: () => Result) => Promise<Result>,
  isOpen: () => boolean,
  { before, most }: { readonly before: number; readonly most: number },
): Promise<number> {
  const beyond = Number(guarded(() => sql.beyond.get(most))?.['seq'] ?? 0);
  let [count, after] = [0, 0];
  // In turns of the event loop: a day's worth in one statement would hold up the door for seconds.
  while (isOpen()) {
    const found = guarded(() => sql.slice.get(after, slice));
    const last = Number(found?.['last'] ?? 0);
    const changes = Number((await write(() => sql.forget.run({ after, last, before, beyond }))).changes);
    count += changes;
    // They are in the order in which they came: behind one slice that is young all are.
    if (changes === 0 || Number(found?.['count']) < slice) break;
    after = last;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return count;
}
