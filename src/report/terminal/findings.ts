import { cleanLine } from '../markdown/clean.ts';
import { counted } from '../words.ts';
import type { Paint } from './paint.ts';

/** A finding of doctor with the level and the mend of its code. */
export interface ShownFinding {
  readonly level: 'ok' | 'warning' | 'problem';
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly where: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/** One line each, its mend behind it, and how many there are of what needs a look. */
export function findingsText(findings: readonly ShownFinding[], paint: Paint): string {
  const tint = { ok: paint.green, warning: paint.yellow, problem: paint.red };
  const lines = findings.map(({ level, code, message, next, where }) => {
    const place = where === null ? '' : `${cleanLine(where.file)}:${where.line}:${where.column}: `;
    const mend = level === 'ok' ? '' : ` ${next}`;
    return `${tint[level](level)}${' '.repeat(9 - level.length)}${place}${cleanLine(message)}${mend}  ${paint.dim(code)}`;
  });
  const count = (level: ShownFinding['level']): number => findings.filter((one) => one.level === level).length;
  const total = `${counted(count('problem'), 'problem')}, ${counted(count('warning'), 'warning')}, ${count('ok')} ok`;
  return `${[...lines, total].join('\n')}\n`;
}
