import { cleanLine } from './clean.ts';
import { code } from './code.ts';

/**
 * Untrusted text as one line of plain Markdown (github-facts T26). What GitHub would bring to life after Markdown was
 * rendered (mentions, issue and commit references, addresses, formulas) can't be escaped, only stand in inline code.
 */
export function text(untrusted: string, limit?: number): string {
  if (untrusted.length > mostRemembered) return rendered(untrusted, limit);
  const key = `${limit ?? ''}:${untrusted}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  if (memory.size >= mostTexts) memory.clear();
  const made = rendered(untrusted, limit);
  memory.set(key, made);
  return made;
}

/** Roles, names and our own sentences come again with each judgement. */
const memory = new Map<string, string>();
const mostTexts = 2_000;
const mostRemembered = 400;

function rendered(untrusted: string, limit: number | undefined): string {
  return cleanLine(untrusted, limit)
    .split(' ')
    .map((word) => (isLive(word) ? codeWord(word) : escapeWord(word)))
    .join(' ');
}

/**
 * `@name`, `#12`, `a/b#12`, formulas by `$`, addresses with or without a scheme, `GH-12` and other keys that a repository may
 * have made links of, advisories, and hexadecimal digits that may be a commit.
 */
const LIVE = /[@#$]|:\/\/|www\.|mailto:|xmpp:|[a-z][a-z0-9]{0,19}-\d|ghsa-|[0-9a-f]{7}/i;

function isLive(word: string): boolean {
  return LIVE.test(word);
}

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

/** What starts a list, a quote, a heading's underline or a table's delimiter row when it starts a line. */
const BLOCK_START = /^(?:[-+=:]|\d{1,9}(?=[.)]))/;

function escapeWord(word: string): string {
  const inline = word.replaceAll(/[\\`*_[\]<>~&|]/g, (character) => (character === '|' ? '&#124;' : `\\${character}`));
  return inline.replace(BLOCK_START, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}
