import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { readBytes } from '../../adapters/files/text-file.ts';
import { workingFiles } from '../../adapters/files/working-files.ts';
import { readPolicy } from '../../records/policy/reader.ts';
import { UsageError } from '../terminal.ts';
import {
  defaultPatterns,
  type FileKind,
  kindByName,
  kindByPath,
  kindOf,
  policyPath,
  type RecordPatterns,
} from './kind.ts';

/** A file to validate: its path as it is shown, what it is, and its bytes. */
export interface FoundFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes: Uint8Array;
}

/** Where records are by the policy of a folder; the default places without a usable one. */
export async function patternsOf(cwd: string): Promise<RecordPatterns> {
  const path = resolve(cwd, policyPath);
  if (!existsSync(path)) return defaultPatterns;
  return readPolicy(new TextDecoder().decode(await readBytes(path)), policyPath).effective?.records ?? defaultPatterns;
}

/** The policy and every record below a folder, in the order of their paths. */
export async function allFiles(cwd: string, patterns: RecordPatterns): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  for (const path of await workingFiles(cwd, (one) => kindByPath(one, patterns) !== null)) {
    const kind = kindByPath(path, patterns);
    if (kind !== null) files.push({ path, kind, bytes: await readBytes(resolve(cwd, path)) });
  }
  return files;
}

/** The files that a command line names, each once. Throws UsageError for one that is neither record nor policy. */
export async function namedFiles(
  cwd: string,
  names: readonly string[],
  patterns: RecordPatterns,
): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  const unknown: string[] = [];
  for (const full of new Set(names.map((name) => resolve(cwd, name)))) {
    const bytes = await readBytes(full);
    const path = relative(cwd, full).replaceAll('\\', '/');
    const kind = kindOf(path, bytes, patterns);
    if (kind === null) unknown.push(path);
    else files.push({ path, kind, bytes });
  }
  if (unknown.length === 0) return files;
  throw new UsageError(`Neither a policy nor a change or rollout record: ${unknown.join(', ')}.`);
}

/** Change records that lie beside named rollout records: their pairs, read though nobody named them. */
export async function changesBeside(
  cwd: string,
  named: readonly FoundFile[],
  patterns: RecordPatterns,
): Promise<readonly FoundFile[]> {
  const folders = new Set(named.filter(({ kind }) => kind === 'rollout').map(({ path }) => dirname(path)));
  const files: FoundFile[] = [];
  for (const folder of folders) {
    for (const name of (await readdir(resolve(cwd, folder))).toSorted()) {
      const path = join(folder, name).replaceAll('\\', '/');
      if (kindByName(path, patterns) !== 'change' || named.some((file) => file.path === path)) continue;
      files.push({ path, kind: 'change', bytes: await readBytes(resolve(cwd, path)) });
    }
  }
  return files;
}
