import type { Effects } from '../effects/effects.ts';
import type { User } from '../state/identity.ts';
import type { MergeQueueEntry } from '../state/merge-queue.ts';
import type { PullRequest } from '../state/pull-request.ts';

/** What people and time do to the merge queue; queues exist where a ruleset has the rule `merge_queue`. */
export interface MergeQueueDriver {
  readonly enqueue: (pull: PullRequest, user: User, jump?: boolean) => Promise<MergeQueueEntry>;
  readonly dequeue: (pull: PullRequest, user: User) => Promise<void>;
  /** Time has passed: what is too late leaves the queue, what waited long enough merges. */
  readonly passTime: () => Promise<void>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

/** Every piece of work advances the queues when it is done, so that nothing is left for `passTime` but the clock. */
export function mergeQueueDriver(effects: Effects, work: Work): MergeQueueDriver {
  return {
    enqueue: (pull, user, jump = false) => work(() => effects.enqueuePull({ kind: 'user', user }, pull, { jump })),
    dequeue: async (pull, user) => {
      await work(() => effects.dequeuePull({ kind: 'user', user }, pull));
    },
    passTime: () => work(async () => undefined),
  };
}
