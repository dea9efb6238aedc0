import type { Snapshot } from '../../generated/types.ts';
import { blobText } from './blob.ts';
import type { TreeEntry } from './tree.ts';

/** Where GitHub looks, the first that is there (GitHub documentation, "About code owners"). */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** The base's CODEOWNERS; which of its lines are faulty only GitHub says. */
export async function codeownersOf(
  folder: string,
  base: ReadonlyMap<string, TreeEntry>,
): Promise<Snapshot['codeowners']> {
  const entry = places.map((path) => base.get(path)).find((found) => found !== undefined);
  if (entry === undefined) return null;
  const { text } = await blobText(folder, entry.blob);
  return { path: entry.path, blob: entry.blob, text, error_lines: [] };
}
