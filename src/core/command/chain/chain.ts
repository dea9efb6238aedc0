import type { HoldFact, Snapshot } from '../../../generated/types.ts';
import type { Sha256 } from '../../judgement.ts';
import type { AnswerComment, ChainPlace, Tail } from './comment.ts';
import { keptDigest } from './digest.ts';
import { type Effects, effectsOf } from './effects.ts';
import { linksOf } from './links.ts';

/** What the answers of a pull request or incident issue come to. */
export interface Chain extends ChainPlace, Effects {
  /** Why it isn't whole, half a sentence; null = it is whole. */
  readonly fault: string | null;
  /** The newest entry; null = there is none. */
  readonly last: Tail | null;
  /** What the next entry has to carry. */
  readonly next: { readonly number: number; readonly previous: string | null };
  /** What a restart has to carry: digest of the list of digests of the entries that count. */
  readonly kept: string;
  /** Ids of the comments whose command is answered. */
  readonly answered: ReadonlySet<number>;
  /** Those of them whose answer nobody touched: an answer that was edited may name any comment. */
  readonly surely_answered: ReadonlySet<number>;
  /** Who was answered, and when: one entry for each answer that counts. */
  readonly heard: readonly { readonly person: number; readonly at: string }[];
}

/**
 * Folds the answers of a thread. Where the chain has a fault, what can still be read counts all the same: the fault makes
 * every decision wait, and whoever heals it by a restart sees what is left. `tail` = the newest entry as it is known from
 * elsewhere.
 */
export function readChain(
  comments: readonly AnswerComment[],
  place: ChainPlace,
  tail: Tail | null,
  sha256: Sha256,
): Chain {
  const { counted, last, highest, fault } = linksOf(comments, place, tail, sha256);
  const digests = counted.map(({ digest }) => digest);
  return {
    repository: place.repository,
    thread: place.thread,
    fault,
    last,
    next: { number: highest + 1, previous: last?.digest ?? null },
    kept: keptDigest(digests, sha256),
    surely_answered: new Set(counted.flatMap(({ entry }) => entry.command?.comment_id ?? [])),
    heard: counted.flatMap(({ entry: { command, at } }) =>
      command === null ? [] : [{ person: command.person.id, at }],
    ),
    answered: new Set(comments.flatMap(({ entry }) => entry?.command?.comment_id ?? [])),
    ...effectsOf(counted.map(({ entry }) => entry)),
  };
}

/** A pull request's chain as facts of its snapshot. `complete` = every comment could be read; `holds` are the repository's. */
export function answerFacts(
  chain: Chain,
  complete: boolean,
  holds: readonly HoldFact[],
): Pick<Snapshot, 'answers' | 'human_attestations' | 'waivers'> {
  return {
    answers: { complete, fault: chain.fault, blocks: chain.blocks, holds },
    human_attestations: chain.attestations,
    waivers: chain.waivers,
  };
}
