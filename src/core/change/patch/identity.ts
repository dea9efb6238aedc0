import type { Sha256 } from '../../judgement.ts';

/**
 * The normal form of one file's unified patch: the hunks as they stand, without where they stand. Positions, counts and
 * the heading behind `@@` change when anything above the hunk changes; added, removed and context lines, their blank
 * space and "\ No newline at end of file" are the patch. Text before the first hunk (git's file header) is left out.
 */
export function patchIdentity(patch: string): string {
  const lines = (patch.endsWith('\n') ? patch.slice(0, -1) : patch).split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  if (first < 0) return '';
  // Only a hunk's header can begin with @@: every line of a hunk begins with a blank, +, - or \.
  return lines
    .slice(first)
    .map((line) => (line.startsWith('@@') ? '@@' : line))
    .join('\n');
}

/**
 * `sha256:` and 64 hex digits over `patchIdentity`; null for a patch without hunks, because two binary files or two
 * files too large to show would otherwise look like the same patch.
 */
export function hunkDigest(patch: string, sha256: Sha256): string | null {
  const identity = patchIdentity(patch);
  return identity === '' ? null : `sha256:${sha256(identity)}`;
}
