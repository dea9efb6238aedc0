/** Python's whitespace of `str.strip()`: unlike JavaScript's it has U+001C to U+001F and U+0085 and lacks U+FEFF. */
const PYTHON_SPACE = /[\t-\r\u001C-\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/;

/** Trims as the reference does (contract section 4). Linear, whatever the text. */
export function pythonStrip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text, start)) start += 1;
  while (end > start && isSpace(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // Most texts begin and end with a printable character of ASCII.
  return !(code > 0x20 && code < 0x7f) && PYTHON_SPACE.test(text.charAt(at));
}
