import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openInbox } from '../adapters/store/sqlite-inbox.ts';
import { githubLimits } from '../adapters/github/limiter/account.ts';
import { createLimiter } from '../adapters/github/limiter/limiter.ts';
import { githubTime } from '../adapters/github/transport/github-time.ts';
import { readTextFile } from '../adapters/files/text-file.ts';
import { privateKeyText } from '../settings/private-key.ts';
import type { Settings } from '../settings/settings.ts';
import { shownSettings } from '../settings/shown.ts';
import { Fault, faultOf } from '../adapters/fault.ts';
import { createDoor, type SignedDelivery } from './door.ts';
import type { InboxWork } from './inbox-work.ts';
import { connections } from './connections.ts';
import { openLog } from './log/log.ts';
import { redactorOf } from './log/own-secrets.ts';
import { beat, createPeers } from './peers.ts';
import { openMetrics } from './metrics/metrics.ts';
import { createReadiness } from './readiness.ts';
import { createTurns } from './turns.ts';

/** A running App. */
export interface App {
  readonly port: number;
  /** Resolves when what is taken is worked on as well; rejects when that can't be, and then the App is of no use. */
  readonly working: Promise<void>;
  /** Takes nothing more, finishes what it has in the time of the settings, gives the rest back, and closes; at most 20 s. */
  readonly stop: () => Promise<void>;
}

/** GitHub can deliver again for three days. */
const retention = { age: 3 * 24 * 3_600_000, most: 100_000, every: 600_000 };

/**
 * Opens the store and the door, and judges what comes in and what an earlier process left. Throws the faults
 * `settings_invalid`, `file_unreadable`, `store_unusable` and `store_newer`.
 */
export async function startApp(settings: Settings): Promise<App> {
  const privateKey = await keyOf(settings);
  const redact = redactorOf(settings, privateKey);
  const log = openLog({ level: settings.logLevel, redact, write: (line) => process.stdout.write(line), now });
  log.info({ settings: shownSettings(settings) }, 'settings');
  const turns = createTurns();
  const inbox = openInbox(settings.storePath);
  const peers = createPeers(inbox);
  const limiter = createLimiter({ limits: hasOwnLimits(settings) ? null : githubLimits, peers });
  const metrics = openMetrics({
    inbox: async () => inbox.counts(Date.now()),
    queuedWrites: () => limiter.counts().waitingWrites,
  });
  const time = githubTime();
  const connect = connections(
    settings,
    (seen) => {
      time.learn(seen);
      metrics.exchanged(seen);
    },
    limiter,
    turns,
  );
  const forget = (): void => {
    inbox.forget(Date.now() - retention.age, retention.most).catch((error: unknown) => {
      log.error({ code: faultOf(error).code }, faultOf(error).message);
    });
  };
  const forgetting = setInterval(forget, retention.every);
  // Without a store nothing comes in that could be spent on.
  const live = (): Promise<void> => peers.live().catch(() => undefined);
  const living = setInterval(() => void live(), beat);
  let open = true;
  let work: InboxWork | null = null;
  const keptForLater = async (delivery: SignedDelivery): Promise<'new' | 'known'> => {
    const isNew = await inbox.insert(delivery, Date.now());
    // Loaded meanwhile, it may have looked before this was kept.
    work?.wake();
    return isNew;
  };
  const take = async ({ id, event, body }: SignedDelivery): Promise<void> => {
    log.debug({ delivery: id, event }, 'delivery');
    turns.visited();
    const delivery = { id, event, body };
    if ((await (work?.receive(delivery) ?? keptForLater(delivery))) === 'known') metrics.repeated(event);
  };
  const server = createDoor({
    secrets: settings.webhookSecrets,
    take,
    isOpen: () => open,
    isReady: createReadiness(inbox, () => work !== null),
    metrics: metrics.text,
    onAnswer: metrics.delivered,
  });
  for (const event of ['connection', 'request']) server.on(event, turns.visited);
  const close = async (): Promise<void> => {
    clearInterval(forgetting);
    await working.catch(() => undefined);
    clearInterval(living);
    await Promise.all([work?.stop(settings.drainSeconds * 1_000), peers.leave().catch(() => undefined)]);
    server.closeAllConnections();
    inbox.close();
  };
  server.listen(settings.port, settings.host);
  // Deliveries are taken and kept while the rest, which is most of the program, is loaded.
  const working = once(server, 'listening').then(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    const [{ openWork }] = await Promise.all([import('./work.ts'), live()]);
    work = await openWork({ settings, privateKey, inbox, limiter, connect, time, turns, log, metrics, redact });
    forget();
  });
  await once(server, 'listening').catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    port: (server.address() as AddressInfo).port,
    working,
    stop: async () => {
      open = false;
      server.close();
      server.closeIdleConnections();
      await close();
    },
  };
}

const now = (): Date => new Date();

/** A GitHub Enterprise Server has the limits that its operators set, by default none. */
function hasOwnLimits({ apiUrl }: Settings): boolean {
  return apiUrl.endsWith('/api/v3');
}

async function keyOf({ privateKey, privateKeyPath }: Settings): Promise<string> {
  const key = privateKey ?? privateKeyText(await readTextFile(privateKeyPath ?? ''));
  if (key === null) {
    throw new Fault('settings_invalid', { message: 'The file of PRIVATE_KEY_PATH holds no private key in PEM form.' });
  }
  return key;
}
