import { describe, expect, it } from 'vitest';
import { createPace, hastened, spacing } from '../../src/app/pace.ts';

const wish = { key: 'k', detail: '' };

describe('the pace of a key', () => {
  it.each([
    [0, 0],
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [4, 5_000],
    [9, 10_000],
    [19, 20_000],
    [20, 30_000],
    [900, 30_000],
  ])('after %i rounds in ten minutes leaves so many milliseconds between two: %i', (count, milliseconds) => {
    expect(spacing(count)).toBe(milliseconds);
  });

  it('is at once for the first, counts from the beginning of the last, and forgets after ten minutes', () => {
    const pace = createPace();
    expect(pace.paced(wish, 1_000)).toEqual(wish);
    pace.begun('k', 1_000);
    expect(pace.paced(wish, 1_100)).toEqual({ ...wish, due: 1_500 });
    expect(pace.paced(wish, 1_500)).toEqual(wish);
    expect(pace.paced({ ...wish, key: 'other' }, 1_100)).toEqual({ ...wish, key: 'other' });
    for (let times = 0; times < 30; times += 1) pace.begun('k', 2_000);
    expect(pace.paced(wish, 2_000)).toEqual({ ...wish, due: 32_000 });
    expect(pace.paced(wish, 602_000)).toEqual(wish);
  });

  it('leaves commands alone, and what has a time of its own', () => {
    const pace = createPace();
    pace.begun('k', 0);
    for (const own of [
      { ...wish, lane: 'command' as const },
      { ...wish, due: 7 },
    ]) {
      expect(pace.paced(own, 0)).toBe(own);
    }
  });

  it('keeps to the keys that were worked on last', () => {
    const pace = createPace();
    for (let key = 0; key <= 10_000; key += 1) pace.begun(`k${key}`, 0);
    expect(pace.paced({ ...wish, key: 'k0' }, 0)).not.toHaveProperty('due');
    for (const key of ['k5001', 'k10000']) expect(pace.paced({ ...wish, key }, 0)).toHaveProperty('due');
  });

  it.each([
    ['press', { ...wish, lane: 'command' }],
    ['person', wish],
    ['machine', { ...wish, due: 500 }],
  ] as const)('holds for what a machine did, not for what people did: %s', (how, expected) => {
    const pace = createPace();
    pace.begun('k', 0);
    expect(hastened(how, pace, () => 0)(wish)).toEqual(expected);
  });
});
