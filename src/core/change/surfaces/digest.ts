import { byUtf8 } from '../../canonical/order.ts';
import type { Sha256 } from '../../judgement.ts';

/** A file of a surface at a commit: mode and blob id as git has them (`100644`, 40 or 64 hex digits). */
export interface SurfaceFile {
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
}

/**
 * The text that a surface digest is the SHA-256 of: for each file `<mode> <blob>\t<path>\0`, sorted by the bytes of the
 * path, as `git ls-tree -r -z` prints them without the type. No path holds a NUL, so different lists differ here.
 */
export function surfaceDigestText(files: readonly SurfaceFile[]): string {
  const sorted = files.toSorted((a, b) => byUtf8(a.path, b.path));
  return sorted.map(({ path, mode, blob }) => `${mode} ${blob}\t${path}\0`).join('');
}

/** `sha256:` and 64 hex digits over `surfaceDigestText` (DESIGN 2). */
export function surfaceDigest(files: readonly SurfaceFile[], sha256: Sha256): string {
  return `sha256:${sha256(surfaceDigestText(files))}`;
}
