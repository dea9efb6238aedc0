/** One pull request in the merge queue of a branch. */
export interface MergeQueueEntry {
  readonly id: number;
  readonly nodeId: string;
  readonly repositoryId: number;
  /** Branch that the queue belongs to. */
  readonly baseRef: string;
  readonly pullId: number;
  readonly enqueuerId: number;
  readonly enqueuedAt: Date;
  /** The pull request's head when it was put in: a push takes it out again. */
  readonly pullHead: string;
  /** Smaller goes first. */
  readonly order: number;
  readonly jump: boolean;
  /** The commit built for it on what is ahead of it; null = not built yet. */
  group: MergeGroup | null;
  /** It can't be merged with what is ahead of it. */
  conflicts: boolean;
}

/** A group that was tested and is gone: merged, built anew, or taken out. */
export interface EndedMergeGroup {
  readonly repositoryId: number;
  readonly baseRef: string;
  readonly pullId: number;
  readonly headSha: string;
  readonly ending: Ending;
  readonly endedAt: Date;
}

/** Why a group went, in the webhook's words. */
export type Ending = 'merged' | 'invalidated' | 'dequeued';

/** The commit that is tested for an entry, on a branch that nobody else writes. */
export interface MergeGroup {
  /** Full ref: `refs/heads/gh-readonly-queue/<base>/pr-<number>-<base sha>`. */
  readonly ref: string;
  /** The head of the entry ahead, or the branch's tip. */
  readonly baseSha: string;
  readonly headSha: string;
  readonly requestedAt: Date;
}
