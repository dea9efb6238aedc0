import { afterEach, beforeEach } from 'vitest';
import type { Inbox, Lease, Wish } from '../../../src/reconcile/ports/inbox.ts';

export const body = new TextEncoder().encode('{"é":1}');
export const delivery = (id: string) => ({ id, event: 'pull_request', body });
export const wish = (key: string, detail = 'first') => ({ key, detail });

/** An inbox, empty before each test, and short words for what tests do with it. */
export interface InboxStage {
  inbox: Inbox;
  /** Keeps a delivery and turns it into wishes. */
  readonly wishedFor: (...all: readonly Wish[]) => Promise<void>;
  readonly wished: (...keys: readonly string[]) => Promise<void>;
  /** Takes work for 10 milliseconds. */
  readonly keysTaken: (limit?: number, now?: number, last?: Wish['lane']) => Promise<readonly string[]>;
  readonly taken: (now?: number) => Promise<Lease>;
}

/** Opens an inbox before each test of the suite that it is called in, and closes it after. */
export function inboxStage(open: () => Inbox): InboxStage {
  let wishes = 0;
  const stage: InboxStage = {
    inbox: null as unknown as Inbox,
    wishedFor: async (...all) => {
      const id = `wish ${(wishes += 1)}`;
      await stage.inbox.insert(delivery(id), 0);
      await stage.inbox.routed(id, all, 0);
    },
    wished: (...keys) => stage.wishedFor(...keys.map((key) => wish(key))),
    keysTaken: async (limit = 9, now = 0, last) =>
      (await stage.inbox.take(limit, now, now + 10, last)).map(({ key }) => key),
    taken: async (now = 0) => {
      const [lease] = await stage.inbox.take(1, now, now + 10);
      if (lease === undefined) throw new Error('nothing to take');
      return lease;
    },
  };
  beforeEach(() => {
    stage.inbox = open();
  });
  afterEach(() => stage.inbox.close());
  return stage;
}
