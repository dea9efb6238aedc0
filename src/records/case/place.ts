/**
 * Where a JSON pointer's value begins in a text that was parsed as JSON, or the deepest part of the way that is there. One
 * pass over the text, no second parse.
 */
export function offsetOf(text: string, pointer: string): number {
  const steps = pointer === '' ? [] : pointer.slice(1).split('/').map(unescaped);
  let at = skipBlanks(text, text.startsWith('\uFEFF') ? 1 : 0);
  for (const step of steps) {
    const inner = memberAt(text, at, step);
    if (inner === null) break;
    at = inner;
  }
  return at;
}

/** Beginning of a member's value in the object or array at `open`; null = it has none of that name. */
function memberAt(text: string, open: number, step: string): number | null {
  const isArray = text[open] === '[';
  if (!isArray && text[open] !== '{') return null;
  let at = skipBlanks(text, open + 1);
  for (let index = 0; at < text.length && text[at] !== ']' && text[at] !== '}'; index += 1) {
    let name = String(index);
    if (!isArray) {
      const end = valueEnd(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    if (name === step) return at;
    at = skipBlanks(text, valueEnd(text, at));
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return null;
}

/** Just behind the value that begins at `start`. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const unit = text[at] ?? '';
    if (unit === '"') {
      at = stringEnd(text, at);
      if (depth === 0) return at + 1;
    } else if (unit === '{' || unit === '[') depth += 1;
    else if (unit === '}' || unit === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (unit === ',' || isBlank(unit))) return at;
  }
  return text.length;
}

/** The closing quote of the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text[at] ?? '')) at += 1;
  return at;
}

function isBlank(unit: string): boolean {
  return unit === ' ' || unit === '\n' || unit === '\r' || unit === '\t';
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
