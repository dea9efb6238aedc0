import { textAt } from '../json-value.ts';
import type { PreviousPaths } from '../facts/files.ts';
import type { Target } from '../query/piece.ts';
import type { Transport } from '../transport/transport.ts';
import { restPages } from './pages.ts';

/** Previous names of moved files: only REST has them (github-checked rule 18). null = not all could be read. */
export async function readPreviousPaths(transport: Transport, { owner, repo, number }: Target): Promise<PreviousPaths> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/pulls/{number}/files',
    values: { owner, repo, number },
    items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
    // GitHub documents at most 3,000 files.
    mostPages: 30,
  });
  if (!list.complete) return null;
  return new Map(
    list.items.flatMap((file): (readonly [string, string])[] => {
      const path = textAt(file, 'filename');
      const previous = textAt(file, 'previous_filename');
      return path === null || previous === null ? [] : [[path, previous]];
    }),
  );
}
