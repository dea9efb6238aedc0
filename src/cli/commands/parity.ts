import { resolve } from 'node:path';
import { readBytes } from '../../adapters/files/text-file.ts';
import { checkChange } from '../../records/parity/change.ts';
import { checkRollout } from '../../records/parity/rollout.ts';
import type { ParityAnswer } from '../../records/parity/answer.ts';
import { type AddCommand, json } from '../command.ts';
import { manual } from '../manual.ts';
import { signalText } from '../signal-words.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** Options of check-change and check-rollout. */
export interface ParityArguments {
  /** Path as given. */
  readonly file: string;
  readonly signal: readonly string[];
  readonly assumePresent: boolean;
  readonly json: boolean;
}

const signal = {
  type: 'string',
  array: true,
  nargs: 1,
  default: [] as string[],
  describe: 'What is known of a signal, as NAME=true or NAME=false; as often as needed, the last word on a name counts',
} as const;
const statuses = { 0: 'ready', 1: 'not ready', 2: 'the record is malformed, or a signal is' } as const;
const parity = 'With --assume-present --json it answers as the reference package agent_runtime_ref does';

export const addCheckChange: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'check-change [file]',
    'Say whether the signals that a change record requires are given',
    (command) =>
      command
        .usage(
          '$0 check-change [FILE] [OPTIONS]\n\nAn unknown signal is not true: the record is ready when all are given.',
        )
        .positional('file', { type: 'string', describe: 'Change record; default change.yaml' })
        .option('config-dir', { type: 'string', describe: 'Folder that holds change.yaml' })
        .conflicts('config-dir', 'file')
        .option('signal', signal)
        .option('assume-present', {
          type: 'boolean',
          default: false,
          describe: 'Take every signal that is not given as true, for trying a record out',
        })
        .option('json', json)
        .example('$0 check-change --signal offline_eval_passed=true', 'change.yaml of this folder')
        .epilogue(manual(statuses, [parity])),
    ({ file, configDir, signal: given, assumePresent, json: asJson }) => {
      const inFolder = configDir === undefined ? 'change.yaml' : `${configDir}/change.yaml`;
      const options = { file: file ?? inFolder, signal: given.map(signalText), assumePresent, json: asJson };
      return finish(runCheckChange(options, terminal));
    },
  );

export const addCheckRollout: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'check-rollout',
    'Say whether what a rollout record requires is given and nothing that blocks it is',
    (command) =>
      command
        .usage('$0 check-rollout [OPTIONS]\n\nAn unknown check is not true, and an unknown blocker is not false.')
        .option('config', { type: 'string', default: 'rollout.yaml', describe: 'Rollout record' })
        .option('signal', signal)
        .option('assume-present', {
          type: 'boolean',
          default: false,
          describe: 'Take every check that is not given as true and every blocker as false, for trying a record out',
        })
        .option('json', json)
        .example('$0 check-rollout --signal trace_coverage=true --signal direct_tool_access_present=false', '')
        .epilogue(manual(statuses, [parity])),
    ({ config, signal: given, assumePresent, json: asJson }) =>
      finish(runCheckRollout({ file: config, signal: given.map(signalText), assumePresent, json: asJson }, terminal)),
  );

/** `check-change`: whether the signals that a change record requires are given (contract section 3.1). */
export async function runCheckChange(options: ParityArguments, terminal: Terminal): Promise<Exit> {
  const text = await readBytes(resolve(terminal.cwd, options.file));
  return answer(
    checkChange(text, options.signal, { assumePresent: options.assumePresent, path: options.file }),
    options,
    terminal,
  );
}

/** `check-rollout`: whether what a rollout record requires is given and what it blocks on is not (section 3.2). */
export async function runCheckRollout(options: ParityArguments, terminal: Terminal): Promise<Exit> {
  const text = await readBytes(resolve(terminal.cwd, options.file));
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
