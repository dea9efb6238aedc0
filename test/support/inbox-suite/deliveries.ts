import { expect, it } from 'vitest';
import { mostTries } from '../../../src/reconcile/ports/inbox.ts';
import { body, delivery, type InboxStage, wish } from './stage.ts';

/** Deliveries: kept as they came, once, and turned into work. */
export function deliveries(stage: InboxStage): void {
  it('keeps the bytes of a delivery as they came', async () => {
    expect(await stage.inbox.insert(delivery('a'), 5)).toBe('new');
    const [kept] = await stage.inbox.waiting(9);
    expect({ ...kept, body: Buffer.from(kept?.body ?? []) }).toEqual({ ...delivery('a'), body: Buffer.from(body) });
  });

  it('keeps a GUID once, also when it is done', async () => {
    await stage.inbox.insert(delivery('a'), 5);
    expect(await stage.inbox.insert(delivery('a'), 6)).toBe('known');
    expect(await stage.inbox.waiting(9)).toHaveLength(1);
    await stage.inbox.routed('a', [wish('k')], 7);
    expect(await stage.inbox.insert(delivery('a'), 8)).toBe('known');
    expect(await stage.inbox.waiting(9)).toEqual([]);
  });

  it('turns a delivery into its work once, whoever does it', async () => {
    await stage.inbox.insert(delivery('a'), 0);
    await stage.inbox.routed('a', [wish('k')], 0);
    await stage.inbox.routed('a', [wish('other')], 0);
    expect((await stage.inbox.take(9, 0, 10)).map(({ key }) => key)).toEqual(['k']);
  });

  it('gives up a delivery that can not be turned into work', async () => {
    await stage.inbox.insert(delivery('a'), 0);
    for (let tries = 0; tries < mostTries; tries += 1) {
      expect(await stage.inbox.waiting(9)).toHaveLength(1);
      await stage.inbox.unroutable('a', 'internal');
    }
    expect(await stage.inbox.waiting(9)).toEqual([]);
    expect(await stage.inbox.deadLetters()).toEqual([{ name: 'delivery a', tries: mostTries, fault: 'internal' }]);
  });

  it('takes a GUID again whose delivery was given up, and keeps its new bytes', async () => {
    await stage.inbox.insert(delivery('a'), 0);
    for (let tries = 0; tries < mostTries; tries += 1) await stage.inbox.unroutable('a', 'internal');
    expect(await stage.inbox.insert({ ...delivery('a'), event: 'push' }, 9)).toBe('new');
    expect(await stage.inbox.deadLetters()).toEqual([]);
    const [kept] = await stage.inbox.waiting(9);
    expect({ event: kept?.event, body: Buffer.from(kept?.body ?? []) }).toEqual({
      event: 'push',
      body: Buffer.from(body),
    });
    await stage.inbox.unroutable('a', 'internal');
    expect(await stage.inbox.waiting(9)).toHaveLength(1);
  });

  it('says which deliveries it has seen and not given up', async () => {
    for (const id of ['waiting', 'done', 'dead']) await stage.inbox.insert(delivery(id), 0);
    await stage.inbox.routed('done', [], 0);
    for (let tries = 0; tries < mostTries; tries += 1) await stage.inbox.unroutable('dead', 'internal');
    expect(await stage.inbox.seen(['waiting', 'done', 'dead', "none'"])).toEqual(new Set(['waiting', 'done']));
    expect(await stage.inbox.seen([])).toEqual(new Set());
  });
}
