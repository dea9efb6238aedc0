import { dirname } from 'node:path/posix';
import { isAt } from '../../adapters/checkout/tree.ts';
import type { DraftFile, Snapshot } from '../../generated/types.ts';

/** How a draft is named before there is a pull request: that of a checkout has the number 0. */
const unnamed = /\bpr-0\b/g;
const untitled = 'the diff of pull request 0';

/**
 * Names new drafts by the branch, with a number where that name is taken. Records that are there already keep their
 * names.
 */
export async function namedDrafts(
  files: readonly DraftFile[],
  branch: string,
  { pull_request }: Snapshot,
  top: string,
): Promise<readonly DraftFile[]> {
  const commit = pull_request.head_sha.slice(0, 7);
  const slug = slugOf(branch) ?? `change-${commit}`;
  const folders = files.filter(({ replaces }) => !replaces).map(({ path }) => dirname(path));
  const isTaken = async (name: string): Promise<boolean> => {
    for (const folder of folders) {
      const named = folder.replaceAll(unnamed, name);
      if (named !== folder && (await isAt(top, pull_request.head_sha, named))) return true;
    }
    return false;
  };
  let name = slug;
  for (let number = 2; await isTaken(name); number += 1) name = `${slug}-${number}`;
  return files.map((file) => {
    if (file.replaces) return file;
    const text = file.text.replace(untitled, () => `the diff to ${commit}`).replaceAll(unnamed, name);
    return { ...file, path: file.path.replaceAll(unnamed, name), text };
  });
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
