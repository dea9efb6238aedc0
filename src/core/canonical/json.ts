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
      return Number.isFinite(value) ? String(value) : 'null';
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
  if (list.length === 0) return '[]';
  let text = `[${textOf(list[0]) ?? 'null'}`;
  for (let at = 1; at < list.length; at += 1) text += `,${textOf(list[at]) ?? 'null'}`;
  return `${text}]`;
}

/** Own members only: a key `__proto__` that JSON.parse made is an own member like any other. */
function mappingText(mapping: object): string {
  let text = '';
  for (const { key, first, later } of orderOf(Object.keys(mapping))) {
    const value = textOf((mapping as Readonly<Record<string, unknown>>)[key]);
    if (value !== undefined) text += `${text === '' ? first : later}${value}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** A key, and how its member begins: as the first one that is written, and after another. */
interface Member {
  readonly key: string;
  readonly first: string;
  readonly later: string;
}

interface Shape {
  readonly keys: readonly string[];
  readonly order: readonly Member[];
}

/** Orders of keys met before, by their first key: facts have few shapes, and sorting was most of the work. */
const shapes = new Map<string | undefined, Shape[]>();
/** Most orders kept for one first key, and most first keys: names from files must not make the lists long. */
const mostAlike = 32;
const mostFirstKeys = 500;

function orderOf(keys: readonly string[]): readonly Member[] {
  let alike = shapes.get(keys[0]);
  if (alike !== undefined) for (const shape of alike) if (isSame(shape.keys, keys)) return shape.order;
  if (alike === undefined) {
    if (shapes.size >= mostFirstKeys) shapes.clear();
    alike = [];
    shapes.set(keys[0], alike);
  } else if (alike.length >= mostAlike) alike.length = 0;
  // Without an order of its own `sort` compares by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  const order = keys.toSorted().map((key): Member => {
    const name = JSON.stringify(key);
    return { key, first: `{${name}:`, later: `,${name}:` };
  });
  alike.push({ keys, order });
  return order;
}

/** Whether two lists of keys with the same first key are the same. */
function isSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let at = 1; at < others.length; at += 1) if (some[at] !== others[at]) return false;
  return true;
}
