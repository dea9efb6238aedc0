import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byUtf8 } from '../../../src/core/canonical/order.ts';

it('puts U+FFFD before U+1F600, as their bytes do and UTF-16 units do not', () => {
  expect(['\ud83d\ude00', '\ufffd', 'a', ''].toSorted(byUtf8)).toEqual(['', 'a', '\ufffd', '\ud83d\ude00']);
});

it('orders as the bytes do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(byUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { seed: 7, numRuns: 500 },
  );
});
