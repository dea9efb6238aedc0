import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '../fault.ts';

/** Marks a file as ours in its header ("rgat"), so that no other program's database is taken for a store. */
const applicationId = 0x72676174;

/** Each brings the store one version further; never edited once released, only added to. */
export const migrations: readonly string[] = [
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
  // `serial` may be missing: a process of version 1 that still runs beside us knows nothing of it. Its `due` was the rest
  // after a failure. What was wished for while the key was leased waits in `next_lane` and `next_due`.
  `ALTER TABLE work ADD COLUMN serial TEXT;
   ALTER TABLE work ADD COLUMN lane INTEGER NOT NULL DEFAULT 1;
   ALTER TABLE work ADD COLUMN rest INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE work ADD COLUMN next_lane INTEGER;
   ALTER TABLE work ADD COLUMN next_due INTEGER;
   UPDATE work SET rest = due, due = since;
   DROP INDEX work_by_age;
   CREATE INDEX work_by_lane ON work (dead, lane, since, key);
   CREATE INDEX work_held ON work (coalesce(serial, key)) WHERE fence IS NOT NULL;
   CREATE TABLE notes (name TEXT PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE INDEX notes_by_age ON notes (at);`,
  // A body lies apart from its row, which stays small and on a page with others. A process of version 2 that still runs beside
  // us keeps bodies in the rows, as `waiting`: what it would find without one is `kept`. An index holds what is looked for
  // often, no more: each is written for every piece of work.
  `CREATE TABLE deliveries_3 (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     event TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('kept', 'waiting', 'done', 'dead')),
     tries INTEGER NOT NULL DEFAULT 0,
     fault TEXT,
     body BLOB NOT NULL DEFAULT x''
   ) STRICT;
   INSERT INTO deliveries_3 (seq, id, event, received_at, state, tries, fault, body)
     SELECT seq, id, event, received_at, state, tries, fault, body FROM deliveries ORDER BY seq;
   DROP TABLE deliveries;
   ALTER TABLE deliveries_3 RENAME TO deliveries;
   CREATE INDEX deliveries_open ON deliveries (seq) WHERE state <> 'done';
   CREATE TABLE bodies (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
   DROP INDEX work_by_lane;
   DROP INDEX work_held;
   CREATE INDEX work_free ON work (lane, since, key, due, rest) WHERE dead = 0 AND fence IS NULL;
   CREATE INDEX work_held ON work (coalesce(serial, key), until, fence) WHERE fence IS NOT NULL;
   CREATE INDEX work_dead ON work (key) WHERE dead = 1;
   CREATE TABLE notes_3 (name TEXT PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO notes_3 (name, text, at) SELECT name, text, at FROM notes ORDER BY name;
   DROP TABLE notes;
   ALTER TABLE notes_3 RENAME TO notes;
   CREATE INDEX notes_by_age ON notes (at);`,
];

/** Brings the store up to this program's version, in one transaction. Throws `store_newer` and `store_unusable`. */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  const newest = steps.length;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = numberOf(database, 'user_version');
    if (versionOf(database, newest) !== 'current') {
      for (const step of steps.slice(version)) database.exec(step);
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${newest}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** How old a store is, `none` where the file is empty. Throws `store_newer`, and `store_unusable` for another program's. */
export function versionOf(database: DatabaseSync, newest = migrations.length): 'none' | 'older' | 'current' {
  const version = numberOf(database, 'user_version');
  if (database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined) return 'none';
  if (numberOf(database, 'application_id') !== applicationId) {
    throw new Fault('store_unusable', { message: "STORE_PATH names another program's database." });
  }
  if (version > newest) {
    const message = `The store has version ${version}; this program knows versions up to ${newest}.`;
    throw new Fault('store_newer', { message });
  }
  return version < newest ? 'older' : 'current';
}

function numberOf(database: DatabaseSync, pragma: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}
