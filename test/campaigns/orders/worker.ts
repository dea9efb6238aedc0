import { connections } from '../../../src/app/connections.ts';
import { createJudging } from '../../../src/app/judging.ts';
import { openLog } from '../../../src/app/log/log.ts';
import { openMetrics } from '../../../src/app/metrics/metrics.ts';
import { tasksOf } from '../../../src/app/routing.ts';
import type { Task } from '../../../src/reconcile/task.ts';
import { createTurns } from '../../../src/app/turns.ts';
import { createLimiter } from '../../../src/adapters/github/limiter/limiter.ts';
import type { Sample } from '../../../src/sandbox/seed/sample.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Settings } from '../../../src/settings/settings.ts';

const asItIs = (text: string): string => text;

/**
 * The App's routing and work in this process, without door and store: does all that follows from one delivery. Each worker
 * begins with an empty memory, as after a restart.
 */
export function workerOn(sandbox: Sandbox, { installed }: Sample, settings: Settings) {
  const limiter = createLimiter({ limits: null });
  const metrics = quietMetrics;
  const token = async (): Promise<string> => sandbox.installationToken(installed.installation);
  const judging = createJudging({
    settings,
    framework: { token, contentsToken: token, receive: async () => undefined, onDelivery: () => undefined },
    connect: connections(settings, metrics.exchanged, limiter, createTurns()),
    log: openLog({ level: 'fatal', redact: asItIs, write: () => undefined, now: sandbox.now }),
    metrics,
    inbox: {
      note: async () => null,
      bothNotes: async () => [null, null],
      keepNote: async () => undefined,
      wish: async () => undefined,
    },
    limiter,
    redact: asItIs,
  });
  return async (event: string, payload: unknown): Promise<void> => {
    const tasks: Task[] = [...tasksOf(event, payload, installed.app.id)];
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      const follows = await judging.take(task, 'event', async () => true);
      // What time brings later is no matter here: all has happened already.
      tasks.push(...follows.filter(({ due }) => due === undefined));
    }
  };
}

/** One for all: it registers with the process. */
const quietMetrics = openMetrics({
  inbox: async () => ({ deliveries: 0, work: 0, leased: 0, dead: 0, oldest: null, awaited: null }),
  queuedWrites: () => 0,
});
