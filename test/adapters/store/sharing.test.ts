import { describe, expect, it, vi } from 'vitest';
import { controlOf, openDatabase } from '../../../src/adapters/store/database.ts';
import { sharing } from '../../../src/adapters/store/sharing.ts';

function opened() {
  const database = openDatabase(':memory:');
  database.exec('CREATE TABLE kept (name TEXT PRIMARY KEY)');
  const insert = database.prepare('INSERT INTO kept (name) VALUES (?)');
  let begun = 0;
  const share = sharing(database);
  const keep = (names: readonly string[]) =>
    share(() => {
      begun += database.isTransaction ? 1 : 0;
      return names.map((name) => insert.run(name).changes).length;
    });
  const names = () =>
    database
      .prepare('SELECT name FROM kept ORDER BY name')
      .all()
      .map(({ name }) => name);
  return { database, keep, names, begun: () => begun };
}

describe('work that shares a transaction', () => {
  it('is done in the order of asking, each with its own answer', async () => {
    const { keep, names, begun } = opened();
    expect(await Promise.all([keep(['a']), keep(['b', 'c']), keep([])])).toEqual([1, 2, 0]);
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(begun()).toBe(3);
  });

  it('is taken back whole when it fails half-way, and the others stay', async () => {
    const { keep, names } = opened();
    const all = await Promise.allSettled([keep(['a']), keep(['b', 'a']), keep(['c'])]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(all[1]).toMatchObject({ reason: { code: 'store_unusable' } });
    expect(names()).toEqual(['a', 'c']);
  });

  it('is begun again where one failed, and not where nothing could be begun or ended', async () => {
    const { database, keep, names } = opened();
    const begin = vi.spyOn(controlOf(database).begin, 'run');
    await Promise.allSettled([keep(['a']), keep(['b', 'a'])]);
    expect(begin).toHaveBeenCalledTimes(2);
    const full = new Error('the disk is full');
    begin.mockImplementationOnce(() => {
      throw full;
    });
    expect((await Promise.allSettled([keep(['c']), keep(['d'])])).map(({ status }) => status)).toEqual(
      Array.from({ length: 2 }, () => 'rejected'),
    );
    vi.spyOn(controlOf(database).commit, 'run').mockImplementationOnce(() => {
      throw full;
    });
    expect((await Promise.allSettled([keep(['c']), keep(['d'])])).map(({ status }) => status)).toEqual(
      Array.from({ length: 2 }, () => 'rejected'),
    );
    expect(begin).toHaveBeenCalledTimes(4);
    expect(names()).toEqual(['a']);
  });

  it('is taken back whole when it fails alone', async () => {
    const { keep, names } = opened();
    await expect(keep(['a', 'a'])).rejects.toMatchObject({ code: 'store_unusable' });
    expect(names()).toEqual([]);
    expect(await keep(['a'])).toBe(1);
  });

  it('waits for the disk once something in it was acknowledged, and only then', async () => {
    const { database } = opened();
    const share = sharing(database);
    const level = () => database.prepare('PRAGMA synchronous').get()?.['synchronous'];
    expect(await Promise.all([share(level), share(level, { isDurable: true })])).toEqual([2, 2]);
    expect(await Promise.all([share(level), share(level)])).toEqual([1, 1]);
  });

  it('is all lost, and every asker told so, when SQLite takes the transaction back', async () => {
    const { database, names } = opened();
    const insert = database.prepare('INSERT OR ROLLBACK INTO kept (name) VALUES (?)');
    const share = sharing(database);
    const keep = (name: string) => share(() => insert.run(name).changes);
    const all = await Promise.allSettled([keep('a'), keep('a'), keep('b')]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(names()).toEqual([]);
    expect(await keep('c')).toBe(1);
  });
});
