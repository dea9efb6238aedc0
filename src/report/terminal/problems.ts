import type { Problem } from '../../generated/types.ts';
import { cleanLine, cleanLines } from '../markdown/clean.ts';
import { counted } from '../words.ts';
import type { Paint } from './paint.ts';

/** Texts of the files by path, for the lines that are shown. A file that isn't there is shown without its lines. */
export type Sources = ReadonlyMap<string, string>;

const MAX_LINE = 160;

/** Problems as a compiler shows them: `file:line:col  severity  message`, the line with the one before it, what is meant underlined. */
export function problemsText(problems: readonly Problem[], sources: Sources, paint: Paint): string {
  const lines = new Map([...sources].map(([path, text]) => [path, text.split(/\r\n|\n|\r/)]));
  return problems.map((problem) => `${problemText(problem, lines.get(problem.where.file) ?? [], paint)}\n`).join('\n');
}

/** `2 problems (1 error, 1 warning) in 1 of 2 files`. */
export function problemsTotal(problems: readonly Problem[], files: number): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const bad = new Set(problems.map(({ where }) => where.file)).size;
  if (problems.length === 0) return `no problem in ${counted(files, 'file')}`;
  const kinds = `${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`;
  return `${counted(problems.length, 'problem')} (${kinds}) in ${bad} of ${counted(files, 'file')}`;
}

function problemText(
  { code, severity, message, hint, where }: Problem,
  lines: readonly string[],
  paint: Paint,
): string {
  const tint = severity === 'error' ? paint.red : paint.yellow;
  const place = `${cleanLine(where.file)}:${where.line}:${where.column}`;
  const head = `${paint.bold(place)}  ${tint(severity)}  ${cleanLine(message)}`;
  const line = lines[where.line - 1];
  const advice = [...(hint === undefined ? [] : [cleanLine(hint)]), paint.dim(code)].join('  ');
  if (line === undefined) return `${head}\n      ${advice}`;
  const before = lines[where.line - 2];
  const frame = [
    ...(before === undefined || before.trim() === '' ? [] : [paint.dim(frameLine(where.line - 1, shownLine(before)))]),
    frameLine(where.line, shownLine(line)),
    `      | ${underline(line, where, tint)} ${advice}`,
  ];
  return [head, ...frame].join('\n');
}

function frameLine(number: number, content: string): string {
  return `${String(number).padStart(5)} | ${content}`;
}

/** Tabs count as one column in positions, so they are shown as one space; control characters can't reach the terminal. */
function shownLine(line: string): string {
  const shown = cleanLines(line.replaceAll('\t', ' '));
  return shown.length > MAX_LINE ? `${shown.slice(0, MAX_LINE)}…` : shown;
}

function underline(
  line: string,
  { line: first, end_line, column, end_column }: Problem['where'],
  tint: (text: string) => string,
): string {
  const start = Math.min(Math.max(1, column), MAX_LINE);
  const end = first === end_line ? end_column : line.length + 1;
  const length = Math.max(1, Math.min(end, MAX_LINE + 1) - start);
  return `${' '.repeat(start - 1)}${tint('^'.repeat(length))}`;
}
