import type { PatchFact, PatchFile } from '../../../generated/types.ts';

export type Sameness = 'same' | 'changed' | 'unknown';

/**
 * Whether two patches are the same on the paths in scope. A renamed file is in scope by either name. What can't be
 * told is `unknown`, never `same`: a list that is not whole, or a file with neither equal hunks nor equal known blobs.
 */
export function samePatch(a: PatchFact, b: PatchFact, inScope: (path: string) => boolean): Sameness {
  const { changed, unknown } = patchDifference(a, b, inScope);
  return changed.length > 0 ? 'changed' : unknown.length > 0 || !a.complete || !b.complete ? 'unknown' : 'same';
}

/** The paths in scope on which two patches differ, and those on which it can't be told. */
export interface PatchDifference {
  readonly changed: readonly string[];
  readonly unknown: readonly string[];
  /** Those of the changed ones that are another kind of file now. */
  readonly turned: readonly string[];
}

export function patchDifference(a: PatchFact, b: PatchFact, inScope: (path: string) => boolean): PatchDifference {
  const before = filesInScope(a, inScope);
  const after = filesInScope(b, inScope);
  const changed: string[] = [];
  const unknown: string[] = [];
  const turned: string[] = [];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [then, now] = [before.get(path), after.get(path)];
    const sameness = sameFile(then, now, a.complete && b.complete);
    if (then !== undefined && now !== undefined && sameMode(then, now) === 'changed') turned.push(path);
    if (sameness === 'changed') changed.push(path);
    if (sameness === 'unknown') unknown.push(path);
  }
  return { changed, unknown, turned };
}

function filesInScope(patch: PatchFact, inScope: (path: string) => boolean): ReadonlyMap<string, PatchFile> {
  const files = patch.files.filter(
    ({ path, previous_path }) => inScope(path) || (previous_path !== null && inScope(previous_path)),
  );
  return new Map(files.map((file) => [file.path, file]));
}

function sameFile(a: PatchFile | undefined, b: PatchFile | undefined, complete: boolean): Sameness {
  // A file that only one patch has is a difference, unless the other list may have been cut before it.
  if (a === undefined || b === undefined) return complete ? 'changed' : 'unknown';
  if (a.previous_path !== b.previous_path) return 'changed';
  const content = sameContent(a, b);
  const mode = sameMode(a, b);
  if (content === 'changed' || mode === 'changed') return 'changed';
  return content === 'unknown' ? content : mode;
}

/** A file that can be run now, or has become a link to what its text names, is another one with the same hunks. */
function sameMode(a: PatchFile, b: PatchFile): Sameness {
  if (a.head_mode === null || b.head_mode === null) return 'unknown';
  return a.head_mode === b.head_mode ? 'same' : 'changed';
}

function sameContent(a: PatchFile, b: PatchFile): Sameness {
  if (a.base_blob !== null && a.head_blob !== null && a.base_blob === b.base_blob && a.head_blob === b.head_blob) {
    return 'same';
  }
  if (a.patch !== null && b.patch !== null) return a.patch === b.patch ? 'same' : 'changed';
  // No hunks to compare (binary or too large): another content is another patch, the same content may be one.
  return a.head_blob !== null && b.head_blob !== null && a.head_blob !== b.head_blob ? 'changed' : 'unknown';
}
