import { resolve } from 'node:path';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import type { Decision } from '../../generated/types.ts';
import { readCapsule, replay } from '../../records/capsule-reading.ts';
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
        .positional('capsule', { type: 'string', demandOption: true, describe: 'Capsule file' })
        .option('json', asJson)
        .example('$0 replay capsule.json', '')
        .epilogue(
          manual({
            0: 'the same bytes came out',
            1: 'another decision came out; the first difference is printed',
            2: 'the file is no whole capsule',
          }),
        ),
    (given) => finish(runReplay(given.capsule, given.json, terminal)),
  );

/** `replay CAPSULE`: whether deciding again from the capsule gives the same bytes. Status 1 and the first difference if not. */
export async function runReplay(file: string, json: boolean, terminal: Terminal): Promise<Exit> {
  const { capsule, problems } = readCapsule(await readTextFile(resolve(terminal.cwd, file)), sha256, file);
  if (capsule === null) {
    for (const { code, message, pointer } of problems)
      terminal.err(`${plain(file)}: ${plain(message)} (${pointer})  ${code}\n`);
    return exit.malformed;
  }
  const { same, decision, difference } = replay(capsule, sha256);
  if (json) {
    terminal.out(
      `${JSON.stringify({ same, recorded: capsule.decision.verdict, replayed: decision.verdict, difference })}\n`,
    );
  } else if (same) {
    terminal.out(
      `same bytes: ${decision.verdict} for ${plain(decision.subject.repository)}${numberOf(decision)} at ${decision.subject.head_sha}, as recorded\n`,
    );
  } else {
    terminal.out(
      `not the same: recorded ${capsule.decision.verdict}, replayed ${decision.verdict}; first difference at ${plain(difference?.pointer ?? '')}\n`,
    );
    terminal.out(
      `  recorded  ${plain(difference?.recorded ?? 'absent')}\n  replayed  ${plain(difference?.replayed ?? 'absent')}\n`,
    );
  }
  return same ? exit.fine : exit.notGo;
}

/** A change judged from a checkout has no number. */
function numberOf({ subject }: Decision): string {
  return subject.pull_request === 0 ? '' : `#${subject.pull_request}`;
}
