import { MAX_BYTES, MAX_PROBLEMS } from './limits.ts';
import type { Refusal } from './refusal.ts';

/** Text that is ready for the lexer (no byte order mark, lone CR as LF), or the reasons why it isn't. */
export interface Source {
  text: string;
  refusals: Refusal[];
}

/**
 * Checks size, encoding and characters before any parser sees the file. The size is checked first, so that a large file costs nothing.
 * A lone CR becomes LF (YAML 1.1 and 1.2 both call it a line break, the library doesn't); offsets stay the same.
 */
export function prepareSource(input: string | Uint8Array): Source {
  if (isTooLarge(input)) {
    return refused(
      'yaml_too_large',
      `The file is larger than ${MAX_BYTES / 1024} KiB`,
      'Split the record, or move prose out of it.',
    );
  }
  const decoded = typeof input === 'string' ? wellFormed(input) : decode(input);
  if (decoded === null) return refused('yaml_not_utf8', 'The file is not valid UTF-8', 'Save it as UTF-8.');
  const unmarked = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  const text = unmarked.includes('\r') ? unmarked.replace(/\r(?!\n)/g, '\n') : unmarked;
  return { text, refusals: forbiddenCharacters(text) };
}

/** Control characters hide text from reviewers, bidi characters reorder it: neither may stand in a record, raw or escaped. */
const FORBIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;

/** First forbidden character of a text, or null. */
export function forbiddenCharacter(text: string): string | null {
  const found = FORBIDDEN.exec(text);
  // The place of a find would be where the next text is looked at from.
  FORBIDDEN.lastIndex = 0;
  return found === null ? null : codePointName(found[0]);
}

function forbiddenCharacters(text: string): Refusal[] {
  const refusals: Refusal[] = [];
  if (forbiddenCharacter(text) === null) return refusals;
  for (const match of text.matchAll(FORBIDDEN)) {
    refusals.push({
      code: 'yaml_character_forbidden',
      start: match.index,
      end: match.index + 1,
      message: `Character ${codePointName(match[0])} is not allowed in a record`,
      hint: 'Delete it: control and bidirectional characters make a file read differently from what a reviewer sees.',
    });
    if (refusals.length > MAX_PROBLEMS) break;
  }
  return refusals;
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function refused(code: Refusal['code'], message: string, hint: string): Source {
  return { text: '', refusals: [{ code, start: 0, end: 0, message, hint }] };
}

function isTooLarge(input: string | Uint8Array): boolean {
  if (typeof input !== 'string' || input.length > MAX_BYTES) return input.length > MAX_BYTES;
  // A UTF-16 unit is one to three bytes of UTF-8: very long strings and short ones need no encoding to be told apart.
  return input.length > MAX_BYTES / 3 && new TextEncoder().encode(input).length > MAX_BYTES;
}

function wellFormed(text: string): string | null {
  return text.isWellFormed() ? text : null;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
