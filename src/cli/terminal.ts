import { inert } from './inert.ts';

/** What a command may do with the outside: print, read standard input, and know whether a person looks on. */
export interface Terminal {
  readonly out: (text: string) => void;
  /** Prints workflow commands, which `out` keeps from the runner: only for lines that `workflowCommandLine` made. */
  readonly command: (text: string) => void;
  readonly err: (text: string) => void;
  /** Colours and tables for people; false in pipes, with NO_COLOR, and in CI logs. */
  readonly colour: boolean;
  /** A person watches standard error: progress may be drawn there. */
  readonly watched: boolean;
  /** Width in columns. */
  readonly columns: number;
  /** Folder in which relative paths are looked up. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** The terminal of this process. FORCE_COLOR and NO_COLOR are obeyed (no-color.org). */
export function processTerminal(): Terminal {
  const { env, stdout, stderr } = process;
  const isLog = env['GITHUB_ACTIONS'] === 'true';
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const refused = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  const shown = isLog ? inert : (text: string) => text;
  return {
    out: (text) => stdout.write(shown(text)),
    command: (text) => stdout.write(text),
    err: (text) => stderr.write(shown(text)),
    colour: !refused && (forced || stdout.isTTY),
    watched: stderr.isTTY && !isLog,
    columns: stdout.columns ?? 100,
    cwd: process.cwd(),
    environment: env,
    now: () => new Date(),
  };
}

/** Exit statuses of every command (DESIGN section 3). */
export const exit = { fine: 0, notGo: 1, malformed: 2, fault: 3 } as const;
export type Exit = (typeof exit)[keyof typeof exit];

/** A mistake in the command line: told in one sentence, exit status 2. */
export class UsageError extends Error {}

/** Text from files and GitHub as a terminal may show it: control and direction characters can't act. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (character) =>
    character === '\n' || character === '\t' ? character : '\u{fffd}',
  );
}
