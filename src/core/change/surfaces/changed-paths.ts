import type { FileFact } from '../../../generated/types.ts';

/** Every path that a diff speaks of, once: both names of a renamed or copied file. */
export function changedPaths(files: readonly FileFact[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path, previous_path } of files) {
    paths.add(path);
    if (previous_path !== null) paths.add(previous_path);
  }
  return paths;
}
