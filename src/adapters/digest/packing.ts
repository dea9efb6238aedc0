import type { Packing } from '../../reconcile/ports.ts';
import { Fault } from '../fault.ts';
import { sha256 } from './sha256.ts';

/** A gzip header (RFC 1952) without flags, time, hint of effort and system. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
/** Of zlib's own header what differs by machine and time: four bytes of MTIME, XFL, OS. */
const differsFrom = 4;

/** Higher levels took twice as long for a capsule of the usual 9 KB to become 6 % smaller. */
const effort = { level: 2, windowBits: 14, chunkSize: 8 * 1024 } as const;

/** Bytes up to which a text is stored as it is (ADR 14): with the check's summary and details it still fits into one check run. */
const mostStored = 12 * 1024;
/** One final block of stored bytes (RFC 1951 section 3.2.4): a byte that says so, the length, and its complement. */
const blockBytes = 5;
const trailerBytes = 8;
/** Made anew for each text it would be most of the work. Nothing of it is kept: it becomes letters in the same step. */
let room: Buffer | null = null;

/** gzip with a fixed header, then base64: the same text gives the same letters everywhere, a long one wherever zlib is this one. */
function pack(text: string): string {
  return Buffer.byteLength(text) > mostStored ? deflated(text) : stored(text);
}

function stored(text: string): string {
  const { crc32 } = process.getBuiltinModule('node:zlib');
  const start = header.length + blockBytes;
  room ??= Buffer.alloc(start + mostStored + trailerBytes);
  room.set(header);
  const length = room.write(text, start);
  room[header.length] = 1;
  room.writeUInt16LE(length, header.length + 1);
  room.writeUInt16LE(0xff_ff - length, header.length + 3);
  const end = start + length;
  room.writeUInt32LE(crc32(room.subarray(start, end)), end);
  room.writeUInt32LE(length, end + 4);
  return room.toString('base64', 0, end + trailerBytes);
}

function deflated(text: string): string {
  const bytes = process.getBuiltinModule('node:zlib').gzipSync(text, effort);
  bytes.set(header.subarray(differsFrom), differsFrom);
  return bytes.toString('base64');
}

/** Larger than any capsule: 65,535 bytes of base64 can't honestly unpack to more. */
const mostUnpacked = 64 * 1024 * 1024;

/** Undoes `pack`. Throws the fault `capsule_invalid` on anything that isn't packed text or is unreasonably large. */
export function unpack(packed: string): string {
  try {
    const { gunzipSync } = process.getBuiltinModule('node:zlib');
    const bytes = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostUnpacked });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('capsule_invalid', { message: 'The packed capsule can not be unpacked.', cause });
  }
}

export const packing: Packing = { sha256, pack };
