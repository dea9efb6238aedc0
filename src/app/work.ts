import type { Limiter } from '../adapters/github/limiter/limiter.ts';
import type { GithubTime } from '../adapters/github/transport/github-time.ts';
import { awaited } from '../core/route/awaited.ts';
import type { Inbox, KeptDelivery, Wish } from '../reconcile/ports/inbox.ts';
import type { Settings } from '../settings/settings.ts';
import type { Connect } from './connections.ts';
import { faultTelling } from './fault-telling.ts';
import { type Framework, openFramework } from './framework.ts';
import { type GrantChanges, grantChanges } from './grant-changes.ts';
import { type InboxWork, inboxWork } from './inbox-work.ts';
import { createJudging } from './judging.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createPace, hastened, type Pace } from './pace.ts';
import { tasksOf } from './routing.ts';
import { firstSweeps } from '../reconcile/schedule.ts';
import { createSweeps } from './sweeps.ts';
import { placeOf, taskOf, wishOf } from '../reconcile/task.ts';
import type { Turns } from './turns.ts';

export interface WorkOptions {
  readonly settings: Settings;
  readonly privateKey: string;
  readonly inbox: Inbox;
  readonly limiter: Limiter;
  readonly connect: Connect;
  readonly time: GithubTime;
  readonly turns: Pick<Turns, 'begin' | 'next'>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly redact: (text: string) => string;
}

/** All that lies behind the door: the framework, the routes, the judging, and the worker that drives them. */
export async function openWork(options: WorkOptions): Promise<InboxWork> {
  const { settings, inbox, turns, log, metrics } = options;
  const grants = grantChanges(inbox);
  const framework = await openFramework({ ...options, grants });
  const judging = createJudging({ ...options, framework });
  const sweep = createSweeps({ ...options, framework });
  const pace = createPace();
  return inboxWork({
    inbox,
    turns,
    first: firstSweeps(),
    onLease: ({ due }, now) => metrics.leased((now - due) / 1_000),
    route: router(settings, framework, pace, grants),
    work: async ({ key, detail, lane }, isHeld, keep) => {
      pace.begun(key, Date.now());
      const task = taskOf({ detail });
      const follows = await (sweep(task, isHeld) ?? judging.take(task, lane, isHeld, keep));
      return follows.map((follow) => pace.paced(wishOf({ lane, ...follow }), Date.now()));
    },
    onFault: faultTelling({ log, metrics }),
  });
}

/** Hands a kept delivery through the framework, and gathers what its listener makes of it. */
function router(
  { appId }: Settings,
  framework: Framework,
  pace: Pace,
  grants: GrantChanges,
): (delivery: KeptDelivery) => Promise<readonly Wish[]> {
  // By payload: the same delivery may come twice at once.
  const found = new Map<unknown, readonly Wish[]>();
  framework.onDelivery(({ event, payload }) => {
    const wishes = tasksOf(event, payload, appId).map(wishOf);
    found.set(payload, wishes.map(hastened(awaited(event, payload), pace)));
  });
  const decoder = new TextDecoder();
  return async ({ id, event, body }) => {
    const payload = JSON.parse(decoder.decode(body)) as unknown;
    const installation = event === 'installation' ? placeOf(payload)?.installationId : undefined;
    if (installation !== undefined) await grants.tell(installation, id);
    await framework.receive({ id, event, payload });
    const wishes = found.get(payload) ?? [];
    found.delete(payload);
    return wishes;
  };
}
