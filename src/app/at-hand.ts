import type { KeptDelivery } from '../reconcile/ports/inbox.ts';
import { usualBytes } from './room.ts';

/** Deliveries that were kept by this process a moment ago and not routed yet: they needn't be read back. */
export interface AtHand {
  /** False = it is too large, or there is no room: it has to be read back. */
  readonly put: (delivery: KeptDelivery) => boolean;
  /** All of them, which are no longer at hand then. */
  readonly take: () => readonly KeptDelivery[];
}

/** So many bytes of deliveries of a usual size are kept in memory. */
const most = 64 * usualBytes;

export function createAtHand(): AtHand {
  let [deliveries, bytes]: [KeptDelivery[], number] = [[], 0];
  return {
    put: (delivery) => {
      const { length } = delivery.body;
      if (length > usualBytes || bytes + length > most) return false;
      deliveries.push(delivery);
      bytes += length;
      return true;
    },
    take: () => {
      const taken = deliveries;
      [deliveries, bytes] = [[], 0];
      return taken;
    },
  };
}
