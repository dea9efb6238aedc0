import type { Inbox } from '../reconcile/ports/inbox.ts';

/** The App is not keeping up when something that people wait for could be done and has waited this long, milliseconds. */
const longestWait = 300_000;
/** How long a good answer stands: who asks more often costs the store nothing. */
const lasting = 1_000;

/**
 * Whether deliveries can be kept and are worked on in time. What sweeps found may wait, as it does under a limit. Rejects when
 * the store can't be written.
 */
export function createReadiness(
  inbox: Pick<Inbox, 'probe' | 'counts'>,
  isWorking: () => boolean,
  now: () => number = Date.now,
): () => Promise<boolean> {
  let goodUntil = 0;
  return async () => {
    if (!isWorking()) return false;
    if (now() < goodUntil) return true;
    await inbox.probe();
    const { awaited } = await inbox.counts(now());
    const isReady = awaited === null || now() - awaited < longestWait;
    if (isReady) goodUntil = now() + lasting;
    return isReady;
  };
}
