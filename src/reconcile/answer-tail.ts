import type { Tail } from '../core/command/chain/comment.ts';

/** A digest that no entry has: something was answered, and nobody knows any more what. */
const lost = '0'.repeat(64);

/** What stands for answers that may be gone: a person has to start the chain anew. */
export function lostTail(number: number): Tail {
  return { number: Math.max(1, number), digest: lost };
}

/** The newest answer as the last part of a gate check's external id: nobody can delete a check. */
export function tailPart(tail: Tail | null): string {
  return tail === null ? '' : `:${tail.number} ${tail.digest}`;
}

export function tailInPart(externalId: string): Tail | null {
  const [, number, digest] =
    /^([1-9]\d{0,5}) ([0-9a-f]{64})$/.exec(withoutProgress(externalId).split(':')[3] ?? '') ?? [];
  return number === undefined || digest === undefined ? null : { number: Number(number), digest };
}

/** The one that names more answers; of two that name as many, the first. */
export function newestTail(tails: readonly (Tail | null)[]): Tail | null {
  return tails.reduce(
    (best, tail) => (tail !== null && (best === null || tail.number > best.number) ? tail : best),
    null,
  );
}

/** An external id without the number of annotations that it ends in while not all are written. */
export function withoutProgress(externalId: string): string {
  return externalId.split('~')[0] ?? '';
}
