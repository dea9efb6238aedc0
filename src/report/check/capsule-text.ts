import { details } from '../markdown/block.ts';

/** Characters of base64 a line: long lines make GitHub's pages slow. */
const LINE = 120;
/** Bytes around the base64 of one part: markers, fence, details. */
const FRAME = 400;

/** A part of a packed capsule as it stands in the text of a check run. */
export interface CapsulePart {
  readonly number: number;
  readonly of: number;
  readonly markdown: string;
}

/**
 * Cuts a packed capsule (base64) into parts: the first as large as `firstRoom` bytes allow (no part there when that is too
 * little), the others `room` bytes each.
 */
export function capsuleParts(packed: string, firstRoom: number, room: number): readonly CapsulePart[] {
  const first = Math.max(0, charactersIn(firstRoom));
  const later = charactersIn(room);
  const pieces = [packed.slice(0, first)];
  for (let at = first; at < packed.length; at += later) pieces.push(packed.slice(at, at + later));
  return pieces.map((piece, index) => ({
    number: index + 1,
    of: pieces.length,
    markdown: partMarkdown(piece, index + 1, pieces.length),
  }));
}

/** How many characters of base64 fit: each line of them takes a line break more. */
function charactersIn(bytes: number): number {
  return Math.floor(Math.max(0, bytes - FRAME) / (LINE + 1)) * LINE;
}

function partMarkdown(piece: string, number: number, of: number): string {
  let block = `<!-- rollout-gate:capsule ${number}/${of} -->\n\`\`\`text\n`;
  for (let at = 0; at < piece.length; at += LINE) block += `${piece.slice(at, at + LINE)}\n`;
  block += '```\n<!-- /rollout-gate:capsule -->';
  return details(`Capsule ${number} of ${of}: replays this decision offline (base64 of gzip)`, block);
}

const PART =
  /^<!-- rollout-gate:capsule (\d{1,4})\/(\d{1,4}) -->\n```text\n([A-Za-z0-9+/=\n]*)```\n<!-- \/rollout-gate:capsule -->$/m;

/** The packed capsule from the texts of a gate's check run and its continuations, in any order; null when a part is missing. */
export function packedCapsule(texts: readonly string[]): string | null {
  const parts = texts.flatMap((text) => {
    const [, number, of, body] = PART.exec(text) ?? [];
    return body === undefined ? [] : [{ number: Number(number), of: Number(of), body: body.replaceAll('\n', '') }];
  });
  const counts = parts.filter(({ number }) => number === 1).map(({ of }) => of);
  return counts.map((of) => joinedParts(parts, of)).find((packed) => packed !== null) ?? null;
}

function joinedParts(parts: readonly { number: number; of: number; body: string }[], count: number): string | null {
  const bodies = Array.from(
    { length: count },
    (_part, index) => parts.find(({ number, of }) => number === index + 1 && of === count)?.body,
  );
  return bodies.some((body) => body === undefined) ? null : bodies.join('');
}
