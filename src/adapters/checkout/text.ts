/** Bytes between NULs, as git prints lists with `-z`: the only separator that no file name can hold. */
export function nulSeparated(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0, start);
    parts.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length : end + 1;
  }
  return parts;
}

/** UTF-8 text; null for other bytes, which JSON can't carry. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A path as text; bytes that are no UTF-8 become U+FFFD, and `exact` is false. */
export function pathText(bytes: Uint8Array): { readonly path: string; readonly exact: boolean } {
  const exact = utf8(bytes);
  return exact === null ? { path: new TextDecoder().decode(bytes), exact: false } : { path: exact, exact: true };
}
