import type { Span } from '../problem.ts';

/** Turns an offset into line and column. Built only when a first position is asked for. */
export interface LineIndex {
  /** `start` and `end` are UTF-16 offsets, `end` exclusive. */
  span(start: number, end: number): Span;
}

export function lineIndex(text: string): LineIndex {
  let starts: number[] | null = null;
  const at = (offset: number): [number, number] => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - (starts[low] ?? 0) + 1];
  };
  return {
    span(start, end) {
      const [line, column] = at(start);
      const [end_line, end_column] = at(Math.max(start, end));
      return { line, column, end_line, end_column };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
