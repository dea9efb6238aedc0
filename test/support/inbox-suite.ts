import { describe } from 'vitest';
import type { Inbox } from '../../src/reconcile/ports/inbox.ts';
import { counts } from './inbox-suite/counts.ts';
import { deliveries } from './inbox-suite/deliveries.ts';
import { failures } from './inbox-suite/failures.ts';
import { leases } from './inbox-suite/leases.ts';
import { notes } from './inbox-suite/notes.ts';
import { order } from './inbox-suite/order.ts';
import { inboxStage } from './inbox-suite/stage.ts';

/** What every implementation of the inbox promises. `open` gives an empty one. */
export function inboxSuite(name: string, open: () => Inbox): void {
  describe(`the inbox (${name})`, () => {
    const stage = inboxStage(open);
    for (const part of [deliveries, leases, failures, order, notes, counts]) part(stage);
  });
}
