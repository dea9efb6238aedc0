import type { CommitFact, CommitIdentity, Snapshot } from '../../generated/types.ts';
import { git } from './git.ts';
import { nulSeparated } from './text.ts';

/** GitHub lists as many commits of a pull request. */
const most = 250;

/** NUL between all fields; trailers are joined by a byte that no name holds. */
const format = 'tformat:%H%x00%an%x00%cn%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x01)';

/**
 * Commits that the head has and the base lacks, oldest first. Only GitHub knows which account an address belongs to, so
 * nobody is linked to one here.
 */
export async function commitsBetween(folder: string, base: string, head: string): Promise<Snapshot['commits']> {
  const args = [
    'log',
    '-z',
    '--no-show-signature',
    '--no-mailmap',
    '--no-decorate',
    '--no-color',
    `--format=${format}`,
  ];
  const listed = await git({ folder, args: [...args, `--max-count=${most + 1}`, head, `^${base}`] });
  const fields = nulSeparated(listed).map((bytes) => bytes.toString('utf8'));
  const list: CommitFact[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [sha = '', author = '', committer = '', trailers = ''] = fields.slice(at, at + 4);
    const names = trailers.split('\u0001').map((trailer) => trailer.replace(/<[^<>]*>\s*$/, '').trim());
    const co_authors = names.filter((name) => name !== '').map(unlinked);
    list.push({ sha, author: unlinked(author), committer: unlinked(committer), co_authors });
  }
  return { complete: list.length <= most, list: list.slice(0, most).reverse() };
}

function unlinked(name: string): CommitIdentity {
  return { person: null, name };
}
