import { expect, it } from 'vitest';
import { type InboxStage } from './stage.ts';

/** Notes by name. */
export function notes(stage: InboxStage): void {
  const { taken, wished } = stage;

  it('keeps notes with the end of work, and none once the lease is lost', async () => {
    await wished('k');
    const lease = await taken();
    const again = await taken(10);
    expect(await stage.inbox.done(lease, [], 10, [{ name: 'n', text: 'lost' }])).toBe(false);
    expect(await stage.inbox.note('n')).toBe(null);
    expect(await stage.inbox.done(again, [], 10, [{ name: 'n', text: 'kept' }])).toBe(true);
    expect(await stage.inbox.note('n')).toBe('kept');
  });

  it('gives two notes together, each as it is', async () => {
    await stage.inbox.keepNote('b', 'second', 1);
    expect(await stage.inbox.bothNotes('a', 'b')).toEqual([null, 'second']);
    await stage.inbox.keepNote('a', 'first', 1);
    expect(await stage.inbox.bothNotes('a', 'b')).toEqual(['first', 'second']);
  });

  it('keeps notes by name, the newest of each, until they are old', async () => {
    expect(await stage.inbox.note('a')).toBe(null);
    await stage.inbox.keepNote('a', 'first', 1);
    await stage.inbox.keepNote('b', 'other', 2);
    await stage.inbox.keepNote('a', 'second', 3);
    expect(await stage.inbox.note('a')).toBe('second');
    expect(await stage.inbox.forgetNotes(3)).toBe(1);
    expect([await stage.inbox.note('a'), await stage.inbox.note('b')]).toEqual(['second', null]);
  });

  it('finds notes by how their names begin and when they were kept', async () => {
    const kept = [
      ['a%2', 'two', 9],
      ['a%1', 'one', 5],
      ['a%3', 'old', 4],
      ['ab4', 'other', 9],
      ['b a%', 'other', 9],
    ] as const;
    for (const [name, text, at] of kept) await stage.inbox.keepNote(name, text, at);
    expect(await stage.inbox.notesOf('a%', 5)).toEqual(['one', 'two']);
    await stage.inbox.keepNote('a%1', 'one', 0);
    expect([await stage.inbox.notesOf('a%', 5), await stage.inbox.notesOf('c', 0)]).toEqual([['two'], []]);
  });
}
