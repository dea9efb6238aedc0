import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { DeadLetter, Inbox, InboxCounts } from '../../reconcile/ports/inbox.ts';
import { Fault } from '../fault.ts';
import { guarded } from './database.ts';
import { versionOf } from './schema.ts';
import { SqliteInbox } from './sqlite-inbox.ts';

/** What a look at a store found. */
export interface StoreLook {
  readonly counts: InboxCounts;
  /** At most 100. */
  readonly deadLetters: readonly DeadLetter[];
}

/** What can be asked of a store that must not change. */
export type ReadableInbox = Pick<Inbox, 'counts' | 'deadLetters' | 'givenUp' | 'note' | 'seen'>;

/**
 * Looks into a store without changing, making or migrating it, beside the App that uses it. null = there is no file;
 * `older` = it was not brought up to date yet. Throws the faults `store_unusable` and `store_newer`.
 */
export async function lookIntoStore(path: string, now: number): Promise<StoreLook | 'older' | null> {
  return readingStore(path, async (inbox) => ({
    counts: await inbox.counts(now),
    deadLetters: await inbox.deadLetters(),
  }));
}

/** As `lookIntoStore`, for any reading. */
export async function readingStore<Read>(
  path: string,
  read: (inbox: ReadableInbox) => Promise<Read>,
): Promise<Read | 'older' | null> {
  if (!existsSync(path)) return null;
  const database = guarded(() => new DatabaseSync(path, { readOnly: true, timeout: 3_000 }));
  try {
    const age = guarded(() => versionOf(database));
    if (age === 'none') throw new Fault('store_unusable', { message: "STORE_PATH names no store of the App's." });
    if (age === 'older') return 'older';
    return await read(guarded(() => new SqliteInbox(database)));
  } finally {
    database.close();
  }
}
