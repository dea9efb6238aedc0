import { resolve } from 'node:path';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import { workingFiles } from '../../adapters/files/working-files.ts';
import { looseningsOf } from '../../core/policy/invariants.ts';
import { runCase } from '../../records/case/case.ts';
import { readPolicy } from '../../records/policy/reader.ts';
import type { AddCommand } from '../command.ts';
import { manual } from '../manual.ts';
import { problemLines } from '../problem-lines.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** Options of `policy`. */
export interface PolicyArguments {
  readonly file: string;
  /** Path of the organisation's defaults; undefined = none. */
  readonly organization: string | undefined;
  readonly effective: boolean;
  /** Folder of cases to judge by the policy; undefined = none are. */
  readonly cases: string | undefined;
  /** Path of the policy before an edit, to be told what the edit loosens; undefined = not told. */
  readonly before: string | undefined;
}

export const addPolicy: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'policy [file]',
    'Say whether a policy can be used; with --effective print it with every default filled in',
    (command) =>
      command
        .usage(
          '$0 policy [FILE] [OPTIONS]\n\nOnly the policy on the default branch counts; this reads the file as it lies here.',
        )
        .positional('file', { type: 'string', default: defaultFile, describe: 'Policy file' })
        .option('effective', {
          type: 'boolean',
          default: false,
          describe: 'Print the policy as it is judged by, as JSON',
        })
        .option('organization', {
          type: 'string',
          describe: "Policy file with the organisation's defaults, merged under",
        })
        .option('cases', { type: 'string', describe: 'Folder of cases (*.json) to judge by the policy' })
        .option('before', { type: 'string', describe: 'The policy before an edit: what the edit loosens is told' })
        .example('$0 policy --effective', 'what the gate judges by')
        .example('$0 policy --cases .github/rollout-gate/cases', 'whether each case still comes out as expected')
        .epilogue(
          manual({ 0: 'the policy can be used', 1: 'a case failed', 2: 'the policy has errors' }, [
            'docs/reference/fields.md has every key; `rollout-gate schema policy` is its schema',
          ]),
        ),
    ({ file, effective, organization, cases, before }) =>
      finish(runPolicy({ file, effective, organization, cases, before }, terminal)),
  );

const defaultFile = '.github/rollout-gate.yml';

/**
 * `policy`: whether a policy can be used, and with `--effective` the policy as it is judged by, every default filled in,
 * as JSON of the form of schemas/effective-policy.schema.json.
 */
export async function runPolicy(options: PolicyArguments, terminal: Terminal): Promise<Exit> {
  const { file, organization } = options;
  const text = await readTextFile(resolve(terminal.cwd, file));
  const sources = new Map([[file, text]]);
  if (organization !== undefined) sources.set(organization, await readTextFile(resolve(terminal.cwd, organization)));
  const below =
    organization === undefined ? {} : { organization: { path: organization, text: sources.get(organization) ?? '' } };
  const { effective, problems } = readPolicy(text, file, below);
  terminal.err(problemLines(problems, sources, terminal));
  if (effective === null) return exit.malformed;
  terminal.out(options.effective ? `${JSON.stringify(effective, null, 2)}\n` : `${plain(file)} can be used.\n`);
  if (options.before !== undefined) {
    const then = readPolicy(await readTextFile(resolve(terminal.cwd, options.before)), options.before, below).effective;
    if (then === null) return exit.malformed;
    for (const { message, pointer } of looseningsOf(then, effective)) {
      terminal.out(`looser: ${plain(message)}  ${plain(pointer)}\n`);
    }
  }
  return options.cases === undefined ? exit.fine : runCases(options.cases, text, terminal);
}

async function runCases(folder: string, policy: string, terminal: Terminal): Promise<Exit> {
  const names = await workingFiles(resolve(terminal.cwd, folder), (name) => name.endsWith('.json'));
  const results = await Promise.all(
    names.map(async (name) => {
      const path = `${folder}/${name}`;
      return runCase({ path, text: await readTextFile(resolve(terminal.cwd, path)) }, policy, sha256);
    }),
  );
  const problems = results.flatMap((result) => result.problems);
  for (const { where, message, code } of problems) {
    terminal.err(`${plain(where.file)}:${where.line}:${where.column}: ${plain(message)}  ${code}\n`);
  }
  const passed = results.filter((result) => result.passed).length;
  terminal.out(`${passed} of ${results.length} cases came out as expected.\n`);
  return passed === results.length ? exit.fine : exit.notGo;
}
