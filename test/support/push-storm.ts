import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { githubTime } from '../../src/adapters/github/transport/github-time.ts';
import type { Transport } from '../../src/adapters/github/transport/transport.ts';
import { limitedTransport } from '../../src/adapters/github/limiter/limited-transport.ts';
import { createLimiter } from '../../src/adapters/github/limiter/limiter.ts';
import { openInbox } from '../../src/adapters/store/sqlite-inbox.ts';
import { inboxWork } from '../../src/app/inbox-work.ts';
import { createJudging } from '../../src/app/judging.ts';
import { openMetrics } from '../../src/app/metrics/metrics.ts';
import { createPace, hastened } from '../../src/app/pace.ts';
import { taskOf, wishOf } from '../../src/reconcile/task.ts';
import { keysOf } from '../../src/core/route/event.ts';
import { awaited } from '../../src/core/route/awaited.ts';
import { branchTip } from '../../src/sandbox/state/queries.ts';
import { fakeTimer } from './fake-timer.ts';
import { inProcessSettings } from './in-process-settings.ts';
import { type JudgingWorld, openJudgingWorld } from './judging.ts';
import { ticketPriority } from './scenes.ts';

/** The App's inbox, limiter and judging on the sandbox; its time stands still but for `timer.pass`. */
async function openStorm() {
  /** Requests that are on the wire. */
  let sent = 0;
  let busy = 0;
  const counted = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    sent += 1;
    return answer.finally(() => {
      sent -= 1;
    });
  };
  /** Until nothing more happens without time passing: nothing is on the wire, and who works waits for the limiter's room. */
  const calm = async (): Promise<void> => {
    for (let quiet = 0; quiet < 10; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const waiting = (): number => Object.values(limiter.counts().waiting).reduce((sum, count) => sum + count, 0);
      while (sent > 0 || busy > waiting()) {
        quiet = 0;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  };
  const timer = fakeTimer(Date.now(), calm);
  const world = await openJudgingWorld({ now: () => new Date(timer.now()) });
  const { sandbox, repository, installed } = world;
  const inbox = openInbox(':memory:', timer);
  const limiter = createLimiter({ timer });
  const pace = createPace();
  const none = () => undefined;
  const judging = createJudging({
    settings: inProcessSettings(installed.app.id, sandbox.url),
    time: githubTime(timer.now),
    framework: {
      receive: async () => undefined,
      onDelivery: none,
      token: async () => sandbox.installationToken(installed.installation),
      contentsToken: async () => '',
    },
    connect: (token, payer) => {
      const { graphql, rest } = httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test' });
      const plain: Transport = {
        graphql: (query, variables) => counted(graphql(query, variables)),
        rest: (request) => counted(rest(request)),
      };
      return payer === undefined ? plain : limitedTransport(plain, limiter, payer);
    },
    log: { fatal: none, error: none, warn: none, info: none, debug: none },
    metrics: openMetrics({ inbox: () => inbox.counts(timer.now()), queuedWrites: () => 0 }),
    inbox,
    limiter,
    redact: (text) => text,
  });
  const place = { installationId: installed.installation.id, repositoryId: repository.id };
  /** Each judgement: when it began, the newest head then, and how many requests there were before it. */
  const begun: { readonly at: number; readonly tip: string; readonly before: number }[] = [];
  const faults: string[] = [];
  const work = inboxWork({
    inbox,
    timer,
    // Time passes here without the event loop: a turn of it would be waited for while leases run out.
    turns: { begin: () => Promise.resolve(), next: () => Promise.resolve() },
    route: async ({ event, body }) => {
      const payload: unknown = JSON.parse(new TextDecoder().decode(body));
      const wishes = keysOf(event, payload, installed.app.id).map((key) => wishOf({ key, place }));
      return wishes.map(hastened(awaited(event, payload), pace, timer.now));
    },
    work: async ({ key, detail, lane }, isHeld) => {
      busy += 1;
      pace.begun(key, timer.now());
      const tip = branchTip(repository, 'storm') ?? '';
      begun.push({ at: timer.now(), tip, before: sandbox.exchanges.length });
      try {
        return (await judging.take(taskOf({ detail }), lane, isHeld)).map((next) => wishOf({ lane, ...next }));
      } finally {
        busy -= 1;
      }
    },
    onFault: ({ code, message }) => faults.push(`${code}: ${message}`),
  });
  let deliveries = 0;
  const send = async (event: string, payload: object): Promise<void> => {
    const whole = { repository: { id: repository.id, name: repository.name, owner: { login: 'acme' } }, ...payload };
    const body = new TextEncoder().encode(JSON.stringify(whole));
    await inbox.insert({ id: String((deliveries += 1)), event, body }, timer.now());
    work.wake();
  };
  const close = async (): Promise<void> => {
    await work.stop(0);
    inbox.close();
    await world.close();
  };
  return { world, timer, inbox, limiter, begun, faults, send, close };
}

/** The requests that wrote, with the heads whose checks they wrote and how many objects they created. */
function writesOf({ sandbox }: JudgingWorld) {
  const heads = new Map([...sandbox.world.checkRuns.values()].map(({ nodeId, headSha }) => [nodeId, headSha]));
  return sandbox.exchanges.flatMap(({ operation, requestBody, index }) => {
    if (operation !== 'WriteJudgement') return [];
    const { query, variables } = requestBody as {
      query: string;
      variables: Record<string, { headSha?: string; checkRunId?: string }>;
    };
    const written = Object.values(variables).flatMap(
      ({ headSha, checkRunId }) => headSha ?? heads.get(checkRunId ?? '') ?? [],
    );
    const creations = [...query.matchAll(/: (create|add|request)\w+\(/g)].length;
    return [{ index, heads: [...new Set(written)], creations }];
  });
}

/** What a storm of pushes to one pull request came to. */
export interface StormCounts {
  readonly minutes: number;
  readonly judgements: number;
  /** Milliseconds from the first event to the first judgement. */
  readonly firstAfter: number;
  readonly heads: number;
  /** Most requests that wrote checks of one head. */
  readonly mostWritesOfAHead: number;
  readonly comments: number;
  readonly mostCreationsInAMinute: number;
  readonly shed: number;
  /** Heads written to that were replaced before the judgement began. */
  readonly outdated: number;
  /** Check runs on the newest head in the end. */
  readonly names: readonly string[];
  readonly left: number;
  readonly faults: readonly string[];
}

/**
 * So many pushes at 50 a minute, ten at one moment: some come while a judgement is under way. `spent`: creations of others
 * in the minute before.
 */
export async function stormOf(pushes: number, spent = 0): Promise<StormCounts> {
  const { world, timer, inbox, limiter, begun, faults, send, close } = await openStorm();
  try {
    const { sandbox, repository, people } = world;
    const pull = await world.open('storm', ticketPriority());
    for (let count = 0; count < spent; count += 1) {
      const cost = { api: 'graphql', points: 5, creations: 1 } as const;
      (await limiter.enter(world.installed.installation.id, 'event', cost)).end({ limitedFor: null, primary: null });
    }
    const start = timer.now();
    await send('pull_request', { action: 'opened', pull_request: { number: pull.number } });
    for (let push = 0; push < pushes; push += 1) {
      const files = { 'tools/create_ticket.json': `{ "name": "create_ticket", "priority": "${push}" }\n` };
      // Amended from the second on, so that the pull request stays one of two commits.
      await sandbox.push(repository, 'storm', { files, pusher: people.alice, force: push > 0 });
      await send('pull_request', { action: 'synchronize', pull_request: { number: pull.number } });
      if (push % 10 === 9) await timer.pass(12_000);
    }
    await timer.pass(90_000);
    const writes = writesOf(world).map((one) => ({ ...one, by: begun.findLast(({ before }) => before <= one.index) }));
    const perHead = new Map<string, number>();
    for (const head of writes.flatMap(({ heads }) => heads)) perHead.set(head, (perHead.get(head) ?? 0) + 1);
    const creationsFrom = (from: number): number =>
      writes
        .filter(({ by }) => by !== undefined && by.at >= from && by.at < from + 60_000)
        .reduce((sum, { creations }) => sum + creations, 0);
    const order = sandbox.world.activities.map(({ after }) => after);
    const outdated = writes.flatMap(({ heads, by }) =>
      heads.filter((head) => order.indexOf(head) < order.indexOf(by?.tip ?? '')),
    );
    const tip = branchTip(repository, 'storm');
    const runs = [...sandbox.world.checkRuns.values()].filter(({ headSha }) => headSha === tip);
    const { work, deliveries, dead } = await inbox.counts(timer.now());
    return {
      minutes: (timer.now() - start) / 60_000,
      judgements: begun.length,
      firstAfter: (begun[0]?.at ?? Infinity) - start,
      heads: perHead.size,
      mostWritesOfAHead: Math.max(...perHead.values()),
      comments: [...sandbox.world.issueComments.values()].filter(({ body }) => !body.includes('Your turn')).length,
      mostCreationsInAMinute: Math.max(...begun.map(({ at }) => creationsFrom(at))),
      shed: limiter.counts().shed,
      outdated: outdated.length,
      names: [...new Set(runs.map(({ name }) => name))].sort(),
      left: work + deliveries + dead,
      faults,
    };
  } finally {
    await close();
  }
}
