import { describe, expect, test } from 'vitest';
import { BoundedMap } from '../../src/adapters/bounded-map.ts';

function filled(limit: number, count: number): BoundedMap<number> {
  const map = new BoundedMap<number>(limit);
  for (let at = 0; at < count; at += 1) map.set(`key ${at}`, at);
  return map;
}

const known = (map: BoundedMap<number>, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => at).filter((at) => map.get(`key ${at}`) !== undefined);

describe('a map that forgets', () => {
  test.each([1, 2, 3, 10])('keeps the last %i entries, whatever came before', (limit) => {
    for (let count = limit; count < 5 * limit; count += 1) {
      const map = filled(limit, count);
      for (let at = count - limit; at < count; at += 1) expect(map.get(`key ${at}`)).toBe(at);
    }
  });

  test.each([1, 2, 10])('never has more than twice %i entries', (limit) => {
    for (let count = 0; count < 5 * limit; count += 1)
      expect(known(filled(limit, count), count).length).toBeLessThanOrEqual(2 * limit);
  });

  test('keeps what is used again and again', () => {
    const map = filled(10, 1);
    for (let at = 1; at < 100; at += 1) {
      expect(map.get('key 0')).toBe(0);
      map.set(`key ${at}`, at);
    }
    expect(map.get('key 1')).toBeUndefined();
  });

  test.each([31, 45, 62, 100, 199])('forgets what was not used for long, and nothing before (%i)', (end) => {
    let time = 0;
    const map = new BoundedMap<number>(1_000, 30, () => time);
    for (; time < end; time += 1) map.set(`key ${time}`, time);
    const left = known(map, end);
    expect(left).toEqual(expect.arrayContaining(Array.from({ length: 30 }, (_, at) => end - 30 + at)));
    expect(left.length).toBeLessThanOrEqual(63);
  });

  test('knows the last value, and nothing of what was taken out', () => {
    const map = filled(2, 3);
    map.set('key 0', 7);
    expect(map.get('key 0')).toBe(7);
    for (const key of ['key 0', 'key 1', 'key 2']) map.delete(key);
    expect(known(map, 3)).toEqual([]);
  });
});
