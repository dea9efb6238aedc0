/**
 * Compares two texts by their UTF-8 bytes, which is the order of their code points. JavaScript's own order differs
 * from it above U+FFFF.
 */
export function byUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === length) return a.length - b.length;
  return weight(a.charCodeAt(at)) - weight(b.charCodeAt(at));
}

/** Surrogates stand for code points above U+FFFF, so they weigh more than U+E000 to U+FFFF. */
function weight(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}
