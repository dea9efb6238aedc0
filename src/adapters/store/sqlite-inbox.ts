import type { DatabaseSync } from 'node:sqlite';
import {
  type DeadLetter,
  type Inbox,
  type InboxCounts,
  type KeptDelivery,
  type Lease,
  mostLapses,
  mostTries,
  type Wish,
} from '../../reconcile/ports/inbox.ts';
import { guarded, openDatabase, transaction } from './database.ts';
import { statements } from './statements.ts';

/** The inbox in a file (`:memory:` = none), which several processes may share. Throws `store_unusable`, `store_newer`. */
export function openInbox(path: string): Inbox {
  return new SqliteInbox(openDatabase(path));
}

export class SqliteInbox implements Inbox {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof statements>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = statements(database);
  }

  async insert({ id, event, body }: KeptDelivery, now: number): Promise<'new' | 'known'> {
    return guarded(() => (this.#sql.insert.run(id, event, body, now).changes === 1 ? 'new' : 'known'));
  }

  async waiting(limit: number): Promise<readonly KeptDelivery[]> {
    return guarded(() => this.#sql.waiting.all(limit) as unknown as KeptDelivery[]);
  }

  async routed(id: string, wishes: readonly Wish[], now: number): Promise<void> {
    transaction(this.#database, () => {
      if (this.#sql.routed.run(id).changes === 1) this.#add(wishes, now);
    });
  }

  async unroutable(id: string, fault: string): Promise<void> {
    guarded(() => this.#sql.unroutable.run(fault, mostTries, id));
  }

  async take(limit: number, now: number, until: number): Promise<readonly Lease[]> {
    if (guarded(() => this.#sql.due.get(now, now, 1)) === undefined) return [];
    return transaction(this.#database, () => {
      this.#sql.lapse.run(mostLapses, now);
      const due = this.#sql.due.all(now, now, limit) as unknown as Pick<Lease, 'key' | 'detail' | 'tries'>[];
      return due.map((work) => {
        const fence = Number(this.#sql.nextFence.get()?.['last']);
        this.#sql.lease.run(fence, until, work.key);
        return { key: work.key, detail: work.detail, tries: work.tries, fence };
      });
    });
  }

  async renew({ key, fence }: Lease, until: number): Promise<boolean> {
    return guarded(() => this.#sql.renew.run(until, key, fence).changes === 1);
  }

  async done({ key, fence }: Lease, follow: readonly Wish[], now: number): Promise<boolean> {
    return transaction(this.#database, () => {
      const isOurs = this.#sql.end.run(key, fence).changes === 1 || this.#sql.again.run(now, key, fence).changes === 1;
      if (isOurs) this.#add(follow, now);
      return isOurs;
    });
  }

  async failed({ key, fence }: Lease, fault: string, due: number): Promise<void> {
    guarded(() => this.#sql.failed.run(fault, mostTries, due, key, fence));
  }

  async release({ key, fence }: Lease): Promise<void> {
    guarded(() => this.#sql.release.run(key, fence));
  }

  async counts(now: number): Promise<InboxCounts> {
    return guarded(() => ({ ...this.#sql.counts.get(now, now, now) })) as unknown as InboxCounts;
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return guarded(() => this.#sql.deadLetters.all().map((row) => ({ ...row }))) as unknown as DeadLetter[];
  }

  async forget(before: number, most: number): Promise<number> {
    return guarded(() => Number(this.#sql.forget.run(before, most).changes));
  }

  async probe(): Promise<void> {
    transaction(this.#database, () => this.#sql.probe.run());
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #add(wishes: readonly Wish[], now: number): void {
    for (const { key, detail } of wishes) this.#sql.add.run(key, detail, now, now);
  }
}
