import { expect, test } from 'vitest';
import { explore } from '../campaigns/orders/exploration.ts';

test('every order of a change’s first four deliveries ends in one state', { timeout: 60_000 }, async () => {
  const { orders, interleavings, ends, interleavedEnds } = await explore(4);
  expect(orders).toBe(24n);
  expect(interleavings).toBe(105n);
  expect(ends).toHaveLength(1);
  expect(interleavedEnds).toEqual(ends);
});
