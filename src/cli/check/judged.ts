import { resolve } from 'node:path';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import type { Capsule, Problem } from '../../generated/types.ts';
import { makeCapsule } from '../../records/capsule.ts';
import { readCapsule, replay } from '../../records/capsule-reading.ts';
import { plain, type Terminal } from '../terminal.ts';
import { judgeCheckout } from './checkout.ts';
import { judgeOnGithub } from './pull-request.ts';
import type { Way } from './way.ts';

/** A decision with its input. No capsule and no problem: the default branch has no policy, so nothing is judged. */
export interface Judged {
  readonly capsule: Capsule | null;
  /** Why a capsule file can't be read as one. */
  readonly problems: readonly Problem[];
}

/** Judges what the command line names. Throws the faults of the adapters. */
export async function judged(way: Way, terminal: Terminal): Promise<Judged> {
  switch (way.kind) {
    case 'capsule':
      return again(way.file, terminal);
    case 'pull_request':
      return { capsule: await judgeOnGithub(way, terminal.environment, way.organization), problems: [] };
    case 'checkout':
      return { capsule: await judgeCheckout(way, terminal), problems: [] };
  }
}

/** A capsule's snapshot decided once more: what it says is what this version decides, and a difference is told. */
async function again(file: string, terminal: Terminal): Promise<Judged> {
  const read = readCapsule(await readTextFile(resolve(terminal.cwd, file)), sha256, file);
  if (read.capsule === null) return read;
  const { same, decision } = replay(read.capsule, sha256);
  if (same) return read;
  terminal.err(`${plain(file)} records another decision; \`rollout-gate replay\` shows where it differs.\n`);
  return { capsule: makeCapsule(read.capsule.snapshot, decision, sha256), problems: [] };
}
