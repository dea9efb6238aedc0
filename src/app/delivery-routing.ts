import { faultOf } from '../adapters/fault.ts';
import type { Timer } from '../adapters/timer.ts';
import type { Inbox, KeptDelivery, Wish } from '../reconcile/ports/inbox.ts';
import type { Turns } from './turns.ts';

export interface DeliveryRoutingOptions {
  readonly inbox: Pick<Inbox, 'waiting' | 'routed' | 'unroutable'>;
  readonly route: (delivery: KeptDelivery) => Promise<readonly Wish[]>;
  readonly onFault: (fault: ReturnType<typeof faultOf>, name: string) => void;
  readonly turns: Pick<Turns, 'begin'>;
  readonly timer: Pick<Timer, 'now'>;
  readonly isStopped: () => boolean;
}

/** Deliveries that are routed before work is taken up, and those that are in memory at once. */
const page = 16;
/** Deliveries that are routed in one turn of the event loop. */
const slice = 4;

/** Turns some of the deliveries that wait into work; true = there may be more of them. Throws `store_unusable`. */
export function deliveryRouting(options: DeliveryRoutingOptions): () => Promise<boolean> {
  const { inbox, route, onFault, turns, timer, isStopped } = options;
  return async () => {
    const deliveries = await inbox.waiting(page);
    const kept: Promise<void>[] = [];
    const keep = (one: Promise<void>): void => {
      // Looked at below: until then a failure must not count as one that nobody sees.
      one.catch(() => undefined);
      kept.push(one);
    };
    for (const [index, delivery] of deliveries.entries()) {
      if (index % slice === 0) await turns.begin();
      if (isStopped()) break;
      const failed = async (error: unknown): Promise<void> => {
        const { code } = faultOf(error);
        // No fault of the delivery, which was acknowledged: it stays, and this look ends here.
        if (code === 'store_unusable') throw error;
        onFault(faultOf(error), `delivery ${delivery.id}`);
        await inbox.unroutable(delivery.id, code);
      };
      try {
        // Kept in their order, and not waited for one by one: they share the store's transactions.
        keep(inbox.routed(delivery.id, await route(delivery), timer.now()).catch(failed));
      } catch (error) {
        keep(failed(error));
      }
    }
    await Promise.all(kept);
    return deliveries.length === page && !isStopped();
  };
}
