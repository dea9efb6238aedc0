/** Whether a text takes at most so many bytes in UTF-8. */
export function fits(text: string, bytes: number): boolean {
  // Most texts are so short that nothing has to be counted.
  return mostBytes(text) <= bytes || utf8Length(text) <= bytes;
}

/** The most bytes that a text of this length can take: 3 for each unit of UTF-16. */
export function mostBytes(text: string): number {
  return text.length * 3;
}

/** Bytes that a text takes in UTF-8: GitHub's limits are in bytes, not in characters (github-facts F32). */
export function utf8Length(text: string): number {
  // Most texts are ASCII, which a search finds out quicker than a loop.
  const other = text.search(/[^\u0000-\u007f]/);
  if (other < 0) return text.length;
  let bytes = text.length;
  for (let at = other; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) bytes += unitBytes(unit, text.charCodeAt(at + 1)) - 1;
  }
  return bytes;
}

/** Of a unit that isn't ASCII. A pair of surrogates takes 4 bytes: 1 is counted at its first unit and 3 at its second. */
function unitBytes(unit: number, next: number): number {
  if (unit < 0x800) return 2;
  if (isHigh(unit) && isLow(next)) return 1;
  return 3;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
