import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Fault } from '../fault.ts';
import { busyTimeout } from './busy.ts';
import { migrate } from './schema.ts';

/** How long a start waits for another process that writes, milliseconds: nobody waits for this one yet. */
const startTimeout = 3_000;

/**
 * Opens the store's file, makes it where there is none, looks whether it is whole, and brings it up to date. A commit
 * outlives the process; only a `durably` made one, with all before it, is on the disk when it returns. Throws the faults
 * `store_unusable` and `store_newer`.
 */
export function openDatabase(path: string): DatabaseSync {
  return guarded(() => {
    const database = new DatabaseSync(path, { timeout: startTimeout });
    try {
      const journal: unknown = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
      // Without it each commit waits for the disk, and readers and writers for each other.
      if (journal !== 'wal' && path !== ':memory:') {
        const message = `The store's disk can't be used (journal "${String(journal)}"): it has to be a local one.`;
        throw new Fault('store_unusable', { message });
      }
      database.exec('PRAGMA synchronous = NORMAL');
      const check: unknown = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
      if (check !== 'ok') throw new Fault('store_unusable', { message: `The store is damaged: ${String(check)}` });
      migrate(database);
      // A body's pages are written, let go and used again: the later the log is worked into the file, the less of it is left.
      database.exec('PRAGMA wal_autocheckpoint = 10000');
      // Kilobytes, as it is negative. The names of deliveries and notes lie anywhere in their indexes: of a quarter of this, every third was read anew.
      database.exec('PRAGMA cache_size = -8000');
      database.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Does all of it or nothing. Throws `store_unusable`: the disk is full, the file can't be written, somebody holds it. */
export function transaction<Result>(database: DatabaseSync, work: () => Result): Result {
  const { begin, commit } = controlOf(database);
  return guarded(() => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // SQLite has taken some failures back itself, a full disk among them.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  });
}

/**
 * A transaction that outlives a loss of power. For what was acknowledged, and for nothing else: a wait for the disk holds
 * up all other work, and work whose end was lost is only done again.
 */
export function durably<Result>(database: DatabaseSync, work: () => Result): Result {
  return guarded(() => {
    // As a text each time: as a prepared statement it would be done when it is prepared.
    database.exec('PRAGMA synchronous = FULL');
    try {
      return transaction(database, work);
    } finally {
      database.exec('PRAGMA synchronous = NORMAL');
    }
  });
}

const controls = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  savepoint: 'SAVEPOINT one',
  release: 'RELEASE one',
} as const;
const prepared = new WeakMap<DatabaseSync, Record<keyof typeof controls, StatementSync>>();

/** The statements around the others, prepared once: they are most of a small transaction. */
export function controlOf(database: DatabaseSync): Record<keyof typeof controls, StatementSync> {
  const known = prepared.get(database);
  if (known !== undefined) return known;
  const entries = Object.entries(controls).map(([name, text]) => [name, database.prepare(text)] as const);
  const made = Object.fromEntries(entries) as Record<keyof typeof controls, StatementSync>;
  prepared.set(database, made);
  return made;
}

/** SQLite's messages name no row's content. */
export function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) throw error;
    const message = `The store can't be used: ${error instanceof Error ? error.message : String(error)}`;
    throw new Fault('store_unusable', { message, cause: error });
  }
}
