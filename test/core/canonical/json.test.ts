import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/canonical/json.ts';

describe('canonical JSON', () => {
  it.each<[sentence: string, value: unknown, text: string]>([
    [
      'sorts members by UTF-16 units, not by code points',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    ],
    [
      'sorts at every depth and keeps the order of lists',
      { b: [{ d: 1, c: 2 }, 3], a: {} },
      '{"a":{},"b":[{"c":2,"d":1},3]}',
    ],
    [
      'writes numbers in ECMAScript form',
      [333333333.33333329, 1e30, 4.5, 0.002, 1e-27, -0, 1e21, 100],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,100]',
    ],
    [
      'escapes only what must be escaped',
      '\u20ac$\u000f\nA\'B"\\/\u2028\u007f',
      '"\u20ac$\\u000f\\nA\'B\\"\\\\/\u2028\u007f"',
    ],
    ['escapes a lone surrogate', ['\ud800', '\udead!'], '["\\ud800","\\udead!"]'],
    ['leaves undefined members out', { a: undefined, b: null }, '{"b":null}'],
    ['writes null for what a list has no form for', [undefined, Number.NaN, Infinity], '[null,null,null]'],
    ['keeps a member named __proto__', JSON.parse('{"b":1,"__proto__":{"x":2}}'), '{"__proto__":{"x":2},"b":1}'],
    ['writes null for nothing at all', undefined, 'null'],
    ['writes literals', [true, false, null], '[true,false,null]'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('says the same for the same value in any member order, and reads back as the value', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, member]) => [key, shuffled(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { seed: 20260401, numRuns: 300 },
    );
  });

  it('writes a text as JSON.stringify does, whatever its length and wherever something is to be escaped', () => {
    const units = ['a', 'ä', '"', '\\', '\u0000', '\u001f', '\u2028', '\ud800', '\udc00', '\ud83d\ude00'];
    for (const length of [0, 1, 78, 79, 80, 81, 200])
      for (const unit of units)
        for (const text of [
          `${unit}${'a'.repeat(length)}`,
          `${'a'.repeat(length)}${unit}`,
          `${'ä'.repeat(length)}${unit}`,
        ])
          expect(canonicalJson([text])).toBe(JSON.stringify([text]));
  });

  it('takes no order from a mapping with the same first key, however many of them there are', () => {
    const keys = Array.from({ length: 200 }, (_key, index) => `k${(index * 37) % 200}`);
    const mappings = keys.map((key) => ({ first: 1, [key]: 2, a: 3 }));
    const texts = keys.map((key) => `{"a":3,"first":1,"${key}":2}`);
    expect([canonicalJson(mappings), canonicalJson(mappings.toReversed())]).toEqual([
      `[${texts.join(',')}]`,
      `[${texts.toReversed().join(',')}]`,
    ]);
    const bare = keys.map((key) => ({ [`${key}z`]: 1, [key]: 2 }));
    expect(canonicalJson(bare)).toBe(`[${keys.map((key) => `{"${key}":2,"${key}z":1}`).join(',')}]`);
  });

  it('takes no member from an order with more keys: what a mapping does not hold itself, it inherits', () => {
    const longer = JSON.parse('{"a":1,"__proto__":2}') as object;
    expect(canonicalJson([longer, { a: 1 }, longer])).toBe('[{"__proto__":2,"a":1},{"a":1},{"__proto__":2,"a":1}]');
  });

  it('leaves out an undefined member wherever it stands', () => {
    expect(canonicalJson([{ a: undefined }, { a: undefined, b: 1, c: undefined, d: 2 }, { b: 1, c: undefined }])).toBe(
      '[{},{"b":1,"d":2},{"b":1}]',
    );
  });

  it('takes no order from a mapping that only looks like it: as many keys, the same first and last', () => {
    expect(
      canonicalJson([
        { a: 1, c: 2, z: 3 },
        { a: 1, b: 2, z: 3 },
        { a: 1, '0': 2, z: 3 },
      ]),
    ).toBe('[{"a":1,"c":2,"z":3},{"a":1,"b":2,"z":3},{"0":2,"a":1,"z":3}]');
    expect(
      canonicalJson([
        { 'a b': 1, c: 2 },
        { a: 1, 'b c': 2 },
      ]),
    ).toBe('[{"a b":1,"c":2},{"a":1,"b c":2}]');
  });
});
