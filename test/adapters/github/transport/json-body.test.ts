import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonBody } from '../../../../src/adapters/github/transport/json-body.ts';

const long = 'a long text \\ " \n \u0001 '.repeat(50);

describe('a body of JSON', () => {
  test.each([
    ['nothing', null],
    ['an empty mapping', {}],
    ['an empty list', []],
    ['a text alone', long],
    [
      'a long text first, in between, and last',
      { first: long, then: 1, between: `${long} ü`, more: [true], last: long },
    ],
    ['long texts one after another', [long, long]],
    ['letters of one, two, three and four bytes', { short: 'a ü ⏳ 😀', long: `${long} a ü ⏳ 😀` }],
    ['half a letter', { short: '\uD83D', long: `${long}\uDE00` }],
    ['a long key', { [`${long} ⏳`]: null }],
    ['members that are undefined', { none: undefined, one: 1, other: undefined }],
    ['more than one place takes', [`${long.repeat(100)} ü`, `${long} ⏳`]],
    ['letters of three bytes that take more than one place', '⏳'.repeat(90_000)],
    ['a list with what JSON has no form for', [undefined, Number.NaN]],
    ['a member named __proto__', JSON.parse('{"__proto__": {"a": 1}}')],
  ])('is what JSON.stringify writes: %s', (_name, value) => {
    expect(jsonBody(value).toString('utf8')).toBe(JSON.stringify(value));
  });

  test('is what JSON.stringify writes of any value', () => {
    const grown = fc
      .jsonValue({ stringUnit: 'binary' })
      .map((value) => ({ value, text: JSON.stringify(value).repeat(30) }));
    const same = fc.property(grown, (value) => jsonBody(value).equals(Buffer.from(JSON.stringify(value))));
    fc.assert(same);
  });

  test('is a body of its own, whatever is written after it', () => {
    const first = jsonBody([long, 'first']);
    jsonBody([long.toUpperCase(), 'second, and longer']);
    expect(first.toString('utf8')).toBe(JSON.stringify([long, 'first']));
  });

  test('stands between what goes before and what comes after', () => {
    const body = jsonBody({ a: `${long}⏳` }, Buffer.from('{"ü":'), '}');
    expect(body.toString('utf8')).toBe(`{"ü":${JSON.stringify({ a: `${long}⏳` })}}`);
  });
});
