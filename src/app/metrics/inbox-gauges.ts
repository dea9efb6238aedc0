import { Gauge, type Registry } from 'prom-client';
import type { InboxCounts } from '../../reconcile/ports/inbox.ts';

/** Gauges of the inbox; what is returned asks it once and sets them all. While it can't be asked, only `store_up` is there. */
export function inboxGauges(registry: Registry, counts: () => Promise<InboxCounts>): () => Promise<void> {
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name: `rollout_gate_${name}`, help, registers: [registry] });
  const up = gauge('store_up', '1 while the store can be read.');
  const waiting = gauge('inbox_deliveries', 'Deliveries whose keys are not known yet.');
  const work = gauge('inbox_work', 'Keys that are to be worked on.');
  const leased = gauge('inbox_leased', 'Keys that are being worked on.');
  const dead = gauge('inbox_dead_letters', 'Work and deliveries that were given up.');
  const age = gauge('inbox_oldest_seconds', 'How long the oldest thing has waited that could be done.');
  return async () => {
    const now = Date.now();
    const counted = await counts().catch(() => null);
    up.set(counted === null ? 0 : 1);
    if (counted === null) {
      for (const one of [waiting, work, leased, dead, age]) one.remove();
      return;
    }
    waiting.set(counted.deliveries);
    work.set(counted.work);
    leased.set(counted.leased);
    dead.set(counted.dead);
    age.set(counted.oldest === null ? 0 : Math.max(0, now - counted.oldest) / 1_000);
  };
}
