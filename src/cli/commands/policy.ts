import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readPolicy } from '../../records/policy/reader.ts';
import { problemLines } from '../problem-lines.ts';
import { exit, type Exit, type Terminal } from '../terminal.ts';

/** Options of `policy`. */
export interface PolicyArguments {
  readonly file: string;
  /** Path of the organisation's defaults; undefined = none. */
  readonly organization: string | undefined;
  readonly effective: boolean;
}

/**
 * `policy`: whether a policy can be used, and with `--effective` the policy as it is judged by, every default filled in,
 * as JSON of the form of schemas/effective-policy.schema.json.
 */
export async function runPolicy(options: PolicyArguments, terminal: Terminal): Promise<Exit> {
  const text = await readFile(resolve(terminal.cwd, options.file), 'utf8');
  const { organization } = options;
  const below =
    organization === undefined
      ? {}
      : { organization: { path: organization, text: await readFile(resolve(terminal.cwd, organization), 'utf8') } };
  const { effective, problems } = readPolicy(text, options.file, below);
  terminal.err(problemLines(problems, new Map([[options.file, text]]), terminal));
  if (effective === null) return exit.malformed;
  if (options.effective) terminal.out(`${JSON.stringify(effective, null, 2)}\n`);
  else terminal.out(`${options.file} can be used.\n`);
  return exit.fine;
}
