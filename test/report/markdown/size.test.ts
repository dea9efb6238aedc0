import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitting } from '../../../src/report/markdown/fitting.ts';
import { fits, mostBytes, utf8Length } from '../../../src/report/markdown/size.ts';

describe('bytes of UTF-8', () => {
  it('are counted as the encoder does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { length } = new TextEncoder().encode(value);
        expect(utf8Length(value)).toBe(length);
        expect(mostBytes(value)).toBeGreaterThanOrEqual(length);
        expect([fits(value, length), fits(value, length - 1)]).toEqual([true, false]);
      }),
      { numRuns: 1_000, seed: 5 },
    );
  });
});

describe('parts that fit', () => {
  it('never take more than they may, whatever their characters take', () => {
    for (const bytes of [65_534, 65_535, 65_536, 65_537]) {
      const emoji = '😀'.repeat(Math.floor((bytes - 70) / 4));
      expect(utf8Length(fitting([emoji], bytes))).toBeLessThanOrEqual(bytes);
      expect(fitting([emoji], bytes)).toBe(emoji);
      expect(utf8Length(fitting(['a', `${emoji}${'😀'.repeat(40)}`, 'b'], bytes))).toBeLessThan(100);
    }
  });

  it('are whole, and say when one was left out', () => {
    expect(fitting(['a', false, 'b'], 200)).toBe('a\n\nb');
    // Room is kept for these words even where all would just fit without them.
    expect(fitting(['a', 'x'.repeat(190)], 200)).toMatch(/^a\n\n… more than fits here/);
    expect(fitting(['a', 'x'.repeat(300), 'b'], 200)).toMatch(/^a\n\nb\n\n… more than fits here/);
  });
});
