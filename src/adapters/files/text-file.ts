import { readFile, rename, writeFile } from 'node:fs/promises';
import { Fault } from '../fault.ts';

/** Files that people hand us are small; a larger one is a mistake. */
const mostBytes = 64 * 1024 * 1024;

/** The file's bytes. Throws the fault `file_unreadable`. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
    return bytes;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The file's text. Throws the fault `file_unreadable`. */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The file's text, or null when there is no such file. Other failures are the fault `file_unreadable`. */
export async function readTextFileIfAny(path: string): Promise<string | null> {
  try {
    return await readTextFile(path);
  } catch (error) {
    if (error instanceof Fault && isAbsent(error.cause)) return null;
    throw error;
  }
}

/** Writes the whole file or nothing: a reader never meets half a text. Throws the fault `file_unwritable`. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    await writeFile(temporary, text, 'utf8');
    await rename(temporary, path);
  } catch (cause) {
    throw new Fault('file_unwritable', { message: `${path} can not be written: ${said(cause)}`, cause });
  }
}

function unreadable(path: string, cause: unknown): Fault {
  return new Fault('file_unreadable', { message: `${path} can not be read: ${said(cause)}`, cause });
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Node's own words name the path once more, behind the name of a system call. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'its permissions forbid it',
  EISDIR: 'it is a folder',
};

function said(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? '';
  return error instanceof Error ? error.message : String(error);
}
