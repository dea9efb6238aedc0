import { git, gitIfAny } from './git.ts';
import { nulSeparated, pathText } from './text.ts';

/** A file of a commit: mode and blob id as git has them. */
export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
}

/** Every file of a commit, by path. Submodules are entries with mode 160000; paths that are no UTF-8 are left out. */
export async function filesAt(folder: string, commit: string): Promise<ReadonlyMap<string, TreeEntry>> {
  const listed = await git({ folder, args: ['ls-tree', '-r', '-z', '--full-tree', commit] });
  const entries = nulSeparated(listed).flatMap((line): [string, TreeEntry][] => {
    const tab = line.indexOf(9);
    const [mode = '', , blob = ''] = line.subarray(0, tab).toString('latin1').split(' ');
    const { path, exact } = pathText(line.subarray(tab + 1));
    return exact ? [[path, { path, mode, blob }]] : [];
  });
  return new Map(entries);
}

/** Whether a commit has a file or folder at a path. */
export async function isAt(folder: string, commit: string, path: string): Promise<boolean> {
  return (await gitIfAny({ folder, args: ['cat-file', '-e', `${commit}:${path}`] })) !== null;
}

/** Whether an entry is a file with bytes of its own: no submodule. Symbolic links hold their target as text. */
export function hasBytes({ mode }: TreeEntry): boolean {
  return mode !== '160000';
}
