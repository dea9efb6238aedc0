import { randomUUID } from 'node:crypto';
import type { Peers } from '../adapters/github/limiter/peers.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import { isGone, ownMark } from './life.ts';

/** A process that tells the others on its store that it lives. */
export interface LivingPeers extends Peers {
  /** Says that this process lives, and counts those that do. To be called each `beat` milliseconds. Throws as the inbox. */
  readonly live: () => Promise<void>;
  /** Says that it ends. Throws as the inbox. */
  readonly leave: () => Promise<void>;
}

/** Milliseconds between two signs of life. */
export const beat = 3_000;
/** Who gave none for so long lives no more, milliseconds. */
const silence = 4 * beat;
/** No hold is believed that lasts longer, milliseconds: GitHub's limits are of an hour, and a clock may have been set back. */
const longestHold = 3_600_000;

/** So long it is believed that some were told of a limit, or that none was, milliseconds: mostly none was, of any installation. */
const believed = 100;

export function createPeers(
  inbox: Pick<Inbox, 'notesOf' | 'keepNote'>,
  mark: string = ownMark(),
  now: () => number = Date.now,
): LivingPeers {
  const name = randomUUID();
  let count = 1;
  let looked: { readonly at: number; readonly isAnyTold: Promise<boolean> } | null = null;
  const isAnyTold = (): Promise<boolean> => {
    const at = now();
    if (looked === null || Math.abs(at - looked.at) >= believed) {
      looked = { at, isAnyTold: inbox.notesOf('limited ', at - longestHold).then(({ length }) => length > 0) };
      looked.isAnyTold.catch(() => (looked = null));
    }
    return looked.isAnyTold;
  };
  return {
    count: () => count,
    heldUntil: async (installation) => {
      if (!(await isAnyTold())) return 0;
      const latest = now() + longestHold;
      const told = (await inbox.notesOf(`limited ${installation} `, now() - longestHold)).map(Number);
      return Math.max(0, ...told.filter((until) => until <= latest));
    },
    // In a note of its own: two that are told at once must not write over each other.
    hold: (installation, until) => {
      looked = null;
      return inbox.keepNote(`limited ${installation} ${name}`, String(Math.min(until, now() + longestHold)), now());
    },
    live: async () => {
      await inbox.keepNote(`process ${name}`, mark, now());
      // One that was killed just before must take nothing from the one that goes on with its work.
      const living = (await inbox.notesOf('process ', now() - silence)).filter((other) => !isGone(other));
      count = Math.max(1, living.length);
    },
    leave: () => inbox.keepNote(`process ${name}`, mark, 0),
  };
}
