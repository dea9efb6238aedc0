/** A blob as GitHub names it: its SHA identifies the bytes, so that a parse of it never changes. */
export interface Blob {
  sha: string;
  text: string;
}

const DEFAULT_LIMIT = 500;

/**
 * Remembers what a parser made of a blob at a path, so that a record seen before costs a look-up. At most `limit` results are
 * kept; the one unused for longest goes first. Results are shared: treat them as values.
 */
export function memoizeByBlob<T>(
  parse: (text: string, path: string) => T,
  limit = DEFAULT_LIMIT,
): (blob: Blob, path: string) => T {
  const results = new Map<string, T>();
  return ({ sha, text }, path) => {
    const key = `${sha}:${path}`;
    const known = results.get(key);
    if (known !== undefined) {
      results.delete(key);
      results.set(key, known);
      return known;
    }
    const result = parse(text, path);
    if (results.size >= limit) forgetOldest(results);
    results.set(key, result);
    return result;
  };
}

function forgetOldest(results: Map<string, unknown>): void {
  const [oldest] = results.keys();
  if (oldest !== undefined) results.delete(oldest);
}
