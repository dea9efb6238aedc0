import type { Tail } from '../../core/command/chain/comment.ts';

/** A line of the sticky comment that names the newest answer, so that an answer that was deleted is missed. */
export function tailMark({ number, digest }: Tail): string {
  return `<!-- rollout-gate:answers ${number} ${digest} -->`;
}

const MARK = /^<!-- rollout-gate:answers ([1-9]\d{0,5}) ([0-9a-f]{64}) -->$/m;

/** The newest answer by the sticky comment; null = it names none. */
export function tailIn(body: string): Tail | null {
  const [, number, digest] = MARK.exec(body) ?? [];
  return number === undefined || digest === undefined ? null : { number: Number(number), digest };
}
