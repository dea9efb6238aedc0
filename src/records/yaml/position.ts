import type { Span } from '../problem.ts';

/** Turns an offset into line and column. Built only when a first position is asked for. */
export interface LineIndex {
  /** `start` and `end` are UTF-16 offsets, `end` exclusive. */
  span(start: number, end: number): Span;
}

export function lineIndex(text: string): LineIndex {
  let starts: readonly number[] | null = null;
  let near = 0;
  return {
    span(start, end) {
      starts ??= lineStarts(text);
      // Positions are mostly asked for in file order: what comes next stands in the line before it, or in the one after.
      near = lineAt(start, starts, near);
      const line = near;
      near = lineAt(Math.max(start, end), starts, near);
      return {
        line: line + 1,
        column: start - (starts[line] ?? 0) + 1,
        end_line: near + 1,
        end_column: Math.max(start, end) - (starts[near] ?? 0) + 1,
      };
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
