import type { Entry, ZipFile } from 'yauzl';
import { Fault } from '../fault.ts';

/** What is read of an archive at most (github-facts T7). */
export interface ZipBounds {
  readonly entries: number;
  /** Unpacked bytes of all entries together. */
  readonly bytes: number;
  /** Unpacked bytes for each packed one. */
  readonly ratio: number;
}

/** An eval report is text of at most 5 MB; a report of 10 suites fits. */
export const reportBounds: ZipBounds = { entries: 50, bytes: 20 * 1024 * 1024, ratio: 200 };

export interface ZippedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Reads an archive in memory; nothing is ever written to disk. Throws the fault `archive_unsafe` for names that lead
 * elsewhere, links, encrypted entries, and anything beyond the bounds.
 */
export async function readZip(archive: Uint8Array, bounds: ZipBounds = reportBounds): Promise<readonly ZippedFile[]> {
  let zip: ZipFile | null = null;
  try {
    zip = await opened(Buffer.from(archive));
    if (zip.entryCount > bounds.entries) throw unsafe(`it has ${zip.entryCount} entries`);
    return await entriesOf(zip, bounds);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw unsafe(cause instanceof Error ? cause.message : String(cause), cause);
  } finally {
    zip?.close();
  }
}

async function opened(buffer: Buffer): Promise<ZipFile> {
  // Loaded when the first archive comes: most judgements meet none.
  const { fromBuffer } = await import('yauzl');
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, strictFileNames: true, validateEntrySizes: true } as const;
    fromBuffer(buffer, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function entriesOf(zip: ZipFile, bounds: ZipBounds): Promise<readonly ZippedFile[]> {
  const files: ZippedFile[] = [];
  let left = bounds.bytes;
  return new Promise((resolve, reject) => {
    const next = async (entry: Entry): Promise<void> => {
      const refused = refusal(entry, left, bounds);
      if (refused !== null) throw unsafe(refused);
      if (!entry.fileName.endsWith('/')) {
        const bytes = await unpacked(zip, entry, left);
        left -= bytes.length;
        files.push({ name: entry.fileName, bytes });
      }
      zip.readEntry();
    };
    zip.on('entry', (entry: Entry) => void next(entry).catch(reject));
    zip.on('end', () => resolve(files));
    zip.on('error', reject);
    zip.readEntry();
  });
}

const linkMode = 0o120000;

function refusal(entry: Entry, left: number, bounds: ZipBounds): string | null {
  const { fileName: name, uncompressedSize: size, compressedSize: packed } = entry;
  if (name.length > 255 || name.includes('\0') || name.includes('\\')) return 'an entry has an impossible name';
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..'))
    return 'an entry leads elsewhere';
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === linkMode) return 'an entry is a link';
  if (entry.isEncrypted()) return 'an entry is encrypted';
  if (size > left) return 'it unpacks to more than the limit';
  return size > 1024 && size > packed * bounds.ratio ? 'an entry is packed too densely' : null;
}

function unpacked(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > most) stream.destroy(unsafe('it unpacks to more than the limit'));
        else chunks.push(chunk);
      });
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}

function unsafe(why: string, cause?: unknown): Fault {
  return new Fault('archive_unsafe', { message: `The archive is not safe to read: ${why}`, cause });
}
