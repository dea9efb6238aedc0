import type { PatchFact, PatchFile, Snapshot } from '../../../generated/types.ts';
import { hunkDigest } from '../../../core/change/patch/identity.ts';
import type { Sha256 } from '../../../core/judgement.ts';
import { listAt, textAt } from '../json-value.ts';
import { restPath, type Transport } from '../transport/transport.ts';
import { isOneFactOnly } from './pages.ts';
import type { RepositoryName } from './repository-name.ts';

/** The mode that git writes where there is no file. */
const noFile = '000000';

/** A comparison lists at most this many files, all on its first page (GitHub's documentation of compare). */
const mostFiles = 300;

/** The patch from where head left the base to a commit, by digests; null when it can't be read. */
export async function readPatch(
  transport: Transport,
  { owner, repo }: RepositoryName,
  base: string,
  sha: string,
  sha256: Sha256,
): Promise<PatchFact | null> {
  const path = restPath('/repos/{owner}/{repo}/compare/{basehead}', { owner, repo, basehead: `${base}...${sha}` });
  try {
    const { data } = await transport.rest({ method: 'GET', path });
    const listed = listAt(data, 'files');
    const files = listed.flatMap((file): PatchFile[] => {
      const name = textAt(file, 'filename');
      return name === null ? [] : [patchFile(name, file, sha256)];
    });
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return { sha, complete: files.length === listed.length && listed.length < mostFiles, files };
  } catch (error) {
    if (isOneFactOnly(error)) return null;
    throw error;
  }
}

/** The files that changed from where two commits parted to the second; throws a Fault when they can't be read. */
export async function readComparedFiles(
  transport: Transport,
  { owner, repo }: RepositoryName,
  before: string,
  after: string,
): Promise<Snapshot['files']> {
  const basehead = `${before}...${after}`;
  const path = restPath('/repos/{owner}/{repo}/compare/{basehead}', { owner, repo, basehead });
  const { data } = await transport.rest({ method: 'GET', path });
  const listed = listAt(data, 'files');
  const list = listed.flatMap((file): Snapshot['files']['list'] => {
    const name = textAt(file, 'filename');
    if (name === null) return [];
    return [{ path: name, previous_path: textAt(file, 'previous_filename'), change: 'modified' }];
  });
  return { complete: list.length === listed.length && listed.length < mostFiles, total: list.length, list };
}

function patchFile(path: string, file: unknown, sha256: Sha256): PatchFile {
  const removed = textAt(file, 'status') === 'removed';
  const patch = textAt(file, 'patch');
  return {
    path,
    previous_path: textAt(file, 'previous_filename'),
    patch: patch === null ? null : hunkDigest(patch, sha256),
    // A comparison names the blob after the change only; a removed file's entry names the one before.
    base_blob: removed ? textAt(file, 'sha') : null,
    head_blob: removed ? null : textAt(file, 'sha'),
    // A comparison names no modes: those of files that are there are asked for afterwards.
    head_mode: removed ? noFile : null,
  };
}
