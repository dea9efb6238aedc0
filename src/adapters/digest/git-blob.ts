import { createHash } from 'node:crypto';

/** The id that git gives a text as a blob, 40 hex digits. */
export function gitBlob(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
