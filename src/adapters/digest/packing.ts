import type { Packing } from '../../reconcile/ports.ts';
import { Fault } from '../fault.ts';
import { sha256 } from './sha256.ts';

/** Of the gzip header what differs by machine and time (RFC 1952): four bytes of MTIME, XFL, OS. */
const fixed = Uint8Array.of(0, 0, 0, 0, 0, 255);
const fixedFrom = 4;

/**
 * Higher levels took twice as long for a capsule to become 6 % smaller. A capsule is about 9 KB and packed a third of it: with
 * zlib's own window of 32 KB, made anew for each text, packing took half as long again between other work.
 */
const effort = { level: 2, windowBits: 14, chunkSize: 8 * 1024 } as const;

/** gzip with a fixed header, then base64: the same text gives the same letters on every machine with this zlib. */
function pack(text: string): string {
  const bytes = process.getBuiltinModule('node:zlib').gzipSync(text, effort);
  bytes.set(fixed, fixedFrom);
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
