import type { YamlEntry, YamlMapping, YamlNode } from './yaml/node.ts';
import { pointerStep } from './yaml/node.ts';

/** Where a problem is shown: a JSON pointer and a range of offsets. */
export interface Place {
  pointer: string;
  start: number;
  end: number;
}

/** A mapping together with the key it hangs under (null for the whole file): a missing field is shown at that key. */
export interface Section {
  mapping: YamlMapping;
  head: YamlEntry | null;
}

export function keyPlace(entry: YamlEntry): Place {
  return { pointer: entry.value.pointer, start: entry.keyStart, end: entry.keyEnd };
}

/** A scalar is shown itself; a list or mapping at its key, because its own range can be a whole page. */
export function valuePlace(entry: YamlEntry): Place {
  const { value } = entry;
  if (value.kind !== 'scalar' || value.end === value.start) return keyPlace(entry);
  return { pointer: value.pointer, start: value.start, end: value.end };
}

export function nodePlace(node: YamlNode): Place {
  return { pointer: node.pointer, start: node.start, end: node.end };
}

/** Where a field that isn't there is missed: the key of its section, or the first key of the file. */
export function missingPlace(section: Section, key: string): Place {
  const pointer = pointerStep(section.mapping.pointer, key);
  const near = section.head ?? section.mapping.entries[0];
  if (near !== undefined) return { pointer, start: near.keyStart, end: near.keyEnd };
  return { pointer, start: section.mapping.start, end: section.mapping.start };
}
