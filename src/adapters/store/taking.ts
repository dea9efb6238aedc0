import { type Lease, lanes, mostLapses } from '../../reconcile/ports/inbox.ts';
import type { statements } from './statements.ts';

type Statements = ReturnType<typeof statements>;

/** What a worker asks for. */
interface Asked {
  readonly limit: number;
  readonly now: number;
  /** Until when it may have it. */
  readonly until: number;
  /** Number of the least urgent lane. */
  readonly last: number;
  /** Owners that are passed over. */
  readonly without: readonly string[];
}

interface DueRow extends Omit<Lease, 'lane' | 'fence'> {
  readonly lane: number;
}

/** Whether to take would find and write nothing. */
export function isNothingDue(sql: Statements, { now, last }: Asked): boolean {
  return sql.isIdle.get(last, now, now, now)?.['idle'] === 1;
}

/** Gives back what lapsed, and leases what is due and free. To be called in a transaction. */
export function leased(sql: Statements, asked: Asked): readonly Lease[] {
  const { limit, now, until } = asked;
  if (sql.lapsed.get(now) !== undefined) sql.lapse.run({ most: mostLapses, now });
  const rows = firstOfEachSerial(dueRows(sql, asked), limit);
  if (rows.length === 0) return [];
  sql.countFences.run(rows.length);
  const before = Number(sql.lastFence.get()?.['last']) - rows.length;
  return rows.map((row, index) => {
    const fence = before + index + 1;
    sql.lease.run(fence, until, row.key);
    return { ...row, lane: lanes[row.lane] ?? 'sweep', fence };
  });
}

function dueRows(sql: Statements, { now, last, without }: Asked): Iterable<DueRow> {
  const rows: Iterable<unknown> =
    without.length === 0
      ? sql.due.iterate(last, now, now)
      : sql.dueWithout.iterate(last, now, now, JSON.stringify(without));
  return rows as Iterable<DueRow>;
}

/** Read before any of them is leased: a row that changes under a reading may be met twice. */
function firstOfEachSerial(rows: Iterable<DueRow>, limit: number): readonly DueRow[] {
  const found = new Map<string, DueRow>();
  for (const row of rows) {
    if (!found.has(row.serial)) found.set(row.serial, { ...row });
    if (found.size >= limit) break;
  }
  return [...found.values()];
}
