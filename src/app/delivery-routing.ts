import { faultOf } from '../adapters/fault.ts';
import type { Timer } from '../adapters/timer.ts';
import type { Inbox, KeptDelivery, Wish } from '../reconcile/ports/inbox.ts';
import type { Turns } from './turns.ts';

export interface DeliveryRoutingOptions {
  readonly inbox: Pick<Inbox, 'waiting' | 'routed' | 'unroutable'>;
  readonly route: (delivery: KeptDelivery) => Promise<readonly Wish[]>;
  readonly onFault: (fault: ReturnType<typeof faultOf>, name: string, passing: boolean) => void;
  readonly turns: Pick<Turns, 'next'>;
  readonly timer: Pick<Timer, 'now'>;
  readonly isStopped: () => boolean;
}

/** Deliveries that are routed before work is taken up, and those that are in memory at once. */
const page = 16;
/** Deliveries that are routed in one turn of the event loop. */
const slice = 4;

/** The two ways by which deliveries become work. */
export interface DeliveryRouting {
  /** Turns some of the deliveries that wait in the store into work; true = there may be more of them. Throws `store_unusable`. */
  readonly waiting: () => Promise<boolean>;
  /**
   * The same for deliveries that this process has kept itself: they needn't be read back. Resolves when the store is asked
   * for it, to what it will say: what is asked in the same turn shares its transaction. One that is routed already stays so.
   */
  readonly arrived: (deliveries: readonly KeptDelivery[]) => Promise<{ readonly kept: Promise<unknown> }>;
}

export function deliveryRouting(options: DeliveryRoutingOptions): DeliveryRouting {
  const { inbox, route, onFault, turns, timer, isStopped } = options;
  const failed = async (id: string, error: unknown): Promise<void> => {
    const { code } = faultOf(error);
    // No fault of the delivery, which was acknowledged: it stays, and this look ends here.
    if (code === 'store_unusable') throw error;
    onFault(faultOf(error), `delivery ${id}`, false);
    await inbox.unroutable(id, code);
  };
  const routed = async (
    deliveries: readonly KeptDelivery[],
    isAwaited: boolean,
  ): ReturnType<DeliveryRouting['arrived']> => {
    const kept: Promise<void>[] = [];
    const keep = (one: Promise<void>): void => {
      // Looked at by who waits for all: until then a failure must not count as one that nobody sees.
      one.catch(() => undefined);
      kept.push(one);
    };
    for (const [index, delivery] of deliveries.entries()) {
      // Not behind what was begun: a command may be among them.
      if (index % slice === 0) await turns.next();
      if (isStopped()) break;
      const { id } = delivery;
      try {
        // Kept in their order, and not waited for one by one: they share the store's transactions.
        const wishes = await route(delivery);
        keep(inbox.routed(id, wishes, timer.now(), isAwaited).catch((error: unknown) => failed(id, error)));
      } catch (error) {
        keep(failed(id, error));
      }
    }
    const all = Promise.all(kept);
    all.catch(() => undefined);
    // In an object: a promise that an async function answers with would be waited for.
    return { kept: all };
  };
  return {
    arrived: (deliveries) => routed(deliveries, false),
    waiting: async () => {
      const deliveries = await inbox.waiting(page);
      // The next page waits for this one.
      await (await routed(deliveries, true)).kept;
      return deliveries.length === page && !isStopped();
    },
  };
}
