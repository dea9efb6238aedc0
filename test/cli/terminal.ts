import { type Exit, type Terminal } from '../../src/cli/terminal.ts';
import { outcomeOf } from '../../src/cli/outcome.ts';

/** What a command line came to. */
export interface Ran {
  readonly status: Exit;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, as `main.ts` does, on a terminal 100 columns wide without colours. */
export async function ran(words: readonly string[], terminal: Partial<Terminal> = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const status = await outcomeOf(words, {
    out: (text) => {
      out += text;
    },
    command: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
    watched: false,
    columns: 100,
    cwd: process.cwd(),
    environment: {},
    now: () => new Date('2026-04-07T16:05:00Z'),
    ...terminal,
  });
  return { status, out, err };
}
