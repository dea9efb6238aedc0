import type { DatabaseSync } from 'node:sqlite';
import {
  type DeadLetter,
  type GivenUp,
  type Inbox,
  type InboxCounts,
  type KeptDelivery,
  type Lane,
  lanes,
  type Lease,
  mostTries,
  type Note,
  type Wish,
} from '../../reconcile/ports/inbox.ts';
import type { Timer } from '../timer.ts';
import { BusyGate } from './busy.ts';
import { guarded, openDatabase, transaction } from './database.ts';
import { forgotten } from './forgetting.ts';
import { type Share, sharing } from './sharing.ts';
import { statements } from './statements.ts';
import { isNothingDue, leased } from './taking.ts';

/** The inbox in a file (`:memory:` = none), which several processes may share. Throws `store_unusable`, `store_newer`. */
export function openInbox(path: string, timer?: Pick<Timer, 'later'>): Inbox {
  return new SqliteInbox(openDatabase(path), timer);
}

export class SqliteInbox implements Inbox {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof statements>;
  readonly #gate = new BusyGate();
  /** What is asked for together shares a transaction, and deliveries one wait for the disk. */
  readonly #share: Share;

  constructor(database: DatabaseSync, timer?: Pick<Timer, 'later'>) {
    this.#database = database;
    this.#sql = statements(database);
    this.#share = sharing(database, this.#gate, timer);
  }

  async insert({ id, event, body }: KeptDelivery, now: number): Promise<'new' | 'known'> {
    const isNew = (): boolean => {
      const isKept = this.#sql.insert.run(id, event, now).changes === 1;
      if (isKept) this.#sql.keepBody.run(body, id);
      return isKept;
    };
    return (await this.#share(isNew, { isDurable: true })) ? 'new' : 'known';
  }

  async seen(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return guarded(() => new Set(this.#sql.seen.all(JSON.stringify(ids)).map(({ id }) => String(id))));
  }

  async waiting(limit: number): Promise<readonly KeptDelivery[]> {
    // Not while the store is held: what is read couldn't be routed.
    return this.#gate.once(() => guarded(() => this.#sql.waiting.all(limit) as unknown as KeptDelivery[]));
  }

  async routed(id: string, wishes: readonly Wish[], now: number, isAwaited = false): Promise<void> {
    const route = (): void => {
      if (this.#sql.routed.run(id).changes === 0) return;
      this.#sql.letBodyGo.run(id);
      this.#add(wishes, now);
    };
    await this.#share(route, { canWait: !isAwaited });
  }

  async unroutable(id: string, fault: string): Promise<void> {
    await this.#share(() => {
      this.#sql.unroutable.run({ fault, most: mostTries, id });
      this.#sql.unroutableBody.run(id);
    });
  }

  async wish(wishes: readonly Wish[], now: number): Promise<void> {
    await this.#gate.patiently(() => transaction(this.#database, () => this.#add(wishes, now)));
  }

  async take(
    limit: number,
    now: number,
    until: number,
    last: Lane = 'sweep',
    without: readonly string[] = [],
  ): Promise<readonly Lease[]> {
    if (limit <= 0) return [];
    const asked = { limit, now, until, last: lanes.indexOf(last), without };
    const idle = (): readonly Lease[] | null => (isNothingDue(this.#sql, asked) ? [] : null);
    return this.#share(() => leased(this.#sql, asked), { idle });
  }

  async renew({ key, fence }: Lease, until: number): Promise<boolean> {
    return this.#share(() => this.#sql.renew.run(until, key, fence).changes === 1);
  }

  async done(
    { key, fence }: Lease,
    follow: readonly Wish[],
    now: number,
    notes: readonly Note[] = [],
  ): Promise<boolean> {
    const end = (): boolean => {
      const isOurs =
        this.#sql.end.run(key, fence).changes === 1 || this.#sql.again.run({ now, key, number: fence }).changes === 1;
      if (!isOurs) return false;
      this.#add(follow, now);
      for (const { name, text } of notes) this.#sql.keepNote.run(name, text, now);
      return true;
    };
    return this.#share(end, { canWait: true });
  }

  async failed({ key, fence }: Lease, fault: string, due: number): Promise<void> {
    await this.#write(() => this.#sql.failed.run({ fault, most: mostTries, rest: Math.ceil(due), key, number: fence }));
  }

  async release({ key, fence }: Lease, due = 0): Promise<void> {
    await this.#write(() => this.#sql.release.run({ rest: Math.ceil(due), key, number: fence }));
  }

  async counts(now: number): Promise<InboxCounts> {
    return guarded(() => ({
      ...this.#sql.counts.get({ now, sweep: lanes.indexOf('sweep') }),
    })) as unknown as InboxCounts;
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return guarded(() => this.#sql.deadLetters.all().map((row) => ({ ...row }))) as unknown as DeadLetter[];
  }

  async givenUp(after: string, limit: number): Promise<readonly GivenUp[]> {
    return guarded(() => this.#sql.givenUp.all(after, limit).map((row) => ({ ...row }))) as unknown as GivenUp[];
  }

  async retry(works: readonly Pick<Wish, 'key' | 'detail'>[], now: number): Promise<void> {
    const fixed = { most: mostTries, sweep: lanes.indexOf('sweep'), now };
    await this.#share(() => {
      for (const { key, detail } of works) this.#sql.retry.run({ ...fixed, key, detail });
    });
  }

  async forget(before: number, most: number): Promise<number> {
    return forgotten(
      this.#sql,
      (statement) => this.#write(statement),
      () => this.#database.isOpen,
      { before, most },
    );
  }

  async note(name: string): Promise<string | null> {
    return guarded(() => {
      const text = this.#sql.note.get(name)?.['text'];
      return typeof text === 'string' ? text : null;
    });
  }

  async bothNotes(one: string, other: string): Promise<readonly [string | null, string | null]> {
    return guarded(() => {
      const found = this.#sql.bothNotes.get(one, other) as { one: string | null; other: string | null } | undefined;
      return [found?.one ?? null, found?.other ?? null];
    });
  }

  async keepNote(name: string, text: string, now: number): Promise<void> {
    await this.#write(() => this.#sql.keepNote.run(name, text, now));
  }

  async notesOf(prefix: string, since: number): Promise<readonly string[]> {
    return guarded(() => this.#sql.notesOf.all({ prefix, since }).map(({ text }) => String(text)));
  }

  async forgetNotes(before: number): Promise<number> {
    return Number((await this.#write(() => this.#sql.forgetNotes.run(before))).changes);
  }

  async probe(): Promise<void> {
    this.#gate.once(() => transaction(this.#database, () => this.#sql.probe.run()));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** One statement, a transaction of its own. */
  async #write<Result>(statement: () => Result): Promise<Result> {
    return this.#gate.patiently(() => guarded(statement));
  }

  #add(wishes: readonly Wish[], now: number): void {
    for (const { key, detail, serial = key, lane = 'event', due = now } of wishes) {
      this.#sql.add.run(key, detail, serial, lanes.indexOf(lane), now, Math.ceil(due));
    }
  }
}
