import type { Argv } from 'yargs';
import type { Exit, Terminal } from './terminal.ts';

/** What a command line runs in: the terminal, and where its exit status goes. */
export interface Shell {
  readonly terminal: Terminal;
  readonly finish: (status: Exit | Promise<Exit>) => Promise<void>;
}

/** Adds one command with its options, examples and manual to the program. */
export type AddCommand = (program: Argv, shell: Shell) => unknown;

/** `--json` of every command that has a machine's form. */
export const json = {
  type: 'boolean',
  default: false,
  describe: 'Print JSON for programs instead of text for people',
} as const;
