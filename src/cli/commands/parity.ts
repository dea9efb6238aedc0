import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkChange } from '../../records/parity/change.ts';
import { checkRollout } from '../../records/parity/rollout.ts';
import type { ParityAnswer } from '../../records/parity/answer.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** Options of check-change and check-rollout. */
export interface ParityArguments {
  /** Path as given. */
  readonly file: string;
  readonly signal: readonly string[];
  readonly assumePresent: boolean;
  readonly json: boolean;
}

/** `check-change`: whether the signals that a change record requires are given (contract section 3.1). */
export async function runCheckChange(options: ParityArguments, terminal: Terminal): Promise<Exit> {
  const text = await readFile(resolve(terminal.cwd, options.file));
  return answer(
    checkChange(text, options.signal, { assumePresent: options.assumePresent, path: options.file }),
    options,
    terminal,
  );
}

/** `check-rollout`: whether what a rollout record requires is given and what it blocks on is not (section 3.2). */
export async function runCheckRollout(options: ParityArguments, terminal: Terminal): Promise<Exit> {
  const text = await readFile(resolve(terminal.cwd, options.file));
  return answer(
    checkRollout(text, options.signal, { assumePresent: options.assumePresent, path: options.file }),
    options,
    terminal,
  );
}

function answer(result: ParityAnswer<{ ready: boolean }>, options: ParityArguments, terminal: Terminal): Exit {
  if (!result.ok) {
    const problems = result.problems.filter(({ severity }) => severity === 'error');
    for (const { where, message, hint, code } of problems) {
      const next = hint === undefined ? '' : ` (${plain(hint)})`;
      terminal.err(`${where.file}:${where.line}:${where.column}: ${plain(message)}${next}  ${code}\n`);
    }
    if (options.json) terminal.out(`${asciiJson({ error: result.error, problems })}\n`);
    return exit.malformed;
  }
  const all = { ...result.output, ...result.own };
  terminal.out(options.json ? `${asciiJson(all)}\n` : table(all));
  return result.output.ready ? exit.fine : exit.notGo;
}

/** One line, ASCII only, as the reference prints it: safe in any locale and pipe. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function table(values: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(values).map(([key, value]) => [key, shown(value)] as const);
  const width = Math.max(...rows.map(([key]) => key.length));
  return rows.map(([key, value]) => `${key.padEnd(width)}  ${value}\n`).join('');
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((entry) => shown(entry)).join(', ');
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => `${plain(key)}: ${shown(entry)}`);
    return entries.length === 0 ? 'none' : entries.join('; ');
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? 'not given' : plain(String(value));
}
