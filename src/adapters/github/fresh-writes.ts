import type { OwnCheck } from '../../reconcile/ports.ts';
import type { OwnComment } from '../../reconcile/ports/thread.ts';

/** Our own objects as the last answers to writes showed them. */
export interface FreshWrites {
  readonly head_sha: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly at: number;
  readonly checks: readonly Fresh<OwnCheck>[];
  readonly comment: Fresh<OwnComment> | null;
}

/** An object as it was written, and what it showed at each moment before: a replica may still show any of these. */
export interface Fresh<T> {
  readonly now: T;
  /** External ids of a check, bodies of a comment. */
  readonly before: readonly string[];
}

/** What is taken to be there, of what a reading shows and what was written a moment ago. */
export interface Merged<T> {
  readonly list: readonly T[];
  /** Memory was taken for true where the reading shows something else: worth another look once replicas are level. */
  readonly leaned: boolean;
}

/**
 * What we wrote stands while a reading shows nothing or something from before it. Anything else was written after it by
 * another process, which this one must not take for its own past (github-facts F23, F25).
 */
export function merged<T extends { readonly node_id: string }>(
  shown: readonly T[],
  fresh: readonly Fresh<T>[],
  textOf: (one: T) => string,
): Merged<T> {
  if (fresh.length === 0) return { list: shown, leaned: false };
  let leaned = false;
  const kept = shown.map((one) => {
    const own = fresh.find(({ now }) => now.node_id === one.node_id);
    if (own === undefined || !own.before.includes(textOf(one))) return one;
    leaned = true;
    return own.now;
  });
  const unseen = fresh.filter(({ now }) => !shown.some(({ node_id }) => node_id === now.node_id));
  return { list: [...kept, ...unseen.map(({ now }) => now)], leaned: leaned || unseen.length > 0 };
}

/** The object after one more write of it. */
export function rewritten<T>(
  known: Fresh<T> | undefined,
  shown: T | null,
  now: T,
  textOf: (one: T) => string,
): Fresh<T> {
  if (known === undefined && shown === null) return { now, before: [] };
  const before = [...(known?.before ?? []), ...[known?.now, shown].flatMap((one) => (one ? [textOf(one)] : []))];
  return { now, before: [...new Set(before)].filter((text) => text !== textOf(now)) };
}
