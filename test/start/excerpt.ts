/** The lines of an excerpt in the README that don't follow each other, in order, among the printed ones; `…` stands for what may differ. */
export function missing(excerpt: string, printed: readonly string[]): readonly string[] {
  let at = 0;
  return linesOf(excerpt).filter((line) => {
    const next = printed.findIndex((other, index) => index >= at && fits(line, other));
    if (next < 0) return true;
    at = next + 1;
    return false;
  });
}

/** What of an excerpt has to be printed. */
export function linesOf(excerpt: string): readonly string[] {
  return excerpt.split('\n').filter((line) => !/^\s*…?$/.test(line));
}

function fits(shown: string, printed: string): boolean {
  const parts = shown.split('…');
  let at = 0;
  return parts.every((part, index) => {
    const found = index === 0 ? (printed.startsWith(part) ? 0 : -1) : printed.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
    return index < parts.length - 1 || part === '' || at === printed.length;
  });
}
