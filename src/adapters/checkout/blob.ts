import { git } from './git.ts';
import { utf8 } from './text.ts';

/** What GitHub shows of a text: longer ones are cut (GraphQL `Blob.isTruncated`). */
const mostBytes = 512_000;

/** A blob's text with its size; `text` is null where GitHub would give none: binary, or longer than it shows. */
export interface BlobText {
  readonly text: string | null;
  readonly bytes: number;
}

export async function blobText(folder: string, blob: string): Promise<BlobText> {
  const size = Number((await git({ folder, args: ['cat-file', '-s', blob] })).toString('latin1'));
  if (size > mostBytes) return { text: null, bytes: size };
  const bytes = await git({ folder, args: ['cat-file', 'blob', blob] });
  return { text: bytes.includes(0) ? null : utf8(bytes), bytes: bytes.length };
}
