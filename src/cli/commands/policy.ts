import { resolve } from 'node:path';
import { readTextFile } from '../../adapters/files/text-file.ts';
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
        .example('$0 policy --effective', 'what the gate judges by')
        .epilogue(
          manual({ 0: 'the policy can be used', 2: 'the policy has errors' }, [
            'docs/reference/fields.md has every key; `rollout-gate schema policy` is its schema',
          ]),
        ),
    ({ file, effective, organization }) => finish(runPolicy({ file, effective, organization }, terminal)),
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
  return exit.fine;
}
