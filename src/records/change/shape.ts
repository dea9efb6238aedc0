import type { YamlEntry, YamlMapping } from '../yaml/node.ts';
import { entryOf, isString } from '../yaml/node.ts';
import { REFERENCE_CHANGE_KEYS } from './reference.ts';

export const CHANGE_KIND = 'change_review_record';

/** Which of the two shapes a change file has; `unknown` with what to show and how to mend it. */
export type ChangeShape =
  | { shape: 'reference' }
  | { shape: 'document' }
  | { shape: 'unknown'; at: YamlEntry | null; hint: string };

const DOCUMENT_ONLY: ReadonlySet<string> = new Set([
  'review_id',
  'owner',
  'required_reviews',
  'required_evals',
  'status',
]);
const REFERENCE: ReadonlySet<string> = new Set(REFERENCE_CHANGE_KEYS);

/** Told apart by `change`, `kind` and the field names; a file that is neither is refused (contract section 0 point 1). */
export function changeShape(top: YamlMapping): ChangeShape {
  if (entryOf(top, 'change') !== undefined) return { shape: 'reference' };
  const kind = entryOf(top, 'kind');
  if (kind !== undefined) {
    if (isString(kind.value) && kind.value.value.trim() === CHANGE_KIND) return { shape: 'document' };
    return { shape: 'unknown', at: kind, hint: `A change record has kind: ${CHANGE_KIND}, or a change mapping.` };
  }
  const keys = top.entries.map(({ key }) => key);
  const own = keys.filter((key) => REFERENCE.has(key));
  if (own.length > 0 && !keys.some((key) => DOCUMENT_ONLY.has(key))) return { shape: 'reference' };
  if (own.some((key) => !SHARED.has(key))) return { shape: 'reference' };
  const at = top.entries[0] ?? null;
  return { shape: 'unknown', at, hint: `Add kind: ${CHANGE_KIND}, or put the record under change.` };
}

/** Field names that both shapes have say nothing about which one it is. */
const SHARED: ReadonlySet<string> = new Set(['change_id', 'change_type', 'risk_level', 'affected_surfaces']);
