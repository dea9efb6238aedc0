import { resolve } from 'node:path';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import { readCapsule, replay } from '../../records/capsule.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

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
      `same bytes: ${decision.verdict} for ${plain(decision.subject.repository)}#${decision.subject.pull_request} at ${decision.subject.head_sha}, as recorded\n`,
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
