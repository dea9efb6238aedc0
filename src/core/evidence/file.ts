import type { EvidenceRefused, SignalFileFact, SignalSource } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import { compileGlob } from '../change/surfaces/glob.ts';
import { type Reading, refusal, refused, settled, unknown } from './reading.ts';
import type { Scope } from './scope.ts';

type FileSource = Extract<SignalSource, { readonly kind: 'file' }>;

/**
 * The value of a signal that is a file at the head. Where the policy gives a pattern, only files of this pull request
 * count: those that it changes, or that stand beside its records. Another change's rollback plan is not this one's.
 */
export function readFile(source: FileSource, scope: Scope): Reading {
  const { snapshot } = scope.matter;
  const glob = compileGlob(source.path);
  const isPattern = isGlob(source.path);
  const refusals: EvidenceRefused[] = [];
  const own: SignalFileFact[] = [];
  for (const file of snapshot.signal_files) {
    if (!glob.matches(file.path)) continue;
    if (!isPattern || isOwn(file.path, scope)) own.push(file);
    else if (file.exists)
      refusals.push(refused(`file:${file.path}`, refusal('evidence_reused', 'it belongs to another change.')));
  }
  const present = own.filter(({ exists }) => exists);
  const long = present.find(({ length }) => length !== null && length >= source.min_length);
  const at = snapshot.pull_request.head_sha;
  const used = (file: SignalFileFact) => [{ source: `file:${file.path}`, commit: at, at: null, digest: null }];
  if (long !== undefined)
    return settled(true, `${long.path} is there, with ${long.length} characters.`, used(long), refusals);
  const unread = present.find(({ length }) => length === null);
  if (unread !== undefined) return unknown('unread', `${unread.path} could not be read.`, refusals);
  const known = new Set(snapshot.signal_files.map(({ path }) => path));
  const unasked = isPattern ? fileCandidates(source.path, scope.folders, scope.matter) : [source.path];
  const untold = unasked.find((path) => !known.has(path));
  if (untold !== undefined) return unknown('unread', `Whether ${untold} exists could not be read.`, refusals);
  const [short] = present;
  if (short !== undefined) {
    const why = `${short.path} has ${short.length} characters, and ${source.min_length} are needed.`;
    // It is there after all: what must not be there isn't settled by its being short.
    if (scope.demanded_as === 'blocker') return unknown('missing', why, refusals, used(short));
    return settled(false, why, used(short), refusals);
  }
  return settled(false, `There is no file ${source.path} for this change at the head.`, [], refusals);
}

/**
 * Paths that a file signal's pattern can mean: only files of this pull request count, so those that it changes and those
 * beside its records, given by their folders, are all that need to be looked at.
 */
export function fileCandidates(
  pattern: string,
  folders: readonly string[],
  { snapshot, changed }: Pick<Matter, 'snapshot' | 'changed'>,
): readonly string[] {
  const glob = compileGlob(pattern);
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  const beside = isGlob(name) ? [] : folders.map((folder) => (folder === '' ? name : `${folder}/${name}`));
  const found = new Set<string>();
  for (const path of beside) if (glob.matches(path)) found.add(path);
  for (const path of changed) if (glob.matches(path)) found.add(path);
  if (found.size === 0) return [];
  for (const { path, change } of snapshot.files.list) if (change === 'removed') found.delete(path);
  return [...found].sort();
}

export function isGlob(path: string): boolean {
  return /[*?{]/.test(path);
}

function isOwn(path: string, { matter, folders }: Scope): boolean {
  const slash = path.lastIndexOf('/');
  return matter.changed.has(path) || folders.includes(slash < 0 ? '' : path.slice(0, slash));
}
