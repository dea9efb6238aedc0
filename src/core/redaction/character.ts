/** Whether the text holds one of these characters there; false beyond its end. */
export function isOneOf(characters: string, text: string, at: number): boolean {
  return at < text.length && characters.includes(text.charAt(at));
}

/** A letter of ASCII or a digit. */
export function isAlphanumeric(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** What tokens, their names and percent-encoded values are made of. */
export function isWord(text: string, at: number): boolean {
  return isAlphanumeric(text, at) || isOneOf('_-.~+/%', text, at);
}

/** The first place from `at` on where the test is false, at most `most` places on. */
export function skip(
  test: (text: string, at: number) => boolean,
  text: string,
  at: number,
  most = Number.POSITIVE_INFINITY,
): number {
  let end = at;
  while (end < text.length && end - at < most && test(text, end)) end += 1;
  return end;
}
