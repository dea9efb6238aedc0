import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../state/delivery.ts';
import type { World } from '../state/world.ts';
import type { DeliveryFault, DeliveryPlan } from './delivery-plan.ts';

/** Takes deliveries as written and carries them to their receivers, as the plan has it. */
export interface PostOffice {
  readonly post: (delivery: Delivery) => void;
  readonly flush: () => void;
  /** Sends what is held, in the order of the events or the other way round. */
  readonly release: (order?: 'forward' | 'backward') => void;
  /** Resolves when every delivery has been answered or has failed, those started meanwhile included; held ones aside. */
  readonly settled: () => Promise<void>;
}

async function send(delivery: Delivery): Promise<void> {
  const started = performance.now();
  try {
    const answer = await fetch(delivery.url, {
      method: 'POST',
      headers: delivery.requestHeaders,
      body: delivery.requestBody,
      redirect: 'manual',
      // documented: GitHub cuts the connection after 10 seconds
      signal: AbortSignal.timeout(10_000),
    });
    delivery.responseBody = await answer.text();
    delivery.responseHeaders = Object.fromEntries(answer.headers);
    delivery.statusCode = answer.status;
    delivery.status = answer.ok ? 'OK' : answer.statusText || 'Invalid HTTP Response';
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    delivery.status = late ? 'timed out' : 'failed to connect to host';
  }
  delivery.duration = Math.round(performance.now() - started) / 1000;
}

function fail(delivery: Delivery, statusCode: number): void {
  delivery.statusCode = statusCode;
  delivery.status = statusCode === 0 ? 'failed to connect to host' : 'Invalid HTTP Response';
}

export function createPostOffice(
  world: World,
  now: () => Date,
  plan: DeliveryPlan,
  sent: (delivery: Delivery) => void,
): PostOffice {
  const waiting: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const held: Delivery[] = [];
  /** To be sent after the next one. */
  let behind: Delivery[] = [];

  const track = (work: Promise<void>): void => {
    const going: Promise<void> = work.finally(() => underWay.delete(going));
    underWay.add(going);
  };
  // The log has what was attempted, from the attempt on.
  const attempt = async (delivery: Delivery, times = 1): Promise<void> => {
    delivery.deliveredAt = now();
    world.deliveries.set(delivery.id, delivery);
    sent(delivery);
    for (let count = 0; count < times; count++) await send(delivery);
  };
  const then = async (first: Promise<void>, rest: readonly Delivery[]): Promise<void> => {
    await first;
    for (const delivery of rest) await attempt(delivery);
  };
  const carry = (delivery: Delivery, fault: DeliveryFault | null): Promise<void> | null => {
    switch (fault?.kind) {
      case undefined:
        return attempt(delivery);
      case 'drop':
        return null;
      case 'fail':
        delivery.deliveredAt = now();
        world.deliveries.set(delivery.id, delivery);
        fail(delivery, fault.statusCode ?? 0);
        return null;
      case 'delay':
        return sleep(fault.milliseconds).then(() => attempt(delivery));
      case 'hold':
        held.push(delivery);
        return null;
      case 'duplicate':
        return attempt(delivery, fault.times ?? 2);
      case 'reorder':
        behind.push(delivery);
        return null;
    }
  };

  const flush = (): void => {
    for (const delivery of waiting.splice(0)) {
      const going = carry(delivery, plan.hit(delivery));
      if (going === null) continue;
      track(then(going, behind));
      behind = [];
    }
  };

  return {
    post: (delivery) => {
      waiting.push(delivery);
    },
    flush,
    release: (order = 'forward') => {
      const all = held.splice(0);
      track(then(Promise.resolve(), order === 'forward' ? all : all.reverse()));
    },
    settled: async () => {
      flush();
      while (underWay.size > 0 || behind.length > 0) {
        // Nothing came after them: they go now.
        if (underWay.size === 0) track(then(Promise.resolve(), behind.splice(0)));
        await Promise.all(underWay);
        flush();
      }
    },
  };
}
