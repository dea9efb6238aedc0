import type { SweepFinding } from '../../generated/types.ts';
import { cleanLine } from '../markdown/clean.ts';
import { counted } from '../words.ts';
import type { Paint } from './paint.ts';

/** What a sweep would find as a table: kind, place, and what is the matter. */
export function sweepText(found: readonly SweepFinding[], paint: Paint): string {
  const rows = found.map(({ kind, where, what, code }) => ({
    kind,
    where: cleanLine(where),
    what: cleanLine(what),
    code,
  }));
  const width = (of: 'kind' | 'where'): number => Math.max(0, ...rows.map((row) => row[of].length));
  const [kinds, places] = [width('kind'), width('where')];
  const lines = rows.map(({ kind, where, what, code }) => {
    const tint = kind === 'drift' ? paint.red : paint.yellow;
    const tail = code === null ? '' : `  ${paint.dim(code)}`;
    return `${tint(kind)}${' '.repeat(kinds - kind.length)}  ${where.padEnd(places)}  ${what}${tail}`;
  });
  const total = found.length === 0 ? 'nothing was lost' : `${counted(found.length, 'thing')} to mend`;
  return `${[...lines, `${total}; nothing was changed`].join('\n')}\n`;
}
