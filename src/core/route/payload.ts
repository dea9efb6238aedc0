/** Reads untrusted JSON: every answer is a value or undefined, whatever the payload is. */

/** The value at a path of own members; undefined when any step is missing or no mapping. */
export function valueAt(payload: unknown, ...path: readonly string[]): unknown {
  let value = payload;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

export function textAt(payload: unknown, ...path: readonly string[]): string | undefined {
  const value = valueAt(payload, ...path);
  return typeof value === 'string' ? value : undefined;
}

/** A whole number above zero, as GitHub's ids and numbers are. */
export function numberAt(payload: unknown, ...path: readonly string[]): number | undefined {
  const value = valueAt(payload, ...path);
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

export function listAt(payload: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = valueAt(payload, ...path);
  return Array.isArray(value) ? value : [];
}

/** A full commit id: 40 or 64 lower-case hex digits. */
export function shaAt(payload: unknown, ...path: readonly string[]): string | undefined {
  const value = textAt(payload, ...path);
  if (value === undefined || (value.length !== 40 && value.length !== 64)) return undefined;
  return isMadeOf(value, '0123456789abcdef') ? value : undefined;
}

/** An owner's or repository's name: it becomes part of request paths, so nothing else may pass. */
export function nameAt(payload: unknown, ...path: readonly string[]): string | undefined {
  const value = textAt(payload, ...path);
  if (value === undefined || value === '' || value === '.' || value === '..' || value.length > 100) return undefined;
  return isMadeOf(value.toLowerCase(), 'abcdefghijklmnopqrstuvwxyz0123456789-_.') ? value : undefined;
}

/** A whole number above zero written in digits, as in a ref's name. */
export function wholeNumber(text: string): number | undefined {
  const value = isMadeOf(text, '0123456789') && text !== '' && text.length < 16 ? Number(text) : 0;
  return value > 0 ? value : undefined;
}

function isMadeOf(text: string, characters: string): boolean {
  return [...text].every((character) => characters.includes(character));
}
