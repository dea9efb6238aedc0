import { blocks } from './block.ts';
import { fits, utf8Length } from './size.ts';

/** A block of Markdown; false = there is none. */
export type Part = string | false;

const POINTER = '… more than fits here: the capsule holds the whole decision.';
const pointerBytes = utf8Length(POINTER);

/**
 * As many parts as fit into `bytes` bytes of UTF-8, in order, each whole: half a fold or fence would swallow what follows it.
 * Says when one was left out, and where the whole is (github-facts F32).
 */
export function fitting(parts: readonly Part[], bytes: number): string {
  const room = bytes - pointerBytes - gap;
  const all = blocks(...parts);
  if (fits(all, room)) return all;
  const shown: string[] = [];
  let [used, isCut] = [0, false];
  for (const part of parts) {
    if (part === false || part === '') continue;
    const next = used + (shown.length === 0 ? 0 : gap) + utf8Length(part);
    if (next <= room) {
      shown.push(part);
      used = next;
    } else isCut = true;
  }
  return blocks(...shown, isCut && POINTER);
}

/** Bytes between two blocks. */
const gap = 2;
