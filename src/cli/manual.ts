/** What each status of a command means; 2 for a bad command line and 3 for a fault hold everywhere. */
export interface Statuses {
  readonly 0: string;
  readonly 1?: string;
  readonly 2?: string;
}

/** The end of a command's help: exit statuses, and where to read on. */
export function manual(statuses: Statuses, more: readonly string[] = []): string {
  const malformed = statuses[2] === undefined ? '' : `${statuses[2]}, or `;
  const lines = [
    `  0  ${statuses[0]}`,
    ...(statuses[1] === undefined ? [] : [`  1  ${statuses[1]}`]),
    `  2  ${malformed}a mistake in the command line`,
    '  3  a fault: nothing could be said; the message names its code and the next step',
  ];
  const read = ['docs/cli.md shows every command with its output', ...more];
  return `Exit status:\n${lines.join('\n')}\n\nRead more:\n${read.map((line) => `  ${line}`).join('\n')}`;
}
