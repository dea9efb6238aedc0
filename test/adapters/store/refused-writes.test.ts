import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { controlOf, openDatabase } from '../../../src/adapters/store/database.ts';
import { openInbox, SqliteInbox } from '../../../src/adapters/store/sqlite-inbox.ts';
import { delivery, newStores } from './new-stores.ts';

const { newPath } = newStores();

describe('the store that can not write', () => {
  it('keeps nothing when the disk is full, and goes on when there is room', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    await inbox.insert(delivery('a'), 0);
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 2}`);
    await expect(inbox.insert(delivery('b', 100_000), 0)).rejects.toMatchObject({ code: 'store_unusable' });
    const wishes = [{ key: 'k', detail: 'x'.repeat(100_000) }];
    await expect(inbox.routed('a', wishes, 0)).rejects.toMatchObject({ code: 'store_unusable' });
    expect(await inbox.counts(0)).toMatchObject({ deliveries: 1, work: 0 });
    database.exec('PRAGMA max_page_count = 100000');
    expect(await inbox.insert(delivery('b', 100_000), 0)).toBe('new');
    inbox.close();
  });
  it('keeps nothing of what it may not write', async () => {
    const path = newPath();
    openInbox(path).close();
    const database = openDatabase(path);
    const inbox = new SqliteInbox(database);
    database.exec('PRAGMA query_only = ON');
    await expect(inbox.insert(delivery('a'), 0)).rejects.toMatchObject({ code: 'store_unusable' });
    await expect(inbox.probe()).rejects.toMatchObject({ code: 'store_unusable' });
    inbox.close();
  });
  it('keeps nothing while another process holds the file, and goes on when it lets go', async () => {
    const path = newPath();
    const inbox = openInbox(path);
    await inbox.insert(delivery('a'), 0);
    const other = new DatabaseSync(path, { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    await expect(inbox.insert(delivery('b'), 0)).rejects.toMatchObject({ code: 'store_unusable' });
    await expect(inbox.probe()).rejects.toMatchObject({ code: 'store_unusable' });
    other.exec('ROLLBACK');
    other.close();
    await expect.poll(() => inbox.probe().then(() => 'it may write', String)).toBe('it may write');
    expect(await inbox.waiting(9)).toHaveLength(1);
    expect(await inbox.insert(delivery('b'), 0)).toBe('new');
    inbox.close();
  });
  it('waits for another process a few times only, whatever is asked for meanwhile, and stands still in none', async () => {
    const path = newPath();
    const database = openDatabase(path);
    const inbox = new SqliteInbox(database);
    await inbox.insert(delivery('a'), 0);
    await inbox.routed('a', [{ key: 'k', detail: '' }], 0);
    const [lease] = await inbox.take(1, 0, 9e15);
    if (lease === undefined) throw new Error('nothing was leased');
    const begin = vi.spyOn(controlOf(database).begin, 'run');
    const other = new DatabaseSync(path, { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    const rounds = 40;
    const late: Promise<unknown>[] = [];
    const inserts: Promise<string>[] = [];
    const outcome = (one: Promise<unknown>): Promise<string> =>
      one.then(
        () => 'kept',
        () => 'refused',
      );
    for (let round = 0; round < rounds; round += 1) {
      inserts.push(outcome(inbox.insert(delivery(`d${round}`), 0)));
      for (const one of [inbox.take(9, 0, 10), inbox.probe(), inbox.waiting(9)]) void outcome(one);
      late.push(
        inbox.renew(lease, 9e15),
        inbox.keepNote(`n${round}`, '', 0),
        inbox.wish([{ key: 'l', detail: '' }], 0),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(new Set(await Promise.all(inserts))).toEqual(new Set(['refused']));
    // One wait in each 400 milliseconds, for all that ask; without the gate it is one for each turn at least.
    expect(begin.mock.calls.length).toBeGreaterThan(0);
    expect(begin.mock.calls.length).toBeLessThan(8);
    other.exec('ROLLBACK');
    other.close();
    // What nobody waits for at the door was not lost: it is done now.
    await Promise.all(late);
    expect(await inbox.note('n39')).toBe('');
    // A worker that asked meanwhile may have it, until 10.
    expect(await inbox.take(9, 10, 11)).toMatchObject([{ key: 'l' }]);
    inbox.close();
  });
  it('keeps a delivery that comes while another process writes for a moment', async () => {
    const path = newPath();
    const inbox = openInbox(path);
    const other = new DatabaseSync(path, { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    const [first, second] = [inbox.insert(delivery('a'), 0), inbox.insert(delivery('b'), 0)];
    // The first wait is over when this comes: it stands still for it.
    setTimeout(() => {
      other.exec('ROLLBACK');
      other.close();
    }, 10);
    expect(await Promise.all([first, second])).toEqual(['new', 'new']);
    inbox.close();
  });
});
