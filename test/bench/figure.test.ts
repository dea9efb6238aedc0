import { describe, expect, it } from 'vitest';
import { figureLine, holds, interleaved, median } from './figure.ts';

describe('figures', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
    [[], Number.NaN],
  ])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

  it('hold up to their floor, and a figure that is no number is missed', () => {
    const figure = { name: 'x', made_of: '1 and 2', value: 0.5, floor: 0.5, unit: '' };
    expect([figure, { ...figure, value: 0.51 }, { ...figure, value: Number.NaN }].map(holds)).toEqual([
      true,
      false,
      false,
    ]);
    expect(figureLine(figure)).toBe('ok     0.5 (≤ 0.5)  x: 1 and 2');
    expect(figureLine({ ...figure, value: 1.2345, unit: 'ms' })).toBe('MISSED 1.23 ms (≤ 0.5 ms)  x: 1 and 2');
  });

  it('rotate and turn the order, and leave the first round out', async () => {
    const order: string[] = [];
    const candidate = (name: string) => async () => order.push(name);
    const measures = await interleaved({ a: candidate('a'), b: candidate('b'), c: candidate('c') }, 2);
    expect(order.join(' ')).toBe('a b c a c b c a b');
    expect(measures).toEqual({ a: [4, 8], b: [6, 9], c: [5, 7] });
  });
});
