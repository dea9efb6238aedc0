import { doctor, faults, problems, reasons } from '../../generated/codes.ts';
import { didYouMean } from '../../records/spelling.ts';
import { type AddCommand, json } from '../command.ts';
import { manual } from '../manual.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

export const addExplain: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'explain [code]',
    'Say what a code means and what to do next',
    (command) =>
      command
        .usage('$0 explain [CODE] [OPTIONS]\n\nEvery code that is printed is stable and means one thing.')
        .positional('code', { type: 'string', describe: 'Code; none = all of them, one line each' })
        .option('json', json)
        .example('$0 explain surface_undeclared', '')
        .epilogue(
          manual({ 0: 'explained', 2: 'there is no such code' }, ['docs/reference/codes.md has the whole list']),
        ),
    (given) => finish(runExplain(given.code, given.json, terminal)),
  );

interface Explained {
  readonly code: string;
  /** reason, problem, fault or doctor. */
  readonly list: string;
  readonly effect: string;
  readonly means: string;
  readonly next: string;
}

const effects: Readonly<Record<string, string>> = { block: 'blocks', wait: 'waits', advise: 'is advice' };

/** All codes there are: of the three kinds of "no" (DESIGN section 3), and of doctor's findings. */
function allCodes(): Explained[] {
  const of = <T extends { readonly means: string; readonly next: string }>(
    list: string,
    codes: Readonly<Record<string, T>>,
    effect: (entry: T) => string,
  ) =>
    Object.entries(codes).map(([code, entry]) => ({
      code,
      list,
      effect: effect(entry),
      means: entry.means,
      next: entry.next,
    }));
  return [
    ...of('reason', reasons, (entry) => `a reason of a decision: ${effects[entry.effect] ?? entry.effect}`),
    ...of('problem', problems, () => 'a problem of a file'),
    ...of(
      'fault',
      faults,
      (entry) => `a fault: ${entry.retryable ? 'trying again helps' : 'trying again does not help'}`,
    ),
    ...of('doctor', doctor, (entry) => `what doctor says: ${entry.level}`),
  ];
}

/** `explain CODE`: what a code means and what to do next; without a code, all of them. */
export function runExplain(code: string | undefined, json: boolean, terminal: Terminal): Exit {
  const codes = allCodes();
  if (code === undefined) {
    terminal.out(
      json ? `${JSON.stringify(codes)}\n` : codes.map((entry) => `${entry.code}\n    ${entry.means}\n`).join(''),
    );
    return exit.fine;
  }
  const found = codes.filter((entry) => entry.code === code);
  if (found.length === 0) {
    const names = codes.map((entry) => entry.code);
    const meant = didYouMean(code, names);
    const near = meant === null ? names.filter((name) => name.includes(code) || code.includes(name)) : [meant];
    const hint =
      near.length === 0 ? '`rollout-gate explain` lists all codes.' : `did you mean ${near.slice(0, 5).join(', ')}?`;
    terminal.err(`There is no code ${JSON.stringify(plain(code))}; ${hint}\n`);
    return exit.malformed;
  }
  terminal.out(
    json
      ? `${JSON.stringify(found)}\n`
      : found.map((entry) => `${entry.code} (${entry.effect})\n\n  ${entry.means}\n  Next: ${entry.next}\n`).join('\n'),
  );
  return exit.fine;
}
