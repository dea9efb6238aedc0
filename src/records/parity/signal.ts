import type { ProblemCode } from '../../generated/codes.ts';
import { pythonStrip } from '../text.ts';
import { pythonCasefold, pythonRepr } from './python-text.ts';

/** What the command line says of signals, by name; the last word on a name counts. */
export type GivenSignals = ReadonlyMap<string, boolean>;

export type SignalsRead = { ok: true; given: GivenSignals } | { ok: false; code: ProblemCode; error: string };

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['on', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['off', false],
]);

/** Reads `--signal key=value` arguments in order and stops at the first bad one (contract section 4). */
export function readSignals(raw: readonly unknown[]): SignalsRead {
  const given = new Map<string, boolean>();
  for (const text of raw) {
    if (typeof text !== 'string') return { ok: false, code: 'signal_type', error: 'Signal must be a string' };
    const equals = text.indexOf('=');
    if (equals === -1)
      return { ok: false, code: 'signal_format', error: `Signal must use key=value format: ${pythonRepr(text)}` };
    const key = pythonStrip(text.slice(0, equals));
    if (key === '')
      return { ok: false, code: 'signal_key_empty', error: `Signal key must not be empty: ${pythonRepr(text)}` };
    const value = WORDS.get(pythonCasefold(pythonStrip(text.slice(equals + 1))));
    if (value === undefined)
      return {
        ok: false,
        code: 'signal_value_unknown',
        error: `Unsupported boolean value in signal: ${pythonRepr(text)}`,
      };
    given.set(key, value);
  }
  return { ok: true, given };
}
