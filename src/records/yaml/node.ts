import type { ScalarType, ScalarValue } from './scalar.ts';

/** A parsed file as a tree with offsets: `start`/`end` are UTF-16 offsets of the value, `end` exclusive. */
export type YamlNode = YamlMapping | YamlSequence | YamlScalar;

interface Ranged {
  pointer: string;
  start: number;
  end: number;
}

export interface YamlScalar extends Ranged {
  kind: 'scalar';
  type: ScalarType;
  value: ScalarValue;
  /** Unquoted text as written; null for quoted and block scalars. */
  plain: string | null;
}

export interface YamlSequence extends Ranged {
  kind: 'sequence';
  items: YamlNode[];
}

export interface YamlEntry {
  /** The key; for a key that isn't a string (already reported), its text as far as it has one. */
  key: string;
  keyIsString: boolean;
  keyStart: number;
  keyEnd: number;
  value: YamlNode;
}

export interface YamlMapping extends Ranged {
  kind: 'mapping';
  entries: YamlEntry[];
}

/** Plain data without prototypes; integers beyond 2^53 are strings of digits. */
export type YamlData = ScalarValue | YamlData[] | { [key: string]: YamlData };

/** The entry under a string key; of duplicates (already reported) the last, as the reference reads it. */
export function entryOf(mapping: YamlMapping, key: string): YamlEntry | undefined {
  const { entries } = mapping;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry !== undefined && entry.key === key && entry.keyIsString) return entry;
  }
  return undefined;
}

export function isString(node: YamlNode): node is YamlScalar & { value: string } {
  return node.kind === 'scalar' && node.type === 'string';
}

/** Copies a tree into plain data: mappings become objects without a prototype, so that no key can reach one. */
export function toData(node: YamlNode): YamlData {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(toData);
  const data = Object.create(null) as { [key: string]: YamlData };
  for (const entry of node.entries) data[entry.key] = toData(entry.value);
  return data;
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(pointer: string, key: string | number): string {
  if (typeof key === 'number' || !(key.includes('~') || key.includes('/'))) return `${pointer}/${key}`;
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
