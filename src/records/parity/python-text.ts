import type { YamlScalar } from '../yaml/node.ts';

/** `repr()` of a Python string: quotes, escapes, and everything that `str.isprintable` denies as \x, \u or \U. */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = Array.from(text, (character) => reprCharacter(character, quote)).join('');
  return `${quote}${inner}${quote}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Other, unassigned, private, surrogate and separator characters, the plain space excepted. */
const NOT_PRINTABLE = /[\p{C}\p{Z}]/u;

function reprCharacter(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const escape = ESCAPES[character];
  if (escape !== undefined) return escape;
  if (character === ' ' || !NOT_PRINTABLE.test(character)) return character;
  const point = character.codePointAt(0) ?? 0;
  if (point <= 0xff) return `\\x${hex(point, 2)}`;
  return point <= 0xffff ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

function hex(point: number, digits: number): string {
  return point.toString(16).padStart(digits, '0');
}

/** `str.casefold()` as far as it can turn text into one of the eight signal words: long s and the ff ligature fold to ASCII. */
export function pythonCasefold(text: string): string {
  return text.toLowerCase().replaceAll('\u017F', 's').replaceAll('\uFB00', 'ff');
}

/** `str()` of a YAML scalar as the reference prints it under rollout_mode: `True`, `5`, `2.5`, `1e+16`. */
export function pythonString({ type, value }: YamlScalar): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return 'None';
  return typeof value === 'number' && type === 'float' ? pythonFloat(value) : String(value);
}

/** `repr()` of a Python float: the same shortest digits as JavaScript's, but `.0` on whole numbers and other bounds for exponents. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const scale = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${mantissa}e${scale}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
