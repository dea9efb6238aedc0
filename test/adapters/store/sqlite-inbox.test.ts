import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { controlOf, openDatabase, transaction } from '../../../src/adapters/store/database.ts';
import { migrate, migrations } from '../../../src/adapters/store/schema.ts';
import { openInbox, SqliteInbox } from '../../../src/adapters/store/sqlite-inbox.ts';
import { mostTries } from '../../../src/reconcile/ports/inbox.ts';
import { inboxSuite } from '../../support/inbox-suite.ts';
import { memoryInbox } from '../../support/memory-inbox.ts';
import { delivery, newStores } from './new-stores.ts';

const { folder, newPath } = newStores();

inboxSuite('node:sqlite', () => openInbox(newPath()));
inboxSuite('in memory', memoryInbox);

describe('the store', () => {
  it('has what it kept when it is opened again', async () => {
    const path = newPath();
    const before = openInbox(path);
    await before.insert(delivery('a'), 0);
    before.close();
    const after = openInbox(path);
    expect(await after.waiting(9)).toHaveLength(1);
    after.close();
  });

  it('keeps the bytes of a delivery until it is turned into work, both or neither', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    const kept = () =>
      database.prepare('SELECT state, length(bodies.body) AS bytes FROM deliveries LEFT JOIN bodies USING (seq)').all();
    await inbox.insert(delivery('a', 20_000), 0);
    database.exec("CREATE TEMP TRIGGER no BEFORE INSERT ON work BEGIN SELECT raise(ABORT, 'no'); END");
    await expect(inbox.routed('a', [{ key: 'l', detail: '' }], 0)).rejects.toMatchObject({ code: 'store_unusable' });
    expect(kept()).toMatchObject([{ state: 'kept', bytes: 20_000 }]);
    database.exec('DROP TRIGGER no');
    await inbox.routed('a', [{ key: 'l', detail: '' }], 0);
    expect(kept()).toMatchObject([{ state: 'done', bytes: null }]);
    inbox.close();
  });

  it('begins one transaction for what is asked for in a turn, and none where nothing is to be taken', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    const begin = vi.spyOn(controlOf(database).begin, 'run');
    const take = () => inbox.take(9, 0, 10);
    await inbox.insert(delivery('a'), 0);
    const [, [first]] = await Promise.all([inbox.routed('a', [{ key: 'k', detail: '' }], 0), take()]);
    if (first === undefined) throw new Error('nothing was leased');
    expect(begin).toHaveBeenCalledTimes(2);
    await Promise.all([inbox.done(first, [], 0, [{ name: 'n', text: '' }]), take()]);
    expect(begin).toHaveBeenCalledTimes(3);
    expect(await Promise.all([take(), take()])).toEqual([[], []]);
    expect(begin).toHaveBeenCalledTimes(3);
    inbox.close();
  });

  it('gathers ends of work for a moment, and no question waits for that', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await inbox.wish(
      ['k', 'l', 'm'].map((key) => ({ key, detail: '' })),
      0,
    );
    const [first, second, third] = await inbox.take(9, 0, 10);
    if (first === undefined || second === undefined || third === undefined) throw new Error('too little was leased');
    const begin = vi.spyOn(controlOf(database).begin, 'run');
    const ends = [inbox.done(first, [], 0)];
    await turn();
    ends.push(inbox.done(second, [], 0));
    await turn();
    expect(await inbox.renew(third, 20)).toBe(true);
    expect(await Promise.all(ends)).toEqual([true, true]);
    expect(begin).toHaveBeenCalledTimes(1);
    expect(await inbox.done(third, [], 0)).toBe(true);
    inbox.close();
  });

  it('keeps what a delivery became for others to come along, unless more waits for it', async () => {
    const later: (() => void)[] = [];
    const stopped = { later: (_milliseconds: number, work: () => void) => (later.push(work), () => undefined) };
    const inbox = new SqliteInbox(openDatabase(newPath()), stopped);
    for (const id of ['a', 'b']) await inbox.insert({ id, event: 'event', body: new Uint8Array(1) }, 0);
    const gathered = inbox.routed('a', [{ key: 'k', detail: '' }], 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await inbox.waiting(9)).toHaveLength(2);
    await inbox.routed('b', [{ key: 'l', detail: '' }], 0, true);
    // It went along.
    await gathered;
    expect(await inbox.waiting(9)).toEqual([]);
    expect(later).toHaveLength(1);
    inbox.close();
  });

  it('writes a delivery through to the disk before it is acknowledged, and waits for the disk at nothing else', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    const levels: string[] = [];
    const level = (): unknown => database.prepare('PRAGMA synchronous').get()?.['synchronous'];
    database.function('seen', (what) => {
      levels.push(`${String(what)}: ${String(level())}`);
      return 0;
    });
    for (const [table, event] of ['deliveries INSERT', 'deliveries UPDATE', 'work INSERT', 'work DELETE'].map((one) =>
      one.split(' '),
    )) {
      database.exec(
        `CREATE TEMP TRIGGER ${table}_${event} AFTER ${event} ON ${table} BEGIN SELECT seen('${table} ${event}'); END`,
      );
    }
    await inbox.insert(delivery('a'), 0);
    await inbox.routed('a', [{ key: 'k', detail: '' }], 0);
    const [lease] = await inbox.take(1, 0, 10);
    if (lease === undefined) throw new Error('nothing was leased');
    await inbox.done(lease, [], 0);
    expect(levels).toEqual(['deliveries INSERT: 2', 'deliveries UPDATE: 1', 'work INSERT: 1', 'work DELETE: 1']);
    database.exec("CREATE TEMP TRIGGER no BEFORE INSERT ON deliveries BEGIN SELECT raise(ABORT, 'no'); END");
    await expect(inbox.insert(delivery('b'), 0)).rejects.toMatchObject({ code: 'store_unusable' });
    expect(level()).toBe(1);
    inbox.close();
  });

  it('gives work to one of two that share a file', async () => {
    const path = newPath();
    const [one, other] = [openInbox(path), openInbox(path)];
    await one.insert(delivery('a'), 0);
    expect(await other.insert(delivery('a'), 0)).toBe('known');
    await one.routed('a', [{ key: 'k', detail: '' }], 0);
    expect(await other.take(9, 0, 10)).toHaveLength(1);
    expect(await one.take(9, 0, 10)).toEqual([]);
    one.close();
    other.close();
  });

  it('gives one piece of a serial to two that share a file', async () => {
    const path = newPath();
    const [one, other] = [openInbox(path), openInbox(path)];
    await one.insert(delivery('a'), 0);
    const pieces = ['a', 'b', 'c'].map((key) => ({ key, serial: 's', detail: '' }));
    await one.routed('a', pieces, 0);
    const [lease] = await other.take(9, 0, 10);
    expect(await one.take(9, 0, 10)).toEqual([]);
    if (lease !== undefined) await other.done(lease, [], 1);
    expect(await one.take(9, 1, 11)).toHaveLength(1);
    expect(await other.take(9, 1, 11)).toEqual([]);
    one.close();
    other.close();
  });

  it('of every version before is brought up to date, and nothing that waited is lost', async () => {
    for (let version = 1; version < migrations.length; version += 1) {
      const path = newPath();
      const old = new DatabaseSync(path);
      migrate(old, migrations.slice(0, version));
      old.exec(`INSERT INTO deliveries (id, event, body, received_at) VALUES ('waits', 'push', x'61', 3);
        INSERT INTO deliveries (id, event, body, received_at, state) VALUES ('dead', 'push', x'61', 3, 'dead');
        INSERT INTO work (key, detail, since, due) VALUES ('waits', 'w', 5, 5);
        INSERT INTO work (key, detail, since, due, tries) VALUES ('rests', 'r', 5, 90, 2);
        ${version === 1 ? '' : "UPDATE work SET due = 5, rest = 90 WHERE key = 'rests';"}
        INSERT INTO work (key, detail, since, due, fence, leased_version, until) VALUES ('held', 'h', 5, 5, 7, 1, 40);
        INSERT INTO work (key, detail, since, due, dead, tries, fault) VALUES ('gone', 'g', 5, 5, 1, 5, 'internal');
        UPDATE fence SET last = 7`);
      old.close();
      const inbox = openInbox(path);
      expect(await inbox.waiting(9)).toMatchObject([{ id: 'waits', event: 'push' }]);
      expect(await inbox.deadLetters()).toMatchObject([{ name: 'delivery dead' }, { name: 'gone' }]);
      const [lease] = await inbox.take(9, 39, 1_000);
      expect(lease).toEqual({ key: 'waits', detail: 'w', serial: 'waits', lane: 'event', due: 5, tries: 0, fence: 8 });
      expect(
        await inbox.done(
          { key: 'held', detail: 'h', serial: 'held', lane: 'event', due: 5, tries: 0, fence: 7 },
          [],
          39,
        ),
      ).toBe(true);
      await inbox.routed('waits', [{ key: 'rests', detail: 'newer' }], 39);
      expect(await inbox.take(9, 89, 1_000)).toEqual([]);
      expect(await inbox.take(9, 90, 1_000)).toMatchObject([{ key: 'rests', detail: 'newer', tries: 2 }]);
      inbox.close();
    }
  });

  it('takes what a process of version 2 keeps beside it, and shows it nothing without its bytes', async () => {
    const path = newPath();
    const inbox = openInbox(path);
    const old = new DatabaseSync(path);
    const keep = old.prepare(`INSERT INTO deliveries (id, event, body, received_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET event = excluded.event, body = excluded.body, received_at = excluded.received_at,
        state = 'waiting', tries = 0, fault = NULL WHERE state = 'dead'`);
    await inbox.insert(delivery('new'), 1);
    expect(keep.run('new', 'push', Buffer.from('{}'), 2).changes).toBe(0);
    expect(keep.run('old', 'push', Buffer.from('{}'), 2).changes).toBe(1);
    expect(await inbox.insert(delivery('old'), 3)).toBe('known');
    expect(old.prepare("SELECT id FROM deliveries WHERE state = 'waiting'").all()).toEqual([{ id: 'old' }]);
    const waiting = await inbox.waiting(9);
    expect(waiting.map(({ id, body }) => [id, Buffer.from(body).toString()])).toEqual([
      ['new', 'aa'],
      ['old', '{}'],
    ]);
    await Promise.all([inbox.routed('new', [], 3), inbox.routed('old', [], 3)]);
    expect(old.prepare('SELECT id, state, length(body) AS bytes FROM deliveries').all()).toEqual([
      { id: 'new', state: 'done', bytes: 0 },
      { id: 'old', state: 'done', bytes: 0 },
    ]);
    old.close();
    inbox.close();
  });

  it('grows with what waits, not with what is done', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    for (let round = 0; round < 40; round += 1) {
      const ids = Array.from({ length: 10 }, (_each, index) => `${round} ${index}`);
      await Promise.all(ids.map((id) => inbox.insert(delivery(id, 20_000), 0)));
      await Promise.all(ids.map((id) => inbox.routed(id, [], 0)));
    }
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    // Ten bodies of 5 pages, and 400 rows of some ten bytes.
    expect(pages).toBeLessThan(100);
    inbox.close();
  });

  it('keeps no bytes of a delivery that was given up', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    const bodies = () => database.prepare('SELECT count(*) AS count FROM bodies').get();
    await inbox.insert(delivery('a'), 0);
    for (let tries = 1; tries < mostTries; tries += 1) await inbox.unroutable('a', 'internal');
    expect(bodies()).toEqual({ count: 1 });
    await inbox.unroutable('a', 'internal');
    expect(bodies()).toEqual({ count: 0 });
    inbox.close();
  });

  it('that was brought up to date is refused by an older program', () => {
    const path = newPath();
    openInbox(path).close();
    const database = new DatabaseSync(path);
    expect(() => migrate(database, migrations.slice(0, -1))).toThrow(expect.objectContaining({ code: 'store_newer' }));
    database.close();
  });

  it('of a newer program is refused, and left as it is', () => {
    const path = newPath();
    openInbox(path).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    expect(() => openInbox(path)).toThrow(expect.objectContaining({ code: 'store_newer' }));
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    database.close();
  });

  it.each<[string, (path: string) => void]>([
    ['is no database', (path) => writeFileSync(path, 'not a database, whatever its name says'.repeat(100))],
    ['belongs to another program', (path) => new DatabaseSync(path).exec('CREATE TABLE theirs (a)')],
    ['is damaged', damage],
  ])('refuses a file that %s', (_sentence, make) => {
    const path = newPath();
    make(path);
    expect(() => openInbox(path)).toThrow(expect.objectContaining({ code: 'store_unusable' }));
  });

  it('refuses a folder that is not there', () => {
    expect(() => openInbox(join(folder, 'none', 'a.sqlite'))).toThrow(
      expect.objectContaining({ code: 'store_unusable', retryable: true }),
    );
  });

  it('refuses a disk on which it can not be kept as it has to be', () => {
    // A kind of file system without memory that processes share, as on a network.
    const path = `file:${newPath()}?vfs=unix-dotfile`;
    expect(() => openInbox(path)).toThrow(expect.objectContaining({ code: 'store_unusable' }));
  });

  it('forgets much in many turns of the event loop', async () => {
    const database = openDatabase(newPath());
    const inbox = new SqliteInbox(database);
    const count = 5_000;
    const insert = database.prepare(
      "INSERT INTO deliveries (id, event, body, received_at, state) VALUES (?, 'push', x'', ?, 'done')",
    );
    transaction(database, () => {
      for (let row = 0; row < count; row += 1) insert.run(`delivery ${row}`, row);
    });
    let [turns, isOver] = [0, false];
    const tick = (): void => {
      turns += 1;
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    expect(await inbox.forget(count - 100, count)).toBe(count - 100);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual((count - 100) / 1_000);
    expect(database.prepare('SELECT count(*) AS rows FROM deliveries').get()).toEqual({ rows: 100 });
    inbox.close();
  });

  it('that is closed while it forgets leaves the rest for the next time', async () => {
    const path = newPath();
    const inbox = openInbox(path);
    await Promise.all(Array.from({ length: 600 }, (_each, at) => inbox.insert(delivery(String(at)), at)));
    await Promise.all(Array.from({ length: 600 }, (_each, at) => inbox.routed(String(at), [], at)));
    const forgetting = inbox.forget(600, 0);
    inbox.close();
    expect(await forgetting).toBeLessThan(600);
    const again = openInbox(path);
    expect(await again.forget(600, 0)).toBeGreaterThan(0);
    again.close();
  });
});

/** Zeroes a page in the middle, as a bad disk does. */
function damage(path: string): void {
  const database = openDatabase(path);
  const insert = database.prepare("INSERT INTO deliveries (id, event, body, received_at) VALUES (?, 'push', x'00', 0)");
  transaction(database, () => {
    for (let row = 0; row < 2_000; row += 1) insert.run(`delivery ${row}`);
  });
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0, Math.floor(bytes.length / 8192) * 4096, Math.floor(bytes.length / 8192) * 4096 + 16_384);
  writeFileSync(path, bytes);
}
