import { dirname } from 'node:path/posix';
import { isAt } from '../../adapters/checkout/tree.ts';
import type { DraftFile, Snapshot } from '../../generated/types.ts';

/** How a draft is named before there is a pull request: that of a checkout has the number 0. */
const unnamed = /\bpr-0\b/g;
const untitled = 'the diff of pull request 0';

/** Puts the name that a new draft gets into a text that calls it by the number 0. */
export type Naming = (text: string) => string;

/** New drafts are named by the branch, with a number where the head has a change of that name already. */
export async function namingOf(
  files: readonly DraftFile[],
  branch: string,
  { pull_request: { head_sha } }: Snapshot,
  top: string,
): Promise<Naming> {
  const slug = slugOf(branch) ?? `change-${head_sha.slice(0, 7)}`;
  const folders = files.filter(({ replaces }) => !replaces).map(({ path }) => dirname(path));
  const isTaken = async (name: string): Promise<boolean> => {
    for (const folder of folders) {
      const named = folder.replaceAll(unnamed, name);
      if (named !== folder && (await isAt(top, head_sha, named))) return true;
    }
    return false;
  };
  let name = slug;
  for (let number = 2; await isTaken(name); number += 1) name = `${slug}-${number}`;
  return (text) => text.replace(untitled, () => `the diff to ${head_sha.slice(0, 7)}`).replaceAll(unnamed, name);
}

/** Records that are there already keep their names. */
export function namedDrafts(files: readonly DraftFile[], naming: Naming): readonly DraftFile[] {
  return files.map((file) => (file.replaces ? file : { ...file, path: naming(file.path), text: naming(file.text) }));
}

/** The branch as an id may be (contract 0.1); null where nothing usable is left or it names no change. */
function slugOf(branch: string): string | null {
  const words = branch.toLowerCase().split(/[^a-z0-9]/);
  const text = words
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 60);
  const usable = text.endsWith('-') ? text.slice(0, -1) : text;
  return usable === '' || ['head', 'main', 'master'].includes(usable) || /^[0-9a-f]{40,64}$/.test(usable)
    ? null
    : usable;
}
