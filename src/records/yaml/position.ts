import type { Position } from '../../generated/types.ts';
import type { Span } from '../problem.ts';

/** Turns offsets into lines and columns. Built only when a first position is asked for. */
export interface LineIndex {
  /** `start` and `end` are UTF-16 offsets, `end` exclusive. */
  position(start: number, end: number): Position;
  span(start: number, end: number): Span;
}

/** The index of a text, by its line feeds. */
export function lineIndex(text: string): LineIndex {
  let starts: readonly number[] | null = null;
  let near = 0;
  const position = (start: number, end: number): Position => {
    starts ??= lineStarts(text);
    const last = Math.max(start, end);
    // Positions are mostly asked for in file order: what comes next stands in the line before it, or in the one after.
    const line = lineAt(start, starts, near);
    near = lineAt(last, starts, line);
    return [line + 1, start - (starts[line] ?? 0) + 1, near + 1, last - (starts[near] ?? 0) + 1];
  };
  return {
    position,
    span(start, end) {
      const [line, column, end_line, end_column] = position(start, end);
      return { line, column, end_line, end_column };
    },
  };
}

/** The index of the line that holds an offset; `near` is where it may be. */
function lineAt(offset: number, starts: readonly number[], near: number): number {
  for (let line = near; line < near + 2 && (starts[line] ?? offset + 1) <= offset; line += 1)
    if ((starts[line + 1] ?? offset + 1) > offset) return line;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
