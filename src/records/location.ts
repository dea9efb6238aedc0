import type { Position } from '../generated/types.ts';
import { type Place, valuePlace } from './place.ts';
import { entryOf, type YamlMapping, type YamlNode } from './yaml/node.ts';
import type { YamlFile } from './yaml/reader.ts';

/** The folder of a path, '' for the root: a change and a rollout record pair by it. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Every JSON pointer of a file with its position; a list or mapping under a key is located at the key. */
export function positionsOf(root: YamlNode, file: YamlFile): Record<string, Position> {
  const positions = Object.create(null) as Record<string, Position>;
  const put = ({ pointer, start, end }: Place): void => {
    positions[pointer] = file.position(start, end);
  };
  const visit = (node: YamlNode): void => {
    if (node.kind === 'mapping') {
      for (const entry of node.entries) {
        put(valuePlace(entry));
        visit(entry.value);
      }
    } else if (node.kind === 'sequence') {
      for (const item of node.items) {
        put(item);
        visit(item);
      }
    }
  };
  put({ pointer: '', start: root.start, end: root.start });
  visit(root);
  return positions;
}

/** Where each normalised field comes from: `affected_surfaces` → `/change/affected_surfaces`. Absent fields are left out. */
export function pointersOf(mapping: YamlMapping, fields: ReadonlyMap<string, string>): Record<string, string> {
  const at = Object.create(null) as Record<string, string>;
  for (const [field, key] of fields) {
    const entry = entryOf(mapping, key);
    if (entry !== undefined) at[field] = entry.value.pointer;
  }
  return at;
}
