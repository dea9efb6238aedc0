import { existsSync } from 'node:fs';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { Fault } from '../../adapters/fault.ts';
import { readTextFileIfAny, writeTextFile } from '../../adapters/files/text-file.ts';
import type { DraftFile, Snapshot } from '../../generated/types.ts';
import { plain } from '../terminal.ts';

/** What became of one draft. */
export interface Written {
  readonly written: boolean;
  readonly said: string;
}

/**
 * Writes a draft below the checkout. A file that is there is replaced only where the draft was made from that very text:
 * what nobody read is never overwritten. Throws the fault `file_unwritable`.
 */
export async function writeDraft({ path, text }: DraftFile, snapshot: Snapshot, top: string): Promise<Written> {
  const target = resolve(top, path);
  await refuseOutside(target, path, top);
  const before = await readTextFileIfAny(target);
  const read = snapshot.records.find((record) => record.at === 'head' && record.path === path)?.text ?? null;
  if (before === text) return { written: true, said: `kept     ${plain(path)} (it says so already)` };
  if (before !== null && before !== read) {
    return { written: false, said: `kept     ${plain(path)}: it differs from the commit; commit or remove it first` };
  }
  if (before !== null) await writeTextFile(target, text);
  else await createFile(target, text);
  return { written: true, said: `${before === null ? 'wrote ' : 'edited'}   ${plain(path)}` };
}

/** A folder of the checkout can be a link that somebody else committed: nothing is written where it leads. */
async function refuseOutside(target: string, path: string, top: string): Promise<void> {
  let folder = dirname(target);
  while (!existsSync(folder)) folder = dirname(folder);
  const [real, within] = [await realpath(folder), await realpath(top)];
  if (real === within || real.startsWith(`${within}${sep}`)) return;
  throw new Fault('file_unwritable', { message: `${path} would lie outside of the checkout` });
}

/** `wx`: a file that appears meanwhile is not overwritten either. */
async function createFile(target: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text, { flag: 'wx' });
  } catch (cause) {
    const message = `${target} can not be written: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new Fault('file_unwritable', { message, cause });
  }
}
