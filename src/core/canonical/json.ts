/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, numbers in ECMAScript form, the shortest escapes, no
 * blank space. Equal values give equal text, so a digest of the text is a digest of the value.
 *
 * Where RFC 8785 has no answer this has one, because core can't refuse by throwing: members that are undefined (or a
 * function, or a symbol) are left out; in a list they are null, and so are NaN and the infinities; a lone surrogate
 * stands as its escape. Cyclic values are not supported: facts are read from JSON.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value) ?? 'null';
}

/** The text of a value; undefined for what JSON has no form for. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : 'null';
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? listText(value) : mappingText(value);
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
  }
}

function listText(list: readonly unknown[]): string {
  return `[${Array.from(list, (entry) => textOf(entry) ?? 'null').join(',')}]`;
}

/** Own members only: a key `__proto__` that JSON.parse made is an own member like any other. */
function mappingText(mapping: object): string {
  const members: string[] = [];
  for (const [key, value] of Object.entries(mapping).toSorted(byKey)) {
    const text = textOf(value);
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

/** RFC 8785 section 3.2.3: JavaScript compares strings by UTF-16 code units, as the rule asks. */
function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
