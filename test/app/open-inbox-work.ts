import { onTestFinished } from 'vitest';
import { systemTimer } from '../../src/adapters/timer.ts';
import { type InboxWork, inboxWork } from '../../src/app/inbox-work.ts';
import { createTurns } from '../../src/app/turns.ts';
import type { Lane, Wish } from '../../src/reconcile/ports/inbox.ts';
import { memoryInbox } from '../support/memory-inbox.ts';

export const tick = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How long, and how often, it is looked whether something has come. */
export const isOver = { timeout: 3_000, interval: 5 };

/** A worker that ends with the test. */
export function stoppedAtEnd(worker: InboxWork): InboxWork {
  onTestFinished(() => worker.stop(100));
  return worker;
}

/** Each delivery wishes for the key that it names. */
export function opened(
  work: (key: string, isHeld: () => Promise<boolean>) => Promise<readonly Wish[]>,
  turns = createTurns(),
) {
  const inbox = memoryInbox();
  const clock = { ahead: 0 };
  const faults: string[] = [];
  const worker = stoppedAtEnd(
    inboxWork({
      inbox,
      turns,
      route: async ({ event }) => {
        if (event === 'poison') throw new Error('not to be routed');
        const [lane, name] = event.split(':') as [Lane, string | undefined];
        return [{ key: name ?? event, detail: '', ...(name === undefined ? {} : { lane }) }];
      },
      work: ({ key }, isHeld) => work(key, isHeld),
      onFault: ({ code }, name) => faults.push(`${name}: ${code}`),
      timer: { ...systemTimer, now: () => Date.now() + clock.ahead },
    }),
  );
  let deliveries = 0;
  const send = async (event: string): Promise<void> => {
    deliveries += 1;
    await inbox.insert({ id: String(deliveries), event, body: new Uint8Array() }, Date.now());
    worker.wake();
  };
  const left = async () => {
    // Counted at one moment: between two looks a delivery becomes work.
    const { work: wished, deliveries: waiting } = await inbox.counts(Date.now());
    return wished + waiting;
  };
  /** As the door does it. */
  const receive = (event: string, id = String((deliveries += 1)), bytes = 1): Promise<'new' | 'known'> =>
    worker.receive({ id, event, body: new Uint8Array(bytes) });
  return { inbox, clock, worker, faults, send, receive, left };
}
