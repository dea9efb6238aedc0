import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '../fault.ts';

/** Marks a file as ours in its header ("rgat"), so that no other program's database is taken for a store. */
const applicationId = 0x72676174;

/** Each brings the store one version further; never edited once released, only added to. */
const migrations: readonly string[] = [
  `CREATE TABLE deliveries (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     event TEXT NOT NULL,
     body BLOB NOT NULL,
     received_at INTEGER NOT NULL,
     state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
     tries INTEGER NOT NULL DEFAULT 0,
     fault TEXT
   ) STRICT;
   CREATE INDEX deliveries_by_state ON deliveries (state, seq);
   CREATE TABLE work (
     key TEXT PRIMARY KEY,
     detail TEXT NOT NULL,
     version INTEGER NOT NULL DEFAULT 1,
     since INTEGER NOT NULL,
     due INTEGER NOT NULL,
     tries INTEGER NOT NULL DEFAULT 0,
     lapses INTEGER NOT NULL DEFAULT 0,
     fault TEXT,
     dead INTEGER NOT NULL DEFAULT 0,
     fence INTEGER,
     leased_version INTEGER,
     until INTEGER
   ) STRICT;
   CREATE INDEX work_by_age ON work (dead, since);
   CREATE TABLE fence (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
   INSERT INTO fence VALUES (1, 0);`,
];

export const storeVersion = migrations.length;

/** Brings the store up to this program's version, in one transaction. Throws `store_newer` and `store_unusable`. */
export function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = numberOf(database, 'user_version');
    const id = numberOf(database, 'application_id');
    const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
    if (!isEmpty && id !== applicationId) {
      throw new Fault('store_unusable', { message: "STORE_PATH names another program's database." });
    }
    if (version > storeVersion) {
      const message = `The store has version ${version}; this program knows versions up to ${storeVersion}.`;
      throw new Fault('store_newer', { message });
    }
    if (version < storeVersion) {
      for (const step of migrations.slice(version)) database.exec(step);
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${storeVersion}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function numberOf(database: DatabaseSync, pragma: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}
