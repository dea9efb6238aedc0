import { DatabaseSync } from 'node:sqlite';

/**
 * Milliseconds of so many commits that wait for the disk, one after another, with nothing else done: no durable
 * acknowledgement can be quicker than this machine's.
 */
export function commits(path: string, count: number): readonly number[] {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS t (body BLOB)');
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    const body = Buffer.alloc(500);
    return Array.from({ length: count }, () => {
      const started = performance.now();
      insert.run(body);
      return performance.now() - started;
    });
  } finally {
    database.close();
  }
}
