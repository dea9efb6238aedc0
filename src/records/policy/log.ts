import type { ProblemCode } from '../../generated/codes.ts';
import { keyPlace, type Place, valuePlace } from '../place.ts';
import type { Problem } from '../problem.ts';
import { type ProblemLog, problemLog } from '../problem-log.ts';
import { entryOf, type YamlEntry, type YamlNode } from '../yaml/node.ts';
import type { YamlFile } from '../yaml/reader.ts';

/** Collects problems by JSON pointer; the place is looked up in the first file that has the pointer. */
export interface PolicyLog {
  error(code: ProblemCode, pointer: string, message: string, hint?: string): void;
  warn(code: ProblemCode, pointer: string, message: string, hint?: string): void;
  /** As `error`, shown at the key instead of its value. */
  errorAtKey(code: ProblemCode, pointer: string, message: string, hint?: string): void;
  /** Every problem of every file, file by file, each by line. */
  all(): Problem[];
}

/** `files`: the repository's policy first, then the organisation's: a merged value stands in the first that has it. */
export function policyLog(files: readonly YamlFile[]): PolicyLog {
  const sites = files.map((file) => ({ file, log: problemLog(file) }));
  const report = (level: 'error' | 'warn', atKey: boolean, args: Parameters<PolicyLog['error']>): void => {
    const [code, pointer, message, hint] = args;
    const found = sites
      .map(({ file, log }) => ({ log, place: file.root === null ? null : placeOf(file.root, pointer, atKey) }))
      .toSorted((a, b) => (b.place?.depth ?? -1) - (a.place?.depth ?? -1))[0];
    if (found === undefined || found.place === null) return;
    say(found.log, level, code, { ...found.place.place, pointer }, message, hint);
  };
  return {
    error: (...args) => report('error', false, args),
    warn: (...args) => report('warn', false, args),
    errorAtKey: (...args) => report('error', true, args),
    all: () => sites.flatMap(({ log }) => log.all().toSorted(byLine)),
  };
}

function say(
  log: ProblemLog,
  level: 'error' | 'warn',
  code: ProblemCode,
  at: Place,
  message: string,
  hint?: string,
): void {
  if (level === 'error') log.error(code, at, message, hint);
  else log.warn(code, at, message, hint);
}

function byLine(a: Problem, b: Problem): number {
  return a.where.line - b.where.line || a.where.column - b.where.column;
}

/** The place of a pointer, or of the deepest part of it that the file has; `depth` counts the steps found. */
function placeOf(root: YamlNode, pointer: string, atKey: boolean): { place: Place; depth: number } {
  const steps = pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeStep);
  let node = root;
  let entry: YamlEntry | null = null;
  let depth = 0;
  for (const step of steps) {
    const next = childOf(node, step);
    if (next === null) break;
    ({ node } = next);
    entry = next.entry;
    depth += 1;
  }
  return { place: rangeOf(node, entry, atKey), depth };
}

function childOf(node: YamlNode, step: string): { node: YamlNode; entry: YamlEntry | null } | null {
  if (node.kind === 'sequence') {
    const item = node.items[Number(step)];
    return item === undefined ? null : { node: item, entry: null };
  }
  const entry = node.kind === 'mapping' ? entryOf(node, step) : undefined;
  return entry === undefined ? null : { node: entry.value, entry };
}

/** A mapping or list is shown at its key, or at its first key: its own range can be a whole page. */
function rangeOf(node: YamlNode, entry: YamlEntry | null, atKey: boolean): Place {
  if (entry !== null) return atKey ? keyPlace(entry) : valuePlace(entry);
  const first = node.kind === 'mapping' ? node.entries[0] : undefined;
  if (first !== undefined) return keyPlace(first);
  return { pointer: node.pointer, start: node.start, end: node.end };
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
