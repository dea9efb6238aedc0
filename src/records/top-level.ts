import { nodePlace, type Section } from './place.ts';
import type { ProblemLog } from './problem-log.ts';
import type { YamlMapping, YamlNode } from './yaml/node.ts';

/** The top level of a file as the reference loads it: a falsy document is an empty mapping, any other non-mapping an error. */
export function topLevel(root: YamlNode, path: string, log: ProblemLog): Section | null {
  if (root.kind === 'mapping') return { mapping: root, head: null };
  if (isFalsy(root)) return { mapping: emptyMapping(root), head: null };
  log.error('not_a_mapping', firstLine(root), `Config at ${path} must be a mapping at the top level`);
  return null;
}

/** What Python calls false: null, false, zero, empty text, an empty list. */
function isFalsy(root: YamlNode): boolean {
  if (root.kind === 'sequence') return root.items.length === 0;
  return (
    root.kind === 'scalar' && (root.value === null || root.value === false || root.value === 0 || root.value === '')
  );
}

function emptyMapping({ pointer, start, end }: YamlNode): YamlMapping {
  return { kind: 'mapping', pointer, start, end, entries: [] };
}

function firstLine(root: YamlNode) {
  return { ...nodePlace(root), end: Math.min(root.end, root.start + 1) };
}
