import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { faultOf } from '../../src/adapters/fault.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { answerMemory } from '../../src/adapters/github/transport/answer-memory.ts';
import { askingConditionally } from '../../src/adapters/github/transport/asking-conditionally.ts';
import type { Transport } from '../../src/adapters/github/transport/transport.ts';
import { createLimiter } from '../../src/adapters/github/limiter/limiter.ts';
import { openInbox } from '../../src/adapters/store/sqlite-inbox.ts';
import { listingToken, repositoryToken } from '../../src/app/access-token.ts';
import { isFinal } from '../../src/app/settling.ts';
import { createJudging } from '../../src/app/judging.ts';
import { tokensOf } from '../../src/app/tokens.ts';
import { tasksOf } from '../../src/app/routing.ts';
import { openMetrics } from '../../src/app/metrics/metrics.ts';
import { keyText, type Sweep } from '../../src/core/route/key.ts';
import { firstSweeps } from '../../src/reconcile/schedule.ts';
import { createSweeps } from '../../src/app/sweeps.ts';
import { taskOf, wishOf } from '../../src/reconcile/task.ts';
import type { Inbox, Lease, Wish } from '../../src/reconcile/ports/inbox.ts';
import { inProcessSettings } from './in-process-settings.ts';
import type { JudgingWorld } from './judging.ts';

/** The App's store, routing, judging and sweeps in this process, one piece of work after the other, by its own clock. */
export interface RecoveringApp {
  readonly inbox: () => Inbox;
  /** Moves the clock of inbox and sweeps. */
  readonly pass: (milliseconds: number) => void;
  /** Works until nothing is due. */
  readonly work: () => Promise<void>;
  /** Sweeps as at a start, or only for one thing, and works off what was found. */
  readonly sweep: (of?: Sweep) => Promise<void>;
  /** As after a loss of the store and of the process. */
  readonly forget: () => void;
  /** What was logged as an error. */
  readonly errors: readonly object[];
  /** What was logged as a warning. */
  readonly warnings: readonly object[];
  /** Faults of work so far. */
  readonly faults: readonly string[];
  readonly metrics: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const none = (): undefined => undefined;

export interface RecoveringAppOptions {
  /** Whether its tokens are asked for as the App asks, with the permissions that judging needs; default: made by the sandbox. */
  readonly mints?: boolean;
  /** Whether its work is still its own; default: always. */
  readonly isHeld?: () => boolean;
  /** How far the machine's clock is ahead of GitHub's, milliseconds; default: not, whatever time passes. */
  readonly ahead?: number;
}

export async function openRecoveringApp(
  world: JudgingWorld,
  { mints = false, isHeld = () => true, ahead: wrong = 0 }: RecoveringAppOptions = {},
): Promise<RecoveringApp> {
  const { sandbox, installed } = world;
  let ahead = wrong;
  const now = (): number => Date.now() + ahead;
  /** Judging goes by the real time: what it wants later is as much later here. */
  const byThisClock = (wishes: readonly Wish[]): readonly Wish[] =>
    wishes.map((wish) => (wish.due === undefined ? wish : { ...wish, due: wish.due + ahead }));
  const faults: string[] = [];
  const errors: object[] = [];
  const warnings: object[] = [];
  const open = () => {
    const inbox = openInbox(':memory:');
    const metrics = openMetrics({ inbox: () => inbox.counts(now()), queuedWrites: () => 0 });
    const made = async (): Promise<string> => sandbox.installationToken(installed.installation);
    const memory = answerMemory();
    const connect = (given: string, _payer?: unknown, rereads = false): Transport => {
      const plain = httpTransport({ apiUrl: sandbox.url, token: given, userAgent: 'rollout-gate/test' });
      return rereads ? askingConditionally(plain, given, memory) : plain;
    };
    const kept = tokensOf(async () => ({ value: await made(), ends: now() + 3_600_000 }), now);
    const asApp = async () => connect(sandbox.appToken(installed));
    const asked = async (installation: number, repository: number | null): Promise<string> => {
      const token =
        repository === null
          ? await listingToken(await asApp(), installation)
          : await repositoryToken(await asApp(), installation, repository, {});
      return token.value;
    };
    const framework = {
      receive: async () => undefined,
      onDelivery: none,
      token: mints ? asked : kept.token,
      contentsToken: made,
      asApp,
    };
    const error = (fields: object): void => void errors.push(fields);
    const warn = (fields: object): void => void warnings.push(fields);
    const log = { fatal: none, error, warn, info: none, debug: none };
    const settings = inProcessSettings(installed.app.id, sandbox.url);
    const options = { framework, connect, log, metrics, inbox };
    const limiter = createLimiter({ limits: null });
    const judging = createJudging({
      ...options,
      inbox: {
        note: (name) => inbox.note(name),
        bothNotes: (one, other) => inbox.bothNotes(one, other),
        keepNote: (name, text, at) => inbox.keepNote(name, text, at),
        wish: (wishes) => inbox.wish(byThisClock(wishes), now()),
      },
      settings,
      limiter,
      redact: (text) => text,
    });
    return {
      inbox,
      metrics,
      judging,
      sweep: createSweeps({ ...options, settings, now, time: { now: () => now() - wrong } }),
    };
  };
  let parts = open();

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [id, event] = [request.headers['x-github-delivery'], request.headers['x-github-event']].map(String);
      const kept = parts.inbox.insert({ id: id ?? '', event: event ?? '', body: Buffer.concat(chunks) }, now());
      void kept.then(() => response.writeHead(202).end());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  sandbox.setWebhookUrl(installed.app, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  const route = async (): Promise<void> => {
    for (const { id, event, body } of await parts.inbox.waiting(100)) {
      const payload: unknown = JSON.parse(new TextDecoder().decode(body));
      const wishes = tasksOf(event, payload, installed.app.id).map(wishOf);
      await parts.inbox.routed(id, wishes, now());
    }
  };
  const settle = async (lease: Lease): Promise<void> => {
    const task = taskOf(lease);
    const held = async (): Promise<boolean> => isHeld();
    try {
      const swept = parts.sweep(task, held);
      const follows = await (swept ?? parts.judging.take(task, lease.lane, held));
      const wishes = follows.map((next) => wishOf({ lane: lease.lane, ...next }));
      await parts.inbox.done(lease, swept === null ? byThisClock(wishes) : wishes, now());
    } catch (error) {
      faults.push(String(error));
      // As the worker does: what no second try can mend is over.
      await (mints && isFinal(faultOf(error))
        ? parts.inbox.done(lease, [], now())
        : parts.inbox.failed(lease, 'internal', now() + 15_000));
    }
  };
  const work = async (): Promise<void> => {
    for (;;) {
      await sandbox.settled();
      await route();
      const [lease] = await parts.inbox.take(1, now(), now() + 600_000);
      if (lease === undefined) return;
      await settle(lease);
    }
  };
  return {
    inbox: () => parts.inbox,
    pass: (milliseconds) => {
      ahead += milliseconds;
    },
    work,
    sweep: async (of) => {
      const wanted = firstSweeps().filter(({ key }) => of === undefined || key === keyText({ kind: 'sweep', of }));
      await parts.inbox.wish(wanted, now());
      await work();
    },
    forget: () => {
      parts.inbox.close();
      parts = open();
    },
    faults,
    errors,
    warnings,
    metrics: () => parts.metrics.text(),
    close: async () => {
      sandbox.setWebhookUrl(installed.app, null);
      await sandbox.settled();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      parts.inbox.close();
      await world.close();
    },
  };
}
