import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openInbox } from '../adapters/store/sqlite-inbox.ts';
import { githubLimits } from '../adapters/github/limiter/account.ts';
import { createLimiter } from '../adapters/github/limiter/limiter.ts';
import { readTextFile } from '../adapters/files/text-file.ts';
import { awaited } from '../core/route/awaited.ts';
import { givenComment } from '../core/route/comment.ts';
import { keysOf } from '../core/route/event.ts';
import type { Key } from '../core/route/key.ts';
import { type KeptDelivery, lanes, type Wish } from '../reconcile/ports/inbox.ts';
import { privateKeyText } from '../settings/private-key.ts';
import type { Settings } from '../settings/settings.ts';
import { Fault, faultOf } from '../adapters/fault.ts';
import { createDoor, type SignedDelivery } from './door.ts';
import { type Framework, openFramework } from './framework.ts';
import { inboxWork } from './inbox-work.ts';
import { connections } from './connections.ts';
import { createJudging } from './judging.ts';
import { openLog } from './log/log.ts';
import { redactorOf } from './log/own-secrets.ts';
import { openMetrics } from './metrics/metrics.ts';
import { createPace, hastened, type Pace } from './pace.ts';
import { type Place, placeOf, type Task, taskOf, wishOf } from './task.ts';

/** A running App. */
export interface App {
  readonly port: number;
  /** Takes nothing more, finishes what it has, and closes; at most 20 s. */
  readonly stop: () => Promise<void>;
}

const longestDrain = 18_000;
/** GitHub can deliver again for three days. */
const retention = { age: 3 * 24 * 3_600_000, most: 100_000, every: 600_000 };
/** The App is not keeping up when something that could be done has waited this long, milliseconds. */
const longestWait = 300_000;

/**
 * Opens the store and the door, and judges what comes in and what an earlier process left. Throws the faults
 * `settings_invalid`, `file_unreadable`, `store_unusable` and `store_newer`.
 */
export async function startApp(settings: Settings): Promise<App> {
  const privateKey = await keyOf(settings);
  const redact = redactorOf(settings, privateKey);
  const log = openLog({ level: settings.logLevel, redact, write: (line) => process.stdout.write(line), now });
  const limiter = createLimiter({ limits: hasOwnLimits(settings) ? null : githubLimits });
  const metrics = openMetrics({
    inbox: async () => inbox.counts(Date.now()),
    queuedWrites: () => lanes.reduce((sum, lane) => sum + limiter.counts().waiting[lane], 0),
  });
  const connect = connections(settings, metrics.exchanged, limiter);
  const framework = await openFramework({ settings, privateKey, log, connect });
  const inbox = openInbox(settings.storePath);
  const judging = createJudging({ settings, framework, connect, log, metrics, inbox, limiter, redact });
  const pace = createPace();
  const work = inboxWork({
    inbox,
    route: router(settings, framework, pace),
    work: async ({ key, detail, lane }, isHeld) => {
      pace.begun(key, Date.now());
      const follows = await judging.take(taskOf({ detail }), lane, isHeld);
      return follows.map((follow) => pace.paced(wishOf({ lane, ...follow }), Date.now()));
    },
    onFault: ({ code, message, retryable }, name) => {
      metrics.failed(code);
      log.error({ key: name, code, retryable }, message);
    },
  });
  const forget = (): void => {
    inbox.forget(Date.now() - retention.age, retention.most).catch((error: unknown) => {
      log.error({ code: faultOf(error).code }, faultOf(error).message);
    });
  };
  forget();
  const forgetting = setInterval(forget, retention.every);
  let open = true;
  const take = async ({ id, event, body }: SignedDelivery): Promise<void> => {
    log.debug({ delivery: id, event }, 'delivery');
    if ((await inbox.insert({ id, event, body }, Date.now())) === 'new') work.wake();
    else metrics.repeated(event);
  };
  const isReady = async (): Promise<boolean> => {
    await inbox.probe();
    const { oldest } = await inbox.counts(Date.now());
    return oldest === null || Date.now() - oldest < longestWait;
  };
  const server = createDoor({
    secrets: settings.webhookSecrets,
    take,
    isOpen: () => open,
    isReady,
    metrics: metrics.text,
    onAnswer: metrics.delivered,
  });
  const close = async (): Promise<void> => {
    clearInterval(forgetting);
    await work.stop(longestDrain);
    server.closeAllConnections();
    inbox.close();
  };
  server.listen(settings.port, settings.host);
  await once(server, 'listening').catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    port: (server.address() as AddressInfo).port,
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

/** Hands a kept delivery through the framework, and gathers what its listener makes of it. */
function router(
  { appId }: Settings,
  framework: Framework,
  pace: Pace,
): (delivery: KeptDelivery) => Promise<readonly Wish[]> {
  const found = new Map<string, readonly Wish[]>();
  framework.onDelivery(({ id, event, payload }) => {
    const place = placeOf(payload);
    const keys = place === null ? [] : keysOf(event, payload, appId);
    const comment = givenComment(payload);
    const taskFor = (key: Key, at: Place): Task =>
      key.kind === 'command' && comment !== null ? { key, place: at, comment } : { key, place: at };
    // Only of an installation can anything be asked without a repository's own token.
    const meant = keys.filter((key) => key.kind === 'installation' || place?.repositoryId !== null);
    const wishes = place === null ? [] : meant.map((key) => wishOf(taskFor(key, place)));
    found.set(id, wishes.map(hastened(awaited(event, payload), pace)));
  });
  return async ({ id, event, body }) => {
    await framework.receive({ id, event, payload: JSON.parse(new TextDecoder().decode(body)) as unknown });
    const wishes = found.get(id) ?? [];
    found.delete(id);
    return wishes;
  };
}

async function keyOf({ privateKey, privateKeyPath }: Settings): Promise<string> {
  const key = privateKey ?? privateKeyText(await readTextFile(privateKeyPath ?? ''));
  if (key === null) {
    throw new Fault('settings_invalid', { message: 'The file of PRIVATE_KEY_PATH holds no private key in PEM form.' });
  }
  return key;
}
