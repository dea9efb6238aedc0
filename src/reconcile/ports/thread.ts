import type { Chain } from '../../core/command/chain/chain.ts';
import type { Tail } from '../../core/command/chain/comment.ts';
import type { Snapshot } from '../../generated/types.ts';

/** One of our own comments on a pull request or issue. */
export interface OwnComment {
  readonly node_id: string;
  readonly id: number;
  readonly body: string;
}

/** A comment of ours, with what became of its text since it was written. */
export interface ThreadComment extends OwnComment {
  /** Its text was changed, by whomever: answers are never edited. */
  readonly edited: boolean;
  /** Somebody else changed it last: the sticky comment is edited by us all the time. */
  readonly edited_by_other: boolean;
}

/** What was read of a pull request's or issue's comments. */
export interface Thread {
  /** Numeric id of the repository. */
  readonly repository: number;
  /** Number of the pull request or issue. */
  readonly number: number;
  /** False when not every comment could be read. */
  readonly complete: boolean;
  /** Whether an answer that we wrote a moment ago was not shown yet: late, or deleted already. */
  readonly lags: boolean;
  /** Comments of ours, oldest first; the sticky one is among them. */
  readonly own: readonly ThreadComment[];
  /** null = there is none. */
  readonly sticky: ThreadComment | null;
  /** External ids of our check runs on the head; none on an issue. */
  readonly checks: readonly string[];
  /** The newest answer as this reader remembers it; null = it remembers none. */
  readonly remembered: Tail | null;
}

/** The answer chain of a thread, as far as new entries and decisions need it. */
export interface AnswersRead {
  readonly facts: Pick<Snapshot, 'answers' | 'human_attestations' | 'waivers'>;
  readonly chain: Chain;
  /** Whether it counts an answer that was not shown yet: to be read again soon. */
  readonly lags: boolean;
  /** The newest entry that the sticky comment has to name from now on; null = none was ever written. */
  readonly tail: Tail | null;
}
