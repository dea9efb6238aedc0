import type { SurfaceFile } from '../../../core/change/surfaces/digest.ts';
import { booleanAt, listAt, textAt } from '../json-value.ts';
import { restPath, type Transport } from '../transport/transport.ts';
import { isOneFactOnly } from './pages.ts';
import type { RepositoryName } from './repository-name.ts';

/** Every file of a tree; null when it can't be read to the end (GitHub cuts trees of more than 100,000 entries or 7 MB). */
export async function readTree(
  transport: Transport,
  { owner, repo }: RepositoryName,
  tree: string,
): Promise<readonly SurfaceFile[] | null> {
  const path = restPath('/repos/{owner}/{repo}/git/trees/{tree}', { owner, repo, tree, recursive: 1 });
  try {
    const { data } = await transport.rest({ method: 'GET', path });
    if (booleanAt(data, 'truncated') !== false) return null;
    return listAt(data, 'tree').flatMap((entry): SurfaceFile[] => {
      const [file, mode, blob] = [textAt(entry, 'path'), textAt(entry, 'mode'), textAt(entry, 'sha')];
      if (file === null || mode === null || blob === null || textAt(entry, 'type') === 'tree') return [];
      return [{ path: file, mode, blob }];
    });
  } catch (error) {
    if (isOneFactOnly(error)) return null;
    throw error;
  }
}
