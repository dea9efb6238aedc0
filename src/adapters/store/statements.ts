import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Wished for while it was leased: part of the work as soon as the lease ends without having done it. It was due already. */
const giveBack = `fence = NULL, until = NULL, lane = min(lane, coalesce(next_lane, lane)), next_lane = NULL, next_due = NULL`;
/** Due until the lane, and nobody holds it or another piece of its serial: what lapsed was given back before. */
const free = `dead = 0 AND fence IS NULL AND lane <= ? AND due <= ? AND rest <= ?
              AND NOT EXISTS (SELECT 1 FROM work AS held WHERE coalesce(held.serial, held.key) = coalesce(work.serial, work.key)
                AND held.fence IS NOT NULL)`;
/** Given up, unless it was wished for again while it was leased: that begins anew. */
const afresh = 'version <> leased_version';
/** Deliveries whose keys are not known yet, and those that were given up: said so that their index is used. */
const unrouted = `state <> 'done' AND state <> 'dead'`;
const lost = `state <> 'done' AND state = 'dead'`;

const texts = {
  insert: `INSERT INTO deliveries (id, event, received_at, state) VALUES (?, ?, ?, 'kept')
           ON CONFLICT (id) DO UPDATE SET event = excluded.event, received_at = excluded.received_at, state = 'kept',
             tries = 0, fault = NULL WHERE state = 'dead'`,
  keepBody: `INSERT OR REPLACE INTO bodies (body, seq) SELECT ?, seq FROM deliveries WHERE id = ?`,
  seen: `SELECT id FROM deliveries WHERE id IN (SELECT value FROM json_each(?)) AND state <> 'dead'`,
  waiting: `SELECT id, event, coalesce(bodies.body, deliveries.body) AS body FROM deliveries LEFT JOIN bodies USING (seq)
            WHERE ${unrouted} ORDER BY seq LIMIT ?`,
  routed: `UPDATE deliveries SET state = 'done', body = x'' WHERE id = ? AND ${unrouted}`,
  letBodyGo: `DELETE FROM bodies WHERE seq = (SELECT seq FROM deliveries WHERE id = ?)`,
  unroutable: `UPDATE deliveries SET tries = tries + 1, fault = $fault,
                 state = CASE WHEN tries + 1 >= $most THEN 'dead' ELSE state END,
                 body = CASE WHEN tries + 1 >= $most THEN x'' ELSE body END WHERE id = $id AND ${unrouted}`,
  unroutableBody: `DELETE FROM bodies WHERE seq = (SELECT seq FROM deliveries WHERE id = ? AND state = 'dead')`,
  // A new event is a new reason to try what was given up; the rest after a failure is kept, or a busy key never rests.
  add: `INSERT INTO work (key, detail, serial, lane, since, due) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET detail = excluded.detail, version = version + 1,
          serial = CASE WHEN fence IS NULL THEN excluded.serial ELSE serial END,
          lane = CASE WHEN dead THEN excluded.lane WHEN fence IS NULL THEN min(lane, excluded.lane) ELSE lane END,
          due = CASE WHEN dead THEN excluded.due WHEN fence IS NULL THEN min(due, excluded.due) ELSE due END,
          next_lane = CASE WHEN fence IS NULL THEN NULL ELSE min(coalesce(next_lane, excluded.lane), excluded.lane) END,
          next_due = CASE WHEN fence IS NULL THEN NULL ELSE min(coalesce(next_due, excluded.due), excluded.due) END,
          since = CASE WHEN dead THEN excluded.since ELSE since END,
          rest = CASE WHEN dead OR excluded.lane = 0 THEN 0 ELSE rest END,
          tries = CASE WHEN dead THEN 0 ELSE tries END, lapses = CASE WHEN dead THEN 0 ELSE lapses END, dead = 0`,
  lapse: `UPDATE work SET dead = lapses + 1 >= $most AND NOT (${afresh}),
            lapses = CASE WHEN lapses + 1 >= $most AND ${afresh} THEN 0 ELSE lapses + 1 END,
            fault = 'lease_lost', ${giveBack} WHERE fence IS NOT NULL AND until <= $now`,
  lapsed: `SELECT 1 FROM work WHERE fence IS NOT NULL AND until <= ? LIMIT 1`,
  // What lapsed may have been wished for in an earlier lane meanwhile.
  isIdle: `SELECT NOT EXISTS (SELECT 1 FROM work WHERE ${free})
             AND NOT EXISTS (SELECT 1 FROM work WHERE fence IS NOT NULL AND until <= ?) AS idle`,
  due: `SELECT key, detail, coalesce(serial, key) AS serial, lane, max(due, rest) AS due, tries FROM work WHERE ${free}
        ORDER BY lane, since, key`,
  dueWithout: `SELECT key, detail, coalesce(serial, key) AS serial, lane, max(due, rest) AS due, tries FROM work WHERE ${free}
                 AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(work.key, ' ' || value || '/') > 0)
               ORDER BY lane, since, key`,
  countFences: `UPDATE fence SET last = last + ?`,
  lastFence: `SELECT last FROM fence`,
  lease: `UPDATE work SET fence = ?, until = ?, leased_version = version WHERE key = ?`,
  renew: `UPDATE work SET until = ? WHERE key = ? AND fence = ?`,
  end: `DELETE FROM work WHERE key = ? AND fence = ? AND version = leased_version`,
  again: `UPDATE work SET fence = NULL, until = NULL, tries = 0, lapses = 0, rest = 0, fault = NULL, since = $now,
            lane = coalesce(next_lane, lane), due = coalesce(next_due, $now), next_lane = NULL, next_due = NULL
          WHERE key = $key AND fence = $number`,
  failed: `UPDATE work SET dead = tries + 1 >= $most AND NOT (${afresh}),
             tries = CASE WHEN tries + 1 >= $most AND ${afresh} THEN 0 ELSE tries + 1 END,
             fault = $fault, rest = CASE WHEN next_lane = 0 THEN 0 ELSE $rest END, ${giveBack}
           WHERE key = $key AND fence = $number`,
  release: `UPDATE work SET rest = CASE WHEN next_lane = 0 THEN 0 ELSE max(rest, $rest) END, ${giveBack}
            WHERE key = $key AND fence = $number`,
  counts: `WITH come AS (SELECT min(received_at) AS at, count(*) AS count FROM deliveries WHERE ${unrouted}),
             free AS (SELECT min(max(since, due, rest)) AS at, min(CASE WHEN lane < $sweep THEN max(since, due, rest) END) AS awaited
               FROM work WHERE dead = 0 AND due <= $now AND rest <= $now AND (fence IS NULL OR until <= $now))
           SELECT (SELECT count FROM come) AS deliveries,
             (SELECT count(*) FROM work) - (SELECT count(*) FROM work WHERE dead = 1) AS work,
             (SELECT count(*) FROM work WHERE fence IS NOT NULL AND until > $now) AS leased,
             (SELECT count(*) FROM work WHERE dead = 1)
               + (SELECT count(*) FROM deliveries WHERE ${lost}) AS dead,
             (SELECT min(at) FROM (SELECT at FROM come UNION ALL SELECT at FROM free)) AS oldest,
             (SELECT min(at) FROM (SELECT at FROM come UNION ALL SELECT awaited FROM free)) AS awaited`,
  deadLetters: `SELECT key AS name, tries, fault FROM work WHERE dead = 1
                UNION ALL SELECT 'delivery ' || id, tries, fault FROM deliveries WHERE ${lost}
                ORDER BY name LIMIT 100`,
  givenUp: `SELECT key, detail, fault FROM work WHERE dead = 1 AND key > ? ORDER BY key LIMIT ?`,
  retry: `UPDATE work SET dead = 0, detail = $detail, version = version + 1, tries = $most - 1, lapses = 0, rest = 0,
            since = $now, due = $now, lane = CASE lane WHEN 0 THEN 0 ELSE $sweep END WHERE key = $key AND dead = 1`,
  beyond: `SELECT seq FROM deliveries WHERE state = 'done' ORDER BY seq DESC LIMIT 1 OFFSET ?`,
  slice: `SELECT max(seq) AS last, count(*) AS count FROM (
            SELECT seq FROM deliveries WHERE state = 'done' AND seq > ? ORDER BY seq LIMIT ?)`,
  forget: `DELETE FROM deliveries WHERE state = 'done' AND seq > $after AND seq <= $last
             AND (received_at < $before OR seq <= $beyond)`,
  note: `SELECT text FROM notes WHERE name = ?`,
  bothNotes: `SELECT (SELECT text FROM notes WHERE name = ?) AS one, (SELECT text FROM notes WHERE name = ?) AS other`,
  keepNote: `INSERT INTO notes (name, text, at) VALUES (?, ?, ?)
             ON CONFLICT (name) DO UPDATE SET text = excluded.text, at = excluded.at`,
  // By name: more notes were kept of late than begin so.
  notesOf: `SELECT text FROM notes WHERE name >= $prefix AND name < $prefix || char(0x10FFFF) AND +at >= $since ORDER BY name`,
  forgetNotes: `DELETE FROM notes WHERE at < ?`,
  probe: `UPDATE fence SET last = last`,
} as const;

/** Every statement of the store, prepared once. */
export function statements(database: DatabaseSync): Record<keyof typeof texts, StatementSync> {
  const entries = Object.entries(texts).map(([name, text]) => [name, database.prepare(text)] as const);
  return Object.fromEntries(entries) as Record<keyof typeof texts, StatementSync>;
}
