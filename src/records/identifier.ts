import { type Place, valuePlace } from './place.ts';
import type { ProblemLog } from './problem-log.ts';
import { pythonStrip } from './text.ts';
import { entryOf, isString, type YamlMapping } from './yaml/node.ts';

/** Contract section 0 point 1: identifiers become parts of refs, deployment payloads and release tags. */
const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/;

/** True if an identifier can be used in names on GitHub (git-check-ref-format: no `..`, no `.` or `.lock` at the end). */
export function isUsableIdentifier(id: string): boolean {
  return IDENTIFIER.test(id) && !id.includes('..') && !id.endsWith('.') && !id.endsWith('.lock');
}

/** Reports the identifiers of a record that can't be used; absent or empty ones are another check's. */
export function checkIdentifiers(mapping: YamlMapping, keys: readonly string[], report: ProblemLog['error']): void {
  for (const key of keys) {
    const entry = entryOf(mapping, key);
    if (entry === undefined || !isString(entry.value)) continue;
    const id = pythonStrip(entry.value.value);
    const place: Place = valuePlace(entry);
    if (id !== '' && !isUsableIdentifier(id))
      report('id_unusable', place, `${key} ${JSON.stringify(id)} can't be used as an identifier`);
  }
}
