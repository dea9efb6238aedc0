import type { AnswerEntry } from '../../../generated/types.ts';
import { canonicalJson } from '../../canonical/json.ts';
import type { Sha256 } from '../../judgement.ts';
import type { AnswerComment, ChainPlace, Tail } from './comment.ts';
import { entryDigest, keptDigest } from './digest.ts';

/** An entry that can be read, with its digest. */
export interface Link {
  readonly comment: number;
  readonly entry: AnswerEntry;
  readonly digest: string;
}

export interface Links {
  /** Entries that count, oldest first, each once. */
  readonly counted: readonly Link[];
  readonly last: Tail | null;
  /** Highest number that is known to have been given; 0 = none. */
  readonly highest: number;
  /** Half a sentence; null = the chain is whole. */
  readonly fault: string | null;
}

/**
 * Follows the links of a chain. Every entry has the number after the one before it and names it by digest; what was edited,
 * belongs elsewhere or can't be read is a gap. A restart forgives what lies before it, and pins which entries count of that.
 */
export function linksOf(
  comments: readonly AnswerComment[],
  place: ChainPlace,
  tail: Tail | null,
  sha256: Sha256,
): Links {
  const found = comments
    .toSorted((a, b) => a.id - b.id)
    .map((comment) => ({ ...comment, fault: commentFault(comment, place), ...digestOf(comment, sha256) }));
  const readable = found.flatMap(({ id, entry, digest, fault }) =>
    entry === null || fault !== null ? [] : [{ comment: id, entry, digest }],
  );
  const counted = withoutDoubles(readable);
  const restart = counted.findLast(({ entry }) => isRestart(entry)) ?? null;
  const since = restart?.comment ?? -1;
  const fault =
    found.find(({ id, fault: own }) => id > since && own !== null)?.fault ??
    (restart === null ? null : keptFault(counted, restart, sha256)) ??
    orderFault(readable, counted, restart) ??
    tailFault(readable, tail, restart);
  const last = counted.at(-1) ?? null;
  return {
    counted,
    last: last === null ? null : { number: last.entry.number, digest: last.digest },
    highest: Math.max(0, tail?.number ?? 0, ...readable.map(({ entry }) => entry.number)),
    fault,
  };
}

function digestOf({ entry }: AnswerComment, sha256: Sha256): { readonly digest: string } {
  return { digest: entry === null ? '' : entryDigest(entry, sha256) };
}

function commentFault({ id, edited, entry }: AnswerComment, place: ChainPlace): string | null {
  if (edited) return `the answer in comment ${id} was edited`;
  if (entry === null) return `the answer in comment ${id} can't be read`;
  if (entry.repository === place.repository && entry.thread === place.thread) return null;
  return `the answer in comment ${id} belongs to another thread`;
}

/** An answer that was written twice, as after a crash between writing and knowing it, counts once: the lower comment's. */
function withoutDoubles(readable: readonly Link[]): readonly Link[] {
  const kept = new Map<string, Link>();
  for (const link of readable) {
    const key = doubleKey(link);
    if (!kept.has(key)) kept.set(key, link);
  }
  return [...kept.values()];
}

/** All that makes two entries the same answer: everything but when it was written and at which head. */
function doubleKey({ entry }: Link): string {
  const { at: _at, command, ...same } = entry;
  return canonicalJson({ ...same, command: command === null ? null : { ...command, head: null } });
}

function isRestart({ effect, outcome, command }: AnswerEntry): boolean {
  return effect?.kind === 'restart' && outcome === 'done' && command?.person.type === 'User';
}

function keptFault(counted: readonly Link[], restart: Link, sha256: Sha256): string | null {
  const { effect } = restart.entry;
  const before = counted.filter(({ comment }) => comment < restart.comment).map(({ digest }) => digest);
  if (effect?.kind === 'restart' && effect.kept === keptDigest(before, sha256)) return null;
  return `an answer that counted when answer ${restart.entry.number} started the chain anew is gone`;
}

/** The first entry, from the start or the last restart on, that doesn't follow the one before it. */
function orderFault(readable: readonly Link[], counted: readonly Link[], restart: Link | null): string | null {
  let number = restart?.entry.number ?? 0;
  // A link may name either of two doubles: it was written by somebody who saw only that one.
  let names = new Set<string | null>([restart?.digest ?? null]);
  const commands = new Set<number>();
  const winners = new Set(counted);
  for (const link of readable) {
    if (restart !== null && link.comment <= restart.comment) continue;
    const { entry, digest } = link;
    if (!winners.has(link) && entry.number === number) {
      names.add(digest);
      continue;
    }
    if (entry.number > number + 1) return `answer ${number + 1} is missing`;
    if (entry.number <= number) return `there are two answers ${entry.number}, or they are out of order`;
    if (!names.has(entry.previous)) return `answer ${entry.number} doesn't follow the answer before it`;
    const comment = entry.command?.comment_id;
    if (comment !== undefined && commands.has(comment)) return `answer ${entry.number} answers a command again`;
    if (comment !== undefined) commands.add(comment);
    number = entry.number;
    names = new Set([digest]);
  }
  return null;
}

function tailFault(readable: readonly Link[], tail: Tail | null, restart: Link | null): string | null {
  if (tail === null || (restart !== null && restart.entry.number > tail.number)) return null;
  if (readable.some(({ digest }) => digest === tail.digest)) return null;
  return `answer ${tail.number} is missing`;
}
