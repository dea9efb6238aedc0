import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.ts';

/** More entries than this are no repository that a person works in. */
const mostEntries = 500_000;
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Files below a folder that `wanted` accepts by path, with forward slashes, sorted. Links are not followed, and `.git`
 * and `node_modules` not entered. Throws the fault `file_unreadable`.
 */
export async function workingFiles(folder: string, wanted: (path: string) => boolean): Promise<readonly string[]> {
  const found: string[] = [];
  const open = [''];
  let seen = 0;
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const entry of await entriesOf(join(folder, below))) {
      seen += 1;
      if (seen > mostEntries) throw unreadable(folder, `it holds more than ${mostEntries} files`);
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && !skipped.has(entry.name)) open.push(path);
      else if (entry.isFile() && wanted(path)) found.push(path);
    }
  }
  return found.sort();
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function unreadable(folder: string, why: string, cause?: unknown): Fault {
  return new Fault('file_unreadable', { message: `${folder} can not be read: ${why}`, cause });
}
