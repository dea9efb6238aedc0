import type { Report } from './leaf.ts';
import type { YamlEntry } from './node.ts';

/** Keys that reach an object's prototype where a program copies data carelessly (`Object.assign`, `a[b][c] = d`). */
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Reports what is wrong with the key of an entry; `seen` are the keys before it in the same mapping, and then with it. */
export function checkKey(entry: YamlEntry, seen: Set<string>, report: Report): void {
  const { key, keyIsString, keyStart: start, keyEnd: end } = entry;
  const { pointer } = entry.value;
  if (!keyIsString)
    report({
      start,
      end,
      pointer,
      code: 'yaml_key_not_string',
      message: 'Keys must be strings',
      hint: 'Quote the key.',
    });
  if (FORBIDDEN_KEYS.includes(key))
    report({ start, end, pointer, code: 'yaml_key_forbidden', message: `Key ${key} is not allowed in a record` });
  const others = seen.size;
  if (seen.add(key).size === others) {
    const message = `Key ${JSON.stringify(key)} stands twice in this mapping`;
    report({ start, end, pointer, code: 'yaml_key_duplicate', message });
  }
}
