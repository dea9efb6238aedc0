import { describe, expect, it } from 'vitest';
import { pythonFloat, pythonRepr } from '../../../src/records/parity/python-text.ts';
import { readSignals } from '../../../src/records/parity/signal.ts';
import { pythonStrip } from '../../../src/records/text.ts';

describe('repr of a Python string', () => {
  it.each([
    ['', "''"],
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    ['say "hi"', '\'say "hi"\''],
    ['it\'s "x"', "'it\\'s \"x\"'"],
    ['a\\b', "'a\\\\b'"],
    ['\t\n\r', "'\\t\\n\\r'"],
    ['\u0000\u0007\u001b\u007f', "'\\x00\\x07\\x1b\\x7f'"],
    ['\u0085\u00a0\u00ad', "'\\x85\\xa0\\xad'"],
    ['\u200b\u2028\u2003\ufeff', "'\\u200b\\u2028\\u2003\\ufeff'"],
    ['\ue000\u0378\ud800', "'\\ue000\\u0378\\ud800'"],
    ['é чек 日本 😀 ＴＲＵＥ', "'é чек 日本 😀 ＴＲＵＥ'"],
    ['\u{e0001}\u{10ffff}', "'\\U000e0001\\U0010ffff'"],
    ['\u0301', "'\u0301'"],
  ])('%j is %s', (text, repr) => {
    expect(pythonRepr(text)).toBe(repr);
  });
});

describe('repr of a Python float', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [0.1, '0.1'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1e22, '1e+22'],
    [1.5e300, '1.5e+300'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.25e-10, '1.25e-10'],
    [123.456, '123.456'],
    [-2.5, '-2.5'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%s is %s', (value, repr) => {
    expect(pythonFloat(value)).toBe(repr);
  });
});

describe('strip takes Python’s spaces and no others', () => {
  it.each([['\u001c'], ['\u001f'], ['\u0085'], ['\u00a0'], ['\u2028'], ['\u3000'], ['\t'], ['\u000b']])(
    '%j goes',
    (space) => {
      expect(pythonStrip(`${space}a${space}`)).toBe('a');
    },
  );

  it.each([['\ufeff'], ['\u200b'], ['\u0000'], ['\u180e']])('%j stays', (character) => {
    expect(pythonStrip(`${character}a`)).toBe(`${character}a`);
  });
});

describe('a signal', () => {
  it.each([
    ['a=true', true],
    ['a= YES ', true],
    ['a=On', true],
    ['a=1', true],
    ['a=\u001ftrue\u0085', true],
    ['a=ye\u017f', true],
    ['a=0', false],
    ['a=No', false],
    ['a=FALSE', false],
    ['a=o\ufb00', false],
    ['\u3000a\u001c=off', false],
  ])('%j is %s', (raw, value) => {
    expect(readSignals([raw])).toEqual({ ok: true, given: new Map([['a', value]]) });
  });

  it.each([
    ['', 'signal_format', "Signal must use key=value format: ''"],
    ['a', 'signal_format', "Signal must use key=value format: 'a'"],
    ['=', 'signal_key_empty', "Signal key must not be empty: '='"],
    [' =true', 'signal_key_empty', "Signal key must not be empty: ' =true'"],
    ['a=', 'signal_value_unknown', "Unsupported boolean value in signal: 'a='"],
    ['a=y', 'signal_value_unknown', "Unsupported boolean value in signal: 'a=y'"],
    ['a=ｔｒｕｅ', 'signal_value_unknown', "Unsupported boolean value in signal: 'a=ｔｒｕｅ'"],
    ['a=\ufefftrue', 'signal_value_unknown', "Unsupported boolean value in signal: 'a=\\ufefftrue'"],
    [7, 'signal_type', 'Signal must be a string'],
  ])('%j is refused: %s', (raw, code, error) => {
    expect(readSignals(['b=1', raw, 'c'])).toEqual({ ok: false, code, error });
  });

  it('given twice counts as given last', () => {
    expect(readSignals(['a=1', ' a =0'])).toEqual({ ok: true, given: new Map([['a', false]]) });
  });
});
