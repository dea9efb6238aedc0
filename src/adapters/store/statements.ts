import type { DatabaseSync, StatementSync } from 'node:sqlite';

const texts = {
  insert: `INSERT INTO deliveries (id, event, body, received_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  waiting: `SELECT id, event, body FROM deliveries WHERE state = 'waiting' ORDER BY seq LIMIT ?`,
  routed: `UPDATE deliveries SET state = 'done', body = x'' WHERE id = ? AND state = 'waiting'`,
  unroutable: `UPDATE deliveries SET tries = tries + 1, fault = ?,
                 state = CASE WHEN tries + 1 >= ? THEN 'dead' ELSE state END WHERE id = ? AND state = 'waiting'`,
  // A new event is a new reason to try what was given up; the times of a failure are kept, or a busy key never rests.
  add: `INSERT INTO work (key, detail, since, due) VALUES (?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET detail = excluded.detail, version = version + 1,
          since = CASE WHEN dead THEN excluded.since ELSE since END,
          due = CASE WHEN dead THEN excluded.due ELSE due END,
          tries = CASE WHEN dead THEN 0 ELSE tries END, lapses = CASE WHEN dead THEN 0 ELSE lapses END, dead = 0`,
  lapse: `UPDATE work SET lapses = lapses + 1, dead = lapses + 1 >= ?, fault = 'lease_lost', fence = NULL, until = NULL
          WHERE fence IS NOT NULL AND until <= ?`,
  due: `SELECT key, detail, tries FROM work WHERE dead = 0 AND due <= ? AND (fence IS NULL OR until <= ?)
        ORDER BY since, key LIMIT ?`,
  nextFence: `UPDATE fence SET last = last + 1 RETURNING last`,
  lease: `UPDATE work SET fence = ?, until = ?, leased_version = version WHERE key = ?`,
  renew: `UPDATE work SET until = ? WHERE key = ? AND fence = ?`,
  end: `DELETE FROM work WHERE key = ? AND fence = ? AND version = leased_version`,
  again: `UPDATE work SET fence = NULL, until = NULL, tries = 0, lapses = 0, fault = NULL, since = ?
          WHERE key = ? AND fence = ?`,
  failed: `UPDATE work SET fence = NULL, until = NULL, tries = tries + 1, fault = ?, dead = tries + 1 >= ?, due = ?
           WHERE key = ? AND fence = ?`,
  release: `UPDATE work SET fence = NULL, until = NULL WHERE key = ? AND fence = ?`,
  counts: `SELECT (SELECT count(*) FROM deliveries WHERE state = 'waiting') AS deliveries,
             (SELECT count(*) FROM work WHERE dead = 0) AS work,
             (SELECT count(*) FROM work WHERE dead = 0 AND fence IS NOT NULL AND until > ?) AS leased,
             (SELECT count(*) FROM work WHERE dead = 1)
               + (SELECT count(*) FROM deliveries WHERE state = 'dead') AS dead,
             (SELECT min(at) FROM (SELECT min(received_at) AS at FROM deliveries WHERE state = 'waiting'
               UNION ALL SELECT min(since) FROM work
                 WHERE dead = 0 AND due <= ? AND (fence IS NULL OR until <= ?))) AS oldest`,
  deadLetters: `SELECT key AS name, tries, fault FROM work WHERE dead = 1
                UNION ALL SELECT 'delivery ' || id, tries, fault FROM deliveries WHERE state = 'dead'
                ORDER BY name LIMIT 100`,
  forget: `DELETE FROM deliveries WHERE state = 'done' AND (received_at < ? OR seq <= (
             SELECT seq FROM deliveries WHERE state = 'done' ORDER BY seq DESC LIMIT 1 OFFSET ?))`,
  probe: `UPDATE fence SET last = last`,
} as const;

/** Every statement of the store, prepared once. */
export function statements(database: DatabaseSync): Record<keyof typeof texts, StatementSync> {
  const entries = Object.entries(texts).map(([name, text]) => [name, database.prepare(text)] as const);
  return Object.fromEntries(entries) as Record<keyof typeof texts, StatementSync>;
}
