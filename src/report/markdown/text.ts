import { cleanLine } from './clean.ts';
import { code } from './code.ts';

/**
 * Untrusted text as one line of plain Markdown (github-facts T26). What GitHub would bring to life after Markdown was
 * rendered (mentions, issue and commit references, addresses, formulas) can't be escaped, only stand in inline code.
 */
export function text(untrusted: string, limit?: number): string {
  const { length } = untrusted;
  // What is shorter than its limit is shown the same under any.
  if (length > mostRemembered || (limit !== undefined && length > limit)) return rendered(untrusted, limit);
  const known = memory.get(untrusted);
  if (known !== undefined) return known;
  if (memory.size >= mostTexts) memory.clear();
  // A copy: the text may be a piece of a file, which would be kept in memory with it.
  const copy = ` ${untrusted}`.slice(1);
  const made = rendered(copy);
  memory.set(copy, made);
  return made;
}

/** Roles, names and our own sentences come again with each judgement. */
const memory = new Map<string, string>();
const mostTexts = 2_000;
const mostRemembered = 400;

function rendered(untrusted: string, limit?: number): string {
  const line = cleanLine(untrusted, limit);
  return SPECIAL.test(line) ? line.split(' ').map(shownWord).join(' ') : line;
}

function shownWord(word: string): string {
  if (!SPECIAL.test(word)) return word;
  return LIVE.test(word) ? codeWord(word) : escapeWord(word);
}

/**
 * `@name`, `#12`, `a/b#12`, formulas by `$`, addresses with or without a scheme, `GH-12` and other keys that a repository may
 * have made links of, advisories, and hexadecimal digits that may be a commit.
 */
const LIVE = /[@#$]|:\/\/|www\.|mailto:|xmpp:|(?<=[a-z][a-z0-9]{0,19})-\d|ghsa-|[0-9a-f]{7}/i;

/** Punctuation around the word stays outside of the code: `(@erin),` reads better so. */
function codeWord(word: string): string {
  let [start, end] = [0, word.length];
  while (start < end && OPENING.includes(word.charAt(start))) start += 1;
  while (end > start && CLOSING.includes(word.charAt(end - 1))) end -= 1;
  if (start === end) return escapeWord(word);
  return `${escapeWord(word.slice(0, start))}${code(word.slice(start, end))}${escapeWord(word.slice(end))}`;
}

const OPENING = '("\'';
const CLOSING = ')"\',.;:!?';

const MARKUP = /[\\`*_[\]<>~&|]/g;
/** What starts a list, a quote, a heading's underline or a table's delimiter row when it starts a line. */
const BLOCK_START = /^(?:[-+=:]|\d{1,9}(?=[.)]))/;

/** All of the above, at any word of a line: most lines and words hold nothing of it, and one search says so. */
const SPECIAL =
  /[@#$\\`*_[\]<>~&|]|:\/\/|www\.|mailto:|xmpp:|(?<=[a-z][a-z0-9]{0,19})-\d|ghsa-|[0-9a-f]{7}|(?:^| )(?:[-+=:]|\d{1,9}[.)])/i;

function escapeWord(word: string): string {
  const inline = word.replaceAll(MARKUP, (character) => (character === '|' ? '&#124;' : `\\${character}`));
  return inline.replace(BLOCK_START, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}
