import type { DoctorFinding } from '../../generated/types.ts';
import { cleanLine } from '../markdown/clean.ts';
import { counted } from '../words.ts';
import type { Paint } from './paint.ts';

/** One line each, its mend behind it, and how many there are of what needs a look. */
export function findingsText(findings: readonly DoctorFinding[], paint: Paint): string {
  const tint = { ok: paint.green, warning: paint.yellow, problem: paint.red };
  const lines = findings.map(({ level, code, message, next, where }) => {
    const place = where === null ? '' : `${cleanLine(where.file)}:${where.line}:${where.column}: `;
    const mend = level === 'ok' ? '' : ` ${next}`;
    return `${tint[level](level)}${' '.repeat(9 - level.length)}${place}${cleanLine(message)}${mend}  ${paint.dim(code)}`;
  });
  const count = (level: DoctorFinding['level']): number => findings.filter((one) => one.level === level).length;
  const total = `${counted(count('problem'), 'problem')}, ${counted(count('warning'), 'warning')}, ${count('ok')} ok`;
  return `${[...lines, total].join('\n')}\n`;
}
