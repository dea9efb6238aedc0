import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDriver, type Driver } from './driver/driver.ts';
import { createEffects } from './effects/create.ts';
import type { Engine } from './effects/engine.ts';
import { advanceQueues } from './effects/merge-queue.ts';
import { createFaultPlan, type FaultPlan } from './faults/plan.ts';
import { application, type Seen } from './http/application.ts';
import { createDownloads } from './http/downloads.ts';
import type { Exchange } from './http/exchange.ts';
import { createListener } from './http/listener.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { emptyWorld, type World } from './state/world.ts';
import { createDeliveryPlan, type DeliveryPlan } from './webhooks/delivery-plan.ts';
import { createDispatcher } from './webhooks/dispatcher.ts';
import { createPostOffice, type PostOffice } from './webhooks/post-office.ts';

export interface SandboxOptions {
  /** Default 0: any free port of 127.0.0.1. */
  readonly port?: number;
  /** All times come from here. Default: the real clock. */
  readonly now?: () => Date;
  /** File that every API exchange and every delivery is appended to, as JSON lines (see `LogLine`). */
  readonly exchangeLog?: string;
}

/** A webhook that was sent, as its receiver reads it. */
export interface SentWebhook {
  readonly event: string;
  readonly payload: unknown;
}

/** One line of the exchange log. */
export type LogLine =
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  | { readonly kind: 'delivery'; readonly delivery: SentWebhook };

/** An embedded GitHub on loopback. All state is in memory and ends with `close`. */
export interface Sandbox extends Driver {
  /** `http://127.0.0.1:PORT`: base URL of the API, also under `/api/v3`. */
  readonly url: string;
  readonly world: World;
  readonly now: () => Date;
  readonly faults: FaultPlan;
  /** What goes wrong with webhooks on their way. */
  readonly deliveryFaults: DeliveryPlan;
  /** Sends the webhooks that a `hold` kept back. */
  readonly releaseDeliveries: PostOffice['release'];
  /** Every request and its answer, by order of arrival; downloads and pages too. */
  readonly exchanges: readonly Exchange[];
  /** Calls back after each exchange with the API; returns how to stop. */
  readonly onExchange: (listener: (exchange: Exchange) => void) => () => void;
  /** Calls back for each webhook sent; returns how to stop. */
  readonly onDelivery: (listener: (sent: SentWebhook) => void) => () => void;
  /** Resolves when all requests in hand are answered and all webhooks are delivered (or have failed). */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Runs one piece of work at a time, in order of arrival. */
function createQueue(): { run: <T>(work: () => Promise<T>) => Promise<T>; idle: () => Promise<void> } {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (work) => {
      const next = last.then(work, work);
      last = next.catch(() => undefined);
      return next;
    },
    idle: async () => {
      await last;
    },
  };
}

/** Listeners that come and go. */
function createBell<T>(): { ring: (value: T) => void; on: (listener: (value: T) => void) => () => void } {
  const listeners = new Set<(value: T) => void>();
  return {
    ring: (value) => {
      for (const listener of listeners) listener(value);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const world = emptyWorld();
  const log = (line: LogLine): void => {
    if (options.exchangeLog !== undefined) appendFileSync(options.exchangeLog, `${JSON.stringify(line)}\n`);
  };
  const exchangeBell = createBell<Exchange>();
  const deliveryBell = createBell<SentWebhook>();
  const deliveryFaults = createDeliveryPlan();
  const office = createPostOffice(world, now, deliveryFaults, ({ event, requestBody }) => {
    const sent = { event, payload: JSON.parse(requestBody) as unknown };
    log({ kind: 'delivery', delivery: sent });
    deliveryBell.ring(sent);
  });
  const dispatcher = createDispatcher(world, now, office);
  const queue = createQueue();
  const work = async <T>(task: () => Promise<T>): Promise<T> => {
    try {
      return await queue.run(async () => {
        const result = await task();
        await advanceQueues(engine);
        return result;
      });
    } finally {
      // webhooks leave after the work that caused them is complete
      setImmediate(office.flush);
    }
  };
  const emit: Engine['emit'] = (event) => {
    dispatcher.emit(event);
    void work(async () => undefined);
  };
  const engine: Engine = { world, now, emit };
  const effects = createEffects(engine);
  const plan = createFaultPlan();
  const downloads = createDownloads(world, now);
  const limits = createRateLimits(world, now, plan);
  const facts = new WeakMap<Request, Seen>();
  const app = application(
    { world, now, effects, plan, downloads, limits, redeliver: dispatcher.redeliver },
    (request) => {
      const seen = facts.get(request);
      if (seen === undefined) throw new Error('a request that did not come through the listener');
      return seen;
    },
  );
  const exchanges: Exchange[] = [];
  const record = (exchange: Exchange): void => {
    exchanges[exchange.index] = exchange;
    if (exchange.kind !== 'api') return;
    log({ kind: 'exchange', exchange });
    exchangeBell.ring(exchange);
  };

  const answer = (request: Request, seen: Seen): Promise<Response> => {
    facts.set(request, seen);
    return work(async () => app.fetch(request));
  };

  const server = createServer(createListener({ now, plan, limits, answer, record }));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const driver = createDriver(engine, effects, work);

  return {
    ...driver,
    url: world.origin,
    world,
    now,
    faults: plan,
    deliveryFaults,
    releaseDeliveries: office.release,
    exchanges,
    onExchange: exchangeBell.on,
    onDelivery: deliveryBell.on,
    settled: async () => {
      await queue.idle();
      await office.settled();
      await queue.idle();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
