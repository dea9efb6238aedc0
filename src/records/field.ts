import { keyPlace, missingPlace, nodePlace, type Place, type Section, valuePlace } from './place.ts';
import type { ProblemLog } from './problem-log.ts';
import { didYouMean } from './spelling.ts';
import { pythonStrip } from './text.ts';
import { entryOf, isString, type YamlEntry, type YamlNode } from './yaml/node.ts';

/** `required`: absent or empty is an error. `optional`: absent gives null. Either way a value must be text. */
export type Presence = 'required' | 'optional';

/** Reads one text field, trimmed. `label` is the reference's prefix: `change` gives `change.risk_level is required`. */
export function readText(
  section: Section,
  key: string,
  label: string,
  presence: Presence,
  log: ProblemLog,
): string | null {
  const entry = entryOf(section.mapping, key);
  const name = `${label}.${key}`;
  if (entry === undefined) {
    if (presence === 'required') log.error('field_required', missingPlace(section, key), `${name} is required`);
    return null;
  }
  if (!isString(entry.value)) {
    log.error('field_type', valuePlace(entry), `${name} must be a string`, quoteHint(entry.value));
    return null;
  }
  const text = pythonStrip(entry.value.value);
  if (text === '') log.error('field_required', valuePlace(entry), `${name} is required`);
  return text === '' ? null : text;
}

/**
 * How the reference orders faults inside one list: `entries` = the first bad entry decides (change), `passes` = all types,
 * then all empty ones, then all duplicates (rollout).
 */
export type ListOrder = 'entries' | 'passes';

/** Reads the entries of a list, trimmed; every bad entry is reported. `label` is what the reference calls the list. */
export function readEntries(list: YamlEntry, label: string, order: ListOrder, log: ProblemLog): string[] {
  if (list.value.kind !== 'sequence') return [];
  const seen = new Set<string>();
  const texts: string[] = [];
  const faults: EntryFault[] = [];
  for (const node of list.value.items) {
    const text = isString(node) ? pythonStrip(node.value) : null;
    const fault = entryFault(text, seen);
    if (fault !== null) faults.push({ fault, node, place: emptyAware(node, list) });
    if (text === null) continue;
    if (fault === null) texts.push(text);
    seen.add(text);
  }
  if (faults.length === 0) return texts;
  const rank = order === 'passes' ? faults.toSorted((a, b) => RANK.indexOf(a.fault) - RANK.indexOf(b.fault)) : faults;
  for (const { fault, node, place } of rank)
    log.error(
      fault,
      place,
      `${label} ${ENTRY_MESSAGES[fault]}`,
      fault === 'list_entry_type' ? quoteHint(node) : undefined,
    );
  return texts;
}

/** Reads a list field: absent gives [] unless required; anything but a list is an error. */
export function readList(section: Section, key: string, presence: Presence, log: ProblemLog): string[] {
  const entry = entryOf(section.mapping, key);
  if (entry === undefined) {
    if (presence === 'required') log.error('field_required', missingPlace(section, key), `${key} is required`);
    return [];
  }
  if (entry.value.kind !== 'sequence') {
    log.error('list_type', valuePlace(entry), `${key} must be a list`);
    return [];
  }
  return readEntries(entry, key, 'entries', log);
}

/** Advice for keys that nothing reads, with the known key that was probably meant. */
export function warnUnknownKeys(section: Section, known: readonly string[], log: ProblemLog, hint?: string): void {
  const unknown = section.mapping.entries.filter((entry) => entry.keyIsString && !known.includes(entry.key));
  for (const entry of unknown.slice(0, MAX_UNKNOWN)) {
    const meant = didYouMean(entry.key, known);
    const advice = meant === null ? hint : `Did you mean ${meant}?`;
    log.warn('key_unknown', keyPlace(entry), `Unknown key ${JSON.stringify(entry.key)} is ignored`, advice);
  }
}

/** Comparing spellings costs; past this many unknown keys a file isn't a misspelt record. */
const MAX_UNKNOWN = 50;

interface EntryFault {
  fault: (typeof RANK)[number];
  node: YamlNode;
  place: Place;
}

const RANK = ['list_entry_type', 'list_entry_empty', 'list_entry_duplicate'] as const;

const ENTRY_MESSAGES = {
  list_entry_type: 'entries must be strings',
  list_entry_empty: 'entries must not be empty',
  list_entry_duplicate: 'entries must be unique',
} as const;

function entryFault(text: string | null, seen: ReadonlySet<string>): EntryFault['fault'] | null {
  if (text === null) return 'list_entry_type';
  if (text === '') return 'list_entry_empty';
  return seen.has(text) ? 'list_entry_duplicate' : null;
}

function emptyAware(node: YamlNode, list: YamlEntry): Place {
  return node.end > node.start ? nodePlace(node) : { ...keyPlace(list), pointer: node.pointer };
}

function quoteHint(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar' || node.plain === null || node.plain === '') return undefined;
  return `Quote it if it is text: "${node.plain}".`;
}
