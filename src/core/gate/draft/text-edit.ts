import type { Position } from '../../../generated/types.ts';
import { scalarText } from './yaml-text.ts';

/** A change of a text: `remove` UTF-16 units from `at` on are replaced by `insert`. */
export interface TextEdit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** A text with the offsets at which its lines begin. */
export interface LinedText {
  readonly text: string;
  readonly starts: readonly number[];
}

export function linedText(text: string): LinedText {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** Applies edits that don't overlap; edits at one place keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let done = 0;
  for (const { at, remove, insert } of edits.toSorted((a, b) => a.at - b.at)) {
    out += text.slice(done, at) + insert;
    done = at + remove;
  }
  return out + text.slice(done);
}

export function replaceScalar([line, column, endLine, endColumn]: Position, value: string, lined: LinedText): TextEdit {
  const at = offsetOf(line, column, lined);
  return { at, remove: offsetOf(endLine, endColumn, lined) - at, insert: scalarText(value) };
}

/** New entries behind the last one, in the list's own style: comments and everything else stay as they are. */
export function extendList(
  [line, column, endLine, endColumn]: Position,
  names: readonly string[],
  lined: LinedText,
): TextEdit {
  const prefix = lineText(line, lined).slice(0, column - 1);
  if (!/^\s*(- +)+$/.test(prefix)) {
    return {
      at: offsetOf(endLine, endColumn, lined),
      remove: 0,
      insert: names.map((name) => `, ${scalarText(name)}`).join(''),
    };
  }
  return insertLines(
    endLine,
    names.map((name) => prefix + scalarText(name)),
    lined,
  );
}

/** Entries for a list that stands empty on its key's line (`key: []`); null when it is written otherwise. */
export function fillList([line, , , endColumn]: Position, names: readonly string[], lined: LinedText): TextEdit | null {
  const rest = lineText(line, lined).slice(endColumn - 1);
  const found = /^\s*:\s*\[(\s*)\]/.exec(rest);
  if (found === null) return null;
  const inner = found[1] ?? '';
  const at = offsetOf(line, endColumn, lined) + found[0].length - 1 - inner.length;
  return { at, remove: inner.length, insert: names.map(scalarText).join(', ') };
}

/** A new key with a list, below the line of a key of the same mapping; null when that key doesn't stand on a line of its own. */
export function addList(neighbour: Position, key: string, names: readonly string[], lined: LinedText): TextEdit | null {
  const [line, column, endLine] = neighbour;
  const found = /^( *)["']?[\w-]+["']?\s*:\s*$/.exec(lineText(line, lined).slice(0, column - 1));
  if (found === null || line !== endLine) return null;
  return insertLines(line, [`${found[1] ?? ''}${key}: [${names.map(scalarText).join(', ')}]`], lined);
}

function insertLines(line: number, lines: readonly string[], lined: LinedText): TextEdit {
  const lineBreak = lined.text.includes('\r\n') ? '\r\n' : '\n';
  const at = offsetOf(line, 1, lined) + lineText(line, lined).length;
  return { at, remove: 0, insert: lines.map((text) => lineBreak + text).join('') };
}

/** A line without its line break. */
function lineText(line: number, { text, starts }: LinedText): string {
  const start = starts[line - 1] ?? text.length;
  const end = (starts[line] ?? text.length + 1) - 1;
  const whole = text.slice(start, end);
  return whole.endsWith('\r') ? whole.slice(0, -1) : whole;
}

function offsetOf(line: number, column: number, { text, starts }: LinedText): number {
  return Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1);
}
