import { faultOf } from '../adapters/fault.ts';
import { every, type Timer } from '../adapters/timer.ts';
import { type Inbox, type Lease, mostTries, type Note, type Wish } from '../reconcile/ports/inbox.ts';
import type { Turns } from './turns.ts';

/**
 * Does the work of one key and answers what follows. `isHeld` is asked before each write, and makes the lease longer; a note
 * is kept with the work's end.
 */
export type KeyWork = (
  lease: Lease,
  isHeld: () => Promise<boolean>,
  keep: (name: string, text: string) => void,
) => Promise<readonly Wish[]>;

export interface SettlingOptions {
  readonly inbox: Pick<Inbox, 'renew' | 'done' | 'failed' | 'release' | 'keepNote'>;
  readonly work: KeyWork;
  /** Told of each failure, and whether it may pass by itself, as it is tried again; never of a body. */
  readonly onFault: (fault: ReturnType<typeof faultOf>, name: string, passing: boolean) => void;
  readonly turns: Pick<Turns, 'begin' | 'next'>;
  readonly timer: Timer;
  /** True once this process writes nothing more. */
  readonly isOver: () => boolean;
}

/** A killed process's work is taken up again after this, milliseconds; a lease under way is renewed three times as often. */
export const leaseTime = 10_000;
/** Work is not given up for these: it waits for as long as GitHub wants, or for so many seconds. */
const noFaultOfWork: Readonly<Record<string, number>> = { github_rate_limited: 60, store_unusable: 15 };
/** Milliseconds before the second try, the third, …; a limit's own time is kept besides. */
const waits = [15_000, 60_000, 300_000, 900_000];

/**
 * Does what a lease that was taken at a time is for, and tells the store its end. `onEnd`: called as that is asked for, before
 * it is done. Throws as the store: the lease runs out then.
 */
export function settling(options: SettlingOptions): (lease: Lease, taken: number, onEnd: () => void) => Promise<void> {
  const { inbox, work, onFault, turns, timer, isOver } = options;
  const failed = async (lease: Lease, error: unknown, notes: readonly Note[]): Promise<void> => {
    const fault = faultOf(error);
    const pause = noFaultOfWork[fault.code];
    const isTried = pause !== undefined || (fault.retryable && lease.tries + 1 < mostTries);
    // A disk that is full doesn't mend itself, however often work is tried again.
    onFault(fault, lease.key, isTried && fault.code !== 'store_unusable');
    // What goes with a note was wished for already: the next try, which no longer sees the reason, would not wish it again.
    if (fault.code !== 'lease_lost') for (const { name, text } of notes) await inbox.keepNote(name, text, timer.now());
    if (pause !== undefined) {
      await inbox.release(lease, timer.now() + (fault.retry_after_seconds ?? pause) * 1_000);
      return;
    }
    const wait = Math.max(waits[lease.tries] ?? 0, (fault.retry_after_seconds ?? 0) * 1_000);
    if (isFinal(fault)) await inbox.done(lease, [], timer.now());
    else await inbox.failed(lease, fault.code, timer.now() + wait);
  };
  return async (lease, taken, onEnd) => {
    let until = taken + leaseTime;
    const renew = async (): Promise<boolean> => {
      const next = timer.now() + leaseTime;
      const isOurs = !isOver() && (await inbox.renew(lease, next));
      if (isOurs) until = next;
      return isOurs;
    };
    // Nobody takes what is leased before its time is over: the store is asked only when that comes near.
    const isHeld = async (): Promise<boolean> => (!isOver() && timer.now() < until - leaseTime / 2) || renew();
    const endBeat = every(timer, leaseTime / 3, () => void renew().catch(() => false));
    const notes: Note[] = [];
    try {
      // A command doesn't wait until all that was begun has run out.
      await (lease.lane === 'command' ? turns.next() : turns.begin());
      const follow = await work(lease, isHeld, (name, text) => void notes.push({ name, text }));
      const ended = inbox.done(lease, follow, timer.now(), notes);
      onEnd();
      await ended;
    } catch (error) {
      await failed(lease, error, notes);
    } finally {
      endBeat();
    }
  };
}

/**
 * Whether no second try can mend it: that was said on the pull request. A defect of ours, and a key that GitHub doesn't take,
 * which closes every mouth of ours, are kept where operators look.
 */
export function isFinal({ code, retryable }: Pick<ReturnType<typeof faultOf>, 'code' | 'retryable'>): boolean {
  return !retryable && code !== 'internal' && code !== 'github_unauthorized';
}
