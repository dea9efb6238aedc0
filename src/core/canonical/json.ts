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
  let text = '';
  for (let at = 0; at < list.length; at += 1) text += `${at === 0 ? '' : ','}${textOf(list[at]) ?? 'null'}`;
  return `[${text}]`;
}

/** Own members only: a key `__proto__` that JSON.parse made is an own member like any other. */
function mappingText(mapping: object): string {
  let text = '';
  for (const [key, before] of orderOf(Object.keys(mapping))) {
    const value = textOf((mapping as Readonly<Record<string, unknown>>)[key]);
    if (value !== undefined) text += `${text === '' ? '' : ','}${before}${value}`;
  }
  return `{${text}}`;
}

/** A key, and how its member begins. */
type Member = readonly [key: string, before: string];

interface Shape {
  readonly keys: readonly string[];
  readonly order: readonly Member[];
}

/** Orders of keys met before, by their number and first and last key: facts have few shapes, and sorting was most of the work. */
const shapes = new Map<string, Shape>();
const mostShapes = 2_000;

function orderOf(keys: readonly string[]): readonly Member[] {
  const name = `${keys.length} ${keys[0] ?? ''} ${keys[keys.length - 1] ?? ''}`;
  const known = shapes.get(name);
  if (known !== undefined && isSame(known.keys, keys)) return known.order;
  if (shapes.size >= mostShapes) shapes.clear();
  // Without an order of its own `sort` compares by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  const order = keys.toSorted().map((key): Member => [key, `${JSON.stringify(key)}:`]);
  shapes.set(name, { keys, order });
  return order;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  for (let at = 0; at < others.length; at += 1) if (some[at] !== others[at]) return false;
  return some.length === others.length;
}
