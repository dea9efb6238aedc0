import { isAlphanumeric } from './character.ts';
import { isSecretName, nameIn } from './value.ts';

/**
 * How tokens begin, and how much follows at least: GitHub's (`ghs_` also stands before an App's id and a JWT), those that
 * it gave before, and JSON Web Tokens.
 */
const beginnings: readonly (readonly [beginning: string, least: number])[] = [
  ['ghp_', 6],
  ['gho_', 6],
  ['ghu_', 6],
  ['ghs_', 6],
  ['ghr_', 6],
  ['github_pat_', 6],
  ['v1.', 32],
  ['eyJ', 16],
];

/** Right after a letter, as in `n` of `\n` or in a longer word, more has to follow. */
const leastWithin = 16;

/** No token is shorter: its beginning, and what has to follow that at least. */
const shortest = Math.min(...beginnings.map(([beginning, least]) => beginning.length + least));

/** Where in a word a secret begins, so that the rest is hidden; -1 = nowhere. */
export function secretIn(word: string): number {
  let first = word.includes('%') ? encodedValue(word) : -1;
  if (word.length < shortest) return first;
  for (const [beginning, least] of beginnings) {
    const at = firstToken(word, beginning, least);
    if (at >= 0 && (first < 0 || at < first)) first = at;
  }
  return first;
}

/** `sig%3Dabc` in an address that is itself a value of an address. */
function encodedValue(word: string): number {
  const lower = word.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(sign); at >= 0; at = lower.indexOf(sign, from)) {
    const name = nameIn(lower.slice(from, at));
    from = at + sign.length;
    if (isSecretName(name) && from < word.length) return from;
  }
  return -1;
}
const sign = '%3d';

function firstToken(word: string, beginning: string, least: number): number {
  for (let at = word.indexOf(beginning); at >= 0; at = word.indexOf(beginning, at + 1)) {
    const rest = word.length - at - beginning.length;
    if (rest < least) return -1;
    if (rest >= leastWithin || at === 0 || !isAlphanumeric(word, at - 1)) return at;
  }
  return -1;
}
