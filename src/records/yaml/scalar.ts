/** What a plain scalar is by the YAML 1.2 core schema. Integers that a double can't hold keep their digits as text. */
export type ScalarType = 'string' | 'null' | 'boolean' | 'integer' | 'float';
export type ScalarValue = string | number | boolean | null;

export interface Scalar {
  type: ScalarType;
  value: ScalarValue;
}

const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** What a scalar that isn't a string begins with, if it isn't empty. */
const BEGINNINGS = '~nNtTfF+-.0123456789';

/** Resolves the text of an unquoted scalar: YAML 1.2.2 chapter 10.3.2. */
export function resolvePlain(text: string): Scalar {
  if (!BEGINNINGS.includes(text.charAt(0))) return { type: 'string', value: text };
  if (NULL.test(text)) return { type: 'null', value: null };
  if (TRUE.test(text)) return { type: 'boolean', value: true };
  if (FALSE.test(text)) return { type: 'boolean', value: false };
  if (INTEGER.test(text)) return integer(text);
  if (FLOAT.test(text)) return { type: 'float', value: Number(text) };
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return { type: 'float', value: infinite[1] === '-' ? -Infinity : Infinity };
  if (NOT_A_NUMBER.test(text)) return { type: 'float', value: Number.NaN };
  return { type: 'string', value: text };
}

function integer(text: string): Scalar {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const exact = BigInt(digits);
  const signed = negative ? -exact : exact;
  const value = Number(signed);
  return { type: 'integer', value: Number.isSafeInteger(value) ? value : signed.toString() };
}

const BOOLEAN_WORD = /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;

/** The boolean that YAML 1.1 makes of an unquoted word, or null where both versions read text. (PyYAML takes no y and n.) */
export function booleanWord(text: string): boolean | null {
  if (text.length > 3 || !BOOLEAN_WORD.test(text)) return null;
  const word = text.toLowerCase();
  return word === 'yes' || word === 'on';
}
