import { resolve } from 'node:path';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import type { Decision } from '../../generated/types.ts';
import { type Difference, type ReadCapsule, readCapsules, replay } from '../../records/capsule-reading.ts';
import { type AddCommand, json as asJson } from '../command.ts';
import { manual } from '../manual.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

export const addReplay: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'replay <capsule>',
    'Decide once more from a capsule and say whether the same bytes come out',
    (command) =>
      command
        .usage(
          '$0 replay CAPSULE [OPTIONS]\n\nA capsule is the whole input of a decision with the decision; it needs no network and no trust in who sent it.',
        )
        .positional('capsule', {
          type: 'string',
          demandOption: true,
          describe: 'File with a capsule, or with a list of them',
        })
        .option('json', asJson)
        .example('$0 replay capsule.json', '')
        .epilogue(
          manual({
            0: 'the same bytes came out',
            1: 'another decision came out; the first difference is printed',
            2: 'a capsule is not whole; of several the worst status counts',
          }),
        ),
    (given) => finish(runReplay(given.capsule, given.json, terminal)),
  );

/**
 * `replay CAPSULE`: whether deciding again from the capsule gives the same bytes. Status 1 and the first difference if not.
 * Of a list, as a merge group's check holds it, each is replayed and the worst status counts.
 */
export async function runReplay(file: string, json: boolean, terminal: Terminal): Promise<Exit> {
  const text = await readTextFile(resolve(terminal.cwd, file));
  const { is_list, capsules } = readCapsules(text, sha256, file);
  const replays = capsules.map((read) => replayed(read, file, json, terminal));
  const results = replays.map(({ result }) => result);
  if (json && results.some((result) => result !== null))
    terminal.out(`${JSON.stringify(is_list ? results : results[0])}\n`);
  const statuses = replays.map(({ status }) => status);
  return worstFirst.find((status) => statuses.includes(status)) ?? exit.fine;
}

const worstFirst = [exit.malformed, exit.notGo] as const;

/** What is said with `--json`. */
interface Result {
  readonly same: boolean;
  readonly recorded: Decision['verdict'];
  readonly replayed: Decision['verdict'];
  readonly difference: Difference | null;
}

function replayed(
  { capsule, problems }: ReadCapsule,
  file: string,
  json: boolean,
  terminal: Terminal,
): { readonly status: Exit; readonly result: Result | null } {
  if (capsule === null) {
    for (const { code, message, pointer } of problems)
      terminal.err(`${plain(file)}: ${plain(message)} (${pointer})  ${code}\n`);
    return { status: exit.malformed, result: null };
  }
  const { same, decision, difference } = replay(capsule, sha256);
  if (!json) for (const line of lines(capsule.decision, decision, difference)) terminal.out(`${line}\n`);
  const result = { same, recorded: capsule.decision.verdict, replayed: decision.verdict, difference };
  return { status: same ? exit.fine : exit.notGo, result };
}

function lines(recorded: Decision, decision: Decision, difference: Difference | null): readonly string[] {
  const { repository, head_sha } = decision.subject;
  const name = `${plain(repository)}${numberOf(decision)} at ${head_sha}`;
  if (difference === null) return [`same bytes: ${decision.verdict} for ${name}, as recorded`];
  return [
    `not the same: recorded ${recorded.verdict}, replayed ${decision.verdict}; first difference at ${plain(difference.pointer)}`,
    `  recorded  ${plain(difference.recorded ?? 'absent')}`,
    `  replayed  ${plain(difference.replayed ?? 'absent')}`,
  ];
}

/** A change judged from a checkout has no number. */
function numberOf({ subject }: Decision): string {
  return subject.pull_request === 0 ? '' : `#${subject.pull_request}`;
}
