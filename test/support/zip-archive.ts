import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a ZIP archive as a forger would make it. */
export interface ForgedEntry {
  readonly name: string;
  readonly text: string;
  /** Unix mode; default a plain file. */
  readonly mode?: number;
  /** General purpose flags; 1 = encrypted. */
  readonly flags?: number;
  readonly deflate?: boolean;
  /** Unpacked size that is claimed; default the true one. */
  readonly claims?: number;
}

/** A ZIP archive made by hand: tools refuse to make what attackers send. */
export function zipArchive(entries: readonly ForgedEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, text, mode = 0o100644, flags = 0, deflate = false, claims } of entries) {
    const bytes = Buffer.from(text);
    const packed = deflate ? deflateRawSync(bytes) : bytes;
    const title = Buffer.from(name);
    const method = deflate ? 8 : 0;
    const size = claims ?? bytes.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(title.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc32(bytes), 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(title.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    locals.push(local, title, packed);
    centrals.push(central, title);
    offset += local.length + title.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
