import { isOneOf, skip } from './character.ts';
import { hidden } from './hidden.ts';

/** Names whose value is a secret, alone or at the end of a longer name; compared in lower case with `_` for `-`. */
const endings = [
  'authorization',
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'signature',
  'signature_256',
  'credential',
  'private_key',
  'privatekey',
  'api_key',
  'apikey',
  'access_key',
  'cookie',
  'jwt',
] as const;
/** Names that are only secret as a whole: `sig` and `se` of a signed address. */
const wholes = ['sig', 'se', 'pat', 'pwd', 'bearer'] as const;
/** Words of an `Authorization` header before the secret. */
const schemes = ['bearer', 'basic'] as const;

/** The last part of a word, as a name is compared: of `/a/b.X-Token` or `url%3FX-Token` it is `x_token`. */
export function nameIn(word: string): string {
  const from = Math.max(word.lastIndexOf('/'), word.lastIndexOf('.')) + 1;
  const encoded = word.lastIndexOf('%');
  return word
    .slice(encoded < from ? from : encoded + 3)
    .replaceAll('-', '_')
    .toLowerCase();
}

export function isSecretName(name: string): boolean {
  return endings.some((ending) => name.endsWith(ending)) || wholes.some((whole) => name === whole);
}

/** Where the value of a name begins; null when none is given: `token=x`, `"token": "x"`, `\"token\":\"x\"`. */
export function valueStart(text: string, at: number): number | null {
  const sign = skip((inner, place) => isOneOf(' \t"\'\\`]', inner, place), text, at, mostBetween);
  if (!isOneOf(':=', text, sign)) return null;
  return skip((inner, place) => isOneOf(' \t:=>', inner, place), text, sign, mostBetween);
}
/** What stands between a name and its value is short: a longer gap is no gap. */
const mostBetween = 16;

/** Where the value that begins here ends: at its closing quotation mark, else at white space or a sign that parts values. */
export function valueEnd(text: string, at: number): number {
  // Hidden already.
  if (text.startsWith(hidden, at)) return at + hidden.length;
  const slashes = skip(isBackslash, text, at) - at;
  const quote = text.charAt(at + slashes);
  if (quote !== '' && `"'\``.includes(quote)) return quotedEnd(text, at + slashes + 1, quote, slashes);
  const end = skip((inner, place) => !isOneOf(' \t\r\n"\'`<>&,;|)}]', inner, place), text, at);
  const word = text.slice(at, Math.min(end, at + longestScheme)).toLowerCase();
  // `Authorization: Bearer x` has a value of two words.
  return isScheme(word) || word === 'token' ? afterScheme(text, end) : end;
}
const longestScheme = 8;

export function isScheme(name: string): boolean {
  return schemes.some((scheme) => scheme === name);
}

/** The end of the word that follows a scheme; the scheme's own when none does. */
export function afterScheme(text: string, at: number): number {
  const start = skip((inner, place) => isOneOf(' \t', inner, place), text, at);
  if (start === at) return at;
  return skip((inner, place) => !isOneOf(' \t\r\n"\'`<>,;|\\', inner, place), text, start);
}

/** A mark inside has more backslashes before it than the opening one. */
function quotedEnd(text: string, from: number, quote: string, slashes: number): number {
  let at = from;
  while (at < text.length) {
    const run = skip(isBackslash, text, at) - at;
    at += run;
    if (text.charAt(at) === quote && run <= slashes) return at - run;
    at += 1;
  }
  return text.length;
}

function isBackslash(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x5c;
}
