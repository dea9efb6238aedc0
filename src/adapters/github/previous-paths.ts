import { filesOf, type PreviousPaths } from './facts/files.ts';
import { unreadList } from './query/connection.ts';
import type { Target } from './query/piece.ts';
import type { ReaderOptions } from './reader-options.ts';
import { readPreviousPaths } from './rest/renames.ts';
import type { Reading } from './snapshot.ts';

/** The reading with the previous paths of files that were moved: read once for a base and a head. */
export async function withPreviousPaths(
  { memory, transport }: Pick<ReaderOptions, 'memory' | 'transport'>,
  target: Target,
  reading: Reading,
): Promise<Reading> {
  const { repository, pullRequest, first } = reading;
  const { base_sha, head_sha } = pullRequest.pull_request;
  const key = `${repository.repository.id}:${target.number}:${base_sha}...${head_sha}`;
  const known = memory.previousPaths.get(key);
  const previous: PreviousPaths = known ?? (await readPreviousPaths(transport, target));
  if (previous !== null) memory.previousPaths.set(key, previous);
  const listed = first.lists.get('files') ?? unreadList;
  return { ...reading, files: filesOf(listed, pullRequest.changed_files, previous) };
}
