import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readTextFile } from '../adapters/files/text-file.ts';
import { type Key, keyText } from '../core/route/key.ts';
import { keysOf } from '../core/route/event.ts';
import { privateKeyText } from '../settings/private-key.ts';
import type { Settings } from '../settings/settings.ts';
import { Fault, faultOf } from '../adapters/fault.ts';
import { createDoor, type Delivery } from './door.ts';
import { openFramework } from './framework.ts';
import { createJudging, type Place, placeOf } from './judging.ts';
import { keyedWork } from './work.ts';

/** A running App. */
export interface App {
  readonly port: number;
  /** Takes nothing more, finishes what it has, and closes; at most 20 s. */
  readonly stop: () => Promise<void>;
}

const longestDrain = 18_000;

/** Opens the door and judges what comes in. Throws the faults `settings_invalid` and `file_unreadable`. */
export async function startApp(settings: Settings): Promise<App> {
  const framework = await openFramework(settings, await keyOf(settings));
  const { log } = framework;
  const judging = createJudging(settings, framework);
  const work = keyedWork<Task>(async ({ key, place }) => {
    try {
      for (const next of await judging.take(key, place)) work.add(keyText(next), { key: next, place });
    } catch (error) {
      const { code, message, retryable } = faultOf(error);
      log.error({ key: keyText(key), code, retryable }, message);
    }
  });
  framework.onDelivery((delivery) => {
    const place = placeOf(delivery.payload);
    if (place === null) return;
    for (const key of keysOf(delivery.event, delivery.payload, settings.appId)) work.add(keyText(key), { key, place });
  });
  let open = true;
  const take = async (delivery: Delivery): Promise<void> => {
    log.debug({ delivery: delivery.id, event: delivery.event }, 'delivery');
    await framework.receive(delivery);
  };
  const server = createDoor({ secrets: settings.webhookSecrets, take, isOpen: () => open });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      open = false;
      server.close();
      server.closeIdleConnections();
      await Promise.race([work.idle(), later(longestDrain)]);
      server.closeAllConnections();
    },
  };
}

interface Task {
  readonly key: Key;
  readonly place: Place;
}

async function keyOf({ privateKey, privateKeyPath }: Settings): Promise<string> {
  const key = privateKey ?? privateKeyText(await readTextFile(privateKeyPath ?? ''));
  if (key === null) {
    throw new Fault('settings_invalid', { message: 'The file of PRIVATE_KEY_PATH holds no private key in PEM form.' });
  }
  return key;
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
