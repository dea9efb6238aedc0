import { describe, expect, test } from 'vitest';
import { at, atPath, idAt, listAt, numberAt, textAt } from '../../../src/adapters/github/json-value.ts';

const answer: unknown = JSON.parse(`{
  "a": { "b": [{ "c": { "d": "deep" } }, null], "n": null, "text": "x" },
  "ids": ["7", 7, "7x", 7.5, "9007199254740993", true]
}`);

describe('a value in an answer', () => {
  test.each<[path: (string | number)[], expected: unknown]>([
    [['a', 'text'], 'x'],
    [['a', 'b', 0, 'c', 'd'], 'deep'],
    [['a', 'b', 1], null],
    [['a', 'b', 1, 'c'], null],
    [['a', 'b', 2], null],
    [['a', 'n', 'c'], null],
    [['a', 'text', 'length'], null],
    [['nothing', 'at', 'all'], null],
  ])('at %j is %j', (path, expected) => {
    const [step = '', ...more] = path;
    expect(at(answer, step, ...(more as [string]))).toEqual(expected);
    expect(atPath(answer, path)).toEqual(expected);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'map'])(
    'is never one that the answer does not hold itself: %s',
    (step) => {
      for (const value of [{}, [], answer, null, undefined, 'text', 7]) expect(at(value, step)).toBeNull();
      expect(at(answer, 'a', step, 'name')).toBeNull();
      expect(atPath(answer, ['a', 'b', step])).toBeNull();
      expect([textAt(answer, step, 'name'), numberAt(answer, step, 'length'), listAt(answer, step)]).toEqual([
        null,
        null,
        [],
      ]);
    },
  );

  test('is there although it is called like what every object has', () => {
    expect(at(JSON.parse('{"__proto__": {"constructor": 1}}'), '__proto__', 'constructor')).toBe(1);
  });

  test('is an id when it is a whole number or its digits', () => {
    const ids = listAt(answer, 'ids').map((_id, index) => idAt(answer, 'ids', index));
    expect(ids).toEqual([7, 7, null, null, null, null]);
  });
});
