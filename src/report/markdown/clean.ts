/**
 * Characters that nobody sees or that reorder what is seen: soft hyphen, Arabic letter mark, Hangul fillers, vowel separators,
 * zero-width and bidirectional characters, invisible operators, byte order mark, interlinear marks, tags, grapheme joiner.
 */
const INVISIBLE =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{E0000}-\u{E0FFF}]|\u034F|\u17B4|\u17B5/gu;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;
/** Our own markers, which only we may write: programs find the machine part by them. */
const MARKER = /<!--(?=\s*\/?\s*rollout-gate)/gi;

/** What may have to be changed: one search for all of the above, since most texts hold none. */
const UNCLEAN_LINES = /[^\t\n\x20-\x7e]|<!--/;
/** As well what isn't a line: other blank space than single spaces between words. */
const UNCLEAN_LINE = /[^\x20-\x7e]| {2}|^ | $|<!--/;

/** A text with line breaks as LF, control characters shown as symbols, invisible ones removed, and none of our markers. */
export function cleanLines(untrusted: string): string {
  if (!UNCLEAN_LINES.test(untrusted)) return untrusted;
  return untrusted
    .toWellFormed()
    .replaceAll(LINE_BREAK, '\n')
    .replaceAll(CONTROL, shownControl)
    .replaceAll(INVISIBLE, '')
    .replaceAll(MARKER, '<!\u2010-');
}

/** As `cleanLines`, on one line: every run of blank space is one space. At most `limit` UTF-16 units. */
export function cleanLine(untrusted: string, limit = 2_000): string {
  if (untrusted.length <= limit && !UNCLEAN_LINE.test(untrusted)) return untrusted;
  // Cut first: an endless text must not cost more than its beginning.
  const start = untrusted.length > limit * 4 ? untrusted.slice(0, limit * 4) : untrusted;
  return clip(cleanLines(start).replaceAll(/\s+/g, ' ').trim(), limit);
}

/** Cuts a text to at most `limit` UTF-16 units, never inside a character, and shows that it was cut. */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** C0 and DEL have symbols of their own (U+2400 to U+2421); C1 has none. */
function shownControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
}
