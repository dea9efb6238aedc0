import { problems as problemCodes, reasons } from '../../generated/codes.ts';
import { problemsTotal } from '../../report/terminal/problems.ts';
import { sarifLog } from '../../report/terminal/sarif.ts';
import { workflowAnnotations } from '../../report/terminal/workflow-command.ts';
import type { AddCommand } from '../command.ts';
import { manual } from '../manual.ts';
import { problemLines } from '../problem-lines.ts';
import { exit, type Exit, type Terminal } from '../terminal.ts';
import { allFiles, changesBeside, namedFiles, patternsOf } from '../validate/file-set.ts';
import { type Findings, findingsIn } from '../validate/findings.ts';
import { version } from '../version.ts';
import { workflowCommandLine } from '../workflow-command.ts';

const formats = ['text', 'json', 'github', 'sarif'] as const;
type Format = (typeof formats)[number];

const intro = `$0 validate [FILES..] [OPTIONS]

Reads records and policies as they lie here and shows every problem at its line, like a compiler. Without FILES it reads \
.github/rollout-gate.yml and every record below this folder, where the policy says that records are. A change and a \
rollout record in one folder are a pair and must be about the same change.`;

export const addValidate: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'validate [files..]',
    'Read records and policies and show every problem at its line',
    (command) =>
      command
        .usage(intro)
        .positional('files', { type: 'string', array: true, default: [] as string[], describe: 'Records and policies' })
        .option('format', {
          choices: formats,
          default: 'text' as const,
          describe: 'text for people, json, github for annotations of a workflow run, sarif (2.1.0) for code scanning',
        })
        .example('$0 validate', 'everything that the gate would read')
        .example('$0 validate changes/refund/change.yaml --format sarif', 'one record, for code scanning')
        .epilogue(
          manual(
            { 0: 'no error (warnings may be shown)', 1: 'an error', 2: 'a file that is neither record nor policy' },
            ['`rollout-gate explain CODE` explains a problem; `rollout-gate schema change` is the schema of a record'],
          ),
        ),
    (given) => finish(runValidate(given.files, given.format, terminal)),
  );

/** `validate`: problems of the named files, or of all that the gate would read below the working directory. */
export async function runValidate(names: readonly string[], format: Format, terminal: Terminal): Promise<Exit> {
  const patterns = await patternsOf(terminal.cwd);
  const isAll = names.length === 0;
  const files = await (isAll ? allFiles(terminal.cwd, patterns) : namedFiles(terminal.cwd, names, patterns));
  const beside = isAll ? [] : await changesBeside(terminal.cwd, files, patterns);
  const findings = findingsIn(files, beside);
  const text = printers[format](findings, terminal);
  if (format === 'github') terminal.command(text);
  else terminal.out(text);
  if (files.length === 0) terminal.err('There is neither a policy nor a record below this folder.\n');
  return findings.problems.some(({ severity }) => severity === 'error') ? exit.notGo : exit.fine;
}

const printers: Readonly<Record<Format, (findings: Findings, terminal: Terminal) => string>> = {
  text({ problems, files, sources }, terminal) {
    const shown = problemLines(problems, sources, terminal);
    return `${shown}${shown === '' ? '' : '\n'}${problemsTotal(problems, files)}\n`;
  },
  json({ problems, files }) {
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    return `${JSON.stringify({ files, errors, warnings: problems.length - errors, problems }, null, 2)}\n`;
  },
  github({ problems }) {
    return workflowAnnotations(problems).map(workflowCommandLine).join('');
  },
  sarif({ problems }) {
    const rules = Object.entries({ ...reasons, ...problemCodes }).map(([code, { means, next }]) => ({
      code,
      means,
      next,
    }));
    return `${JSON.stringify(sarifLog(problems, rules, version), null, 2)}\n`;
  },
};
