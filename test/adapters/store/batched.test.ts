import { describe, expect, it } from 'vitest';
import { batched } from '../../../src/adapters/store/batched.ts';

describe('what is asked for in one turn', () => {
  it('is done at once, and each asker gets its own answer', async () => {
    const rounds: (readonly number[])[] = [];
    const double = batched((all: readonly number[]) => {
      rounds.push(all);
      return all.map((one) => one * 2);
    });
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(await double(4)).toBe(8);
    expect(rounds).toEqual([[1, 2, 3], [4]]);
  });

  it.each([
    ['is done with the next that may not', [20_000, 0], [20_000, 0]],
    ['is done after a moment, with all that waits', [20, 20_000], [20, 20_000]],
  ])('and may wait %s', async (_sentence, patiences, together) => {
    const rounds: (readonly number[])[] = [];
    const work = batched(
      (all: readonly number[]) => {
        rounds.push(all);
        return all;
      },
      { patience: (one) => one },
    );
    const asked: Promise<number>[] = [];
    for (const patience of patiences) {
      asked.push(work(patience));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await Promise.all(asked)).toEqual(patiences);
    expect(rounds).toEqual([together]);
    expect(await work(0)).toBe(0);
    expect(rounds).toEqual([together, [0]]);
  });

  it('fails for all of them when it fails, and for nobody after', async () => {
    let isDown = true;
    const work = batched((all: readonly number[]) => {
      if (isDown) throw new Error('the store is down');
      return all;
    });
    const settled = await Promise.allSettled([work(1), work(2)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    expect(await work(3)).toBe(3);
  });
});
