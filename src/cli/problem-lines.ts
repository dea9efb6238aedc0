import type { Problem } from '../generated/types.ts';
import { ansi, type Paint, plain } from '../report/terminal/paint.ts';
import { problemsText } from '../report/terminal/problems.ts';
import type { Terminal } from './terminal.ts';

export function paintOf({ colour }: Terminal): Paint {
  return colour ? ansi : plain;
}

/** Problems with their lines, ready to print; empty for none. `sources` are the files' texts by path. */
export function problemLines(
  problems: readonly Problem[],
  sources: ReadonlyMap<string, string>,
  terminal: Terminal,
): string {
  return problems.length === 0 ? '' : problemsText(problems, sources, paintOf(terminal));
}
