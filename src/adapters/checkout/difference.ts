import type { FileFact, Snapshot } from '../../generated/types.ts';
import { git } from './git.ts';
import { nulSeparated, pathText } from './text.ts';

/** A changed file with its blobs; null = there is none on that side. */
export interface ChangedFile extends FileFact {
  readonly base_blob: string | null;
  readonly head_blob: string | null;
  /** 000000 = there is none. */
  readonly head_mode: string;
}

/** What a diff names. `exact` is false when a path is no UTF-8: then nobody can say which surfaces it belongs to. */
export interface Difference {
  readonly exact: boolean;
  readonly files: readonly ChangedFile[];
}

const changes: Readonly<Record<string, FileFact['change']>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** Renames are found at half of the lines, as GitHub does; plumbing, so that nobody's settings change the answer. */
export const diffTree = [
  'diff-tree',
  '-r',
  '--find-renames=50%',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
];

/** Changed files from one commit to another, in the order of their paths. */
export async function differenceOf(folder: string, from: string, to: string): Promise<Difference> {
  const raw = await git({ folder, args: [...diffTree, '--raw', '-z', '--no-abbrev', from, to] });
  const parts = nulSeparated(raw);
  const files: ChangedFile[] = [];
  let exact = true;
  for (let at = 0; at < parts.length; ) {
    const [, mode = '', base = '', head = '', status = ''] = (parts[at] ?? Buffer.of()).toString('latin1').split(' ');
    const moved = status.startsWith('R') || status.startsWith('C');
    const first = pathText(parts[at + 1] ?? Buffer.of());
    const last = moved ? pathText(parts[at + 2] ?? Buffer.of()) : first;
    exact &&= first.exact && last.exact;
    files.push({
      path: last.path,
      previous_path: moved ? first.path : null,
      change: changes[status.charAt(0)] ?? 'changed',
      base_blob: blobOrNull(base),
      head_blob: blobOrNull(head),
      head_mode: mode,
    });
    at += moved ? 3 : 2;
  }
  return { exact, files };
}

/** The list as a snapshot has it. */
export function filesOf({ exact, files }: Difference): Snapshot['files'] {
  const list = files.map(({ path, previous_path, change }) => ({ path, previous_path, change }));
  return { complete: exact, total: list.length, list: list.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function blobOrNull(id: string): string | null {
  return /^0*$/.test(id) ? null : id;
}
