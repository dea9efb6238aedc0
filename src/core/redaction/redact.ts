import { userEnd } from './address.ts';
import { isWord, skip } from './character.ts';
import { hidden } from './hidden.ts';
import { withoutPem } from './pem.ts';
import { afterScheme, isScheme, isSecretName, nameIn, valueEnd, valueStart } from './value.ts';
import { secretIn } from './word.ts';

/**
 * The text without what has the form of a secret, and without the secrets that are known: PEM blocks, tokens, what an
 * `Authorization` header, a field or a signed address names as one, users in addresses. It hides too much rather than too
 * little. Goes once through the text and compiles no pattern: what GitHub or a file says can't make it slow (T25, T28).
 */
export function redact(text: string, known: readonly string[] = []): string {
  const rest = known.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, () => hidden)), text);
  return withoutForms(withoutPem(rest), secretAfter);
}

/**
 * The same for a sentence of ours that quotes a file: only what is a secret by itself and the values of an address, for
 * `token: expected a text` is no secret.
 */
export function redactQuotes(text: string): string {
  return withoutForms(withoutPem(text), (whole, word, end) =>
    whole[end] === '=' ? secretAfter(whole, word, end) : null,
  );
}

function withoutForms(text: string, valueAfter: typeof secretAfter): string {
  let [kept, at] = ['', 0];
  while (at < text.length) {
    if (text.startsWith('://', at)) {
      const user = userEnd(text, at + 3);
      kept += user === null ? '://' : `://${hidden}`;
      at = user ?? at + 3;
    } else if (isWord(text, at)) {
      const end = skip(isWord, text, at);
      const word = text.slice(at, end);
      const after = valueAfter(text, word, end);
      kept += shownWord(word) + (after === null ? '' : text.slice(end, after.from) + hidden);
      at = after?.to ?? end;
    } else {
      kept += text.charAt(at);
      at += 1;
    }
  }
  return kept;
}

function shownWord(word: string): string {
  const token = secretIn(word);
  return token < 0 ? word : word.slice(0, token) + hidden;
}

/** The secret that the word announces; null = none. */
function secretAfter(text: string, word: string, end: number): { readonly from: number; readonly to: number } | null {
  const name = nameIn(word);
  if (isScheme(name)) {
    const to = afterScheme(text, end);
    if (to > end) return { from: end + 1, to };
  }
  if (!isSecretName(name)) return null;
  const from = valueStart(text, end);
  if (from === null) return null;
  const to = valueEnd(text, from);
  return to === from ? null : { from, to };
}
