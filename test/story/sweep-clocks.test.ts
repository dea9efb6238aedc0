import { describe, expect, test } from 'vitest';
import type { FailedAttempt } from '../../src/core/recovery/deliveries.ts';
import { sweepDeliveries } from '../../src/reconcile/sweep-deliveries.ts';
import { openJudgingWorld } from '../support/judging.ts';
import { openRecoveringApp } from '../support/recovering-app.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What GitHub dates by its clock is looked for by its clock, whatever ours says. */
const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-03-01T12:00:00Z');

/** GitHub's log of one delivery that failed at a time; `time` = GitHub's. */
function logOf(failedAt: number, time: () => number) {
  const attempt = { id: 1, guid: 'x', event: 'push', status_code: 503, delivered_at: new Date(failedAt).toISOString() };
  return {
    failed: async (since: Date): Promise<readonly FailedAttempt[]> => {
      const isListed = failedAt <= time() && failedAt >= since.getTime();
      return isListed ? [attempt] : [];
    },
    redeliver: async () => true,
  };
}

const parts = (log: ReturnType<typeof logOf>) => ({
  log,
  inbox: { seen: async () => new Set<string>() },
  redeliver: true,
});

describe('a failed delivery is found', () => {
  test('although the first sweep began before GitHub had told the time', async () => {
    let [offset, time] = [hour, start];
    // Its answer sets the clock right.
    const log = logOf(start + 3 * minute, () => {
      offset = 0;
      return time;
    });
    const now = (): Date => new Date(time + offset);
    const first = await sweepDeliveries(parts(log), null, now);
    time += 30 * minute;
    expect((await sweepDeliveries(parts(log), first.note, now)).lost).toMatchObject([{ guid: 'x' }]);
  });

  test('although an earlier sweep noted a time that has not come yet', async () => {
    let time = start;
    const log = logOf(start + 3 * minute, () => time);
    const ahead = await sweepDeliveries(parts(log), null, () => new Date(time + hour));
    time += 5 * minute;
    const next = await sweepDeliveries(parts(log), ahead.note, () => new Date(time));
    expect(next.lost).toMatchObject([{ guid: 'x' }]);
  });
});

test('a sweep on a clock that is an hour ahead finds what failed and what nobody answered', async () => {
  const world = await openJudgingWorld();
  const app = await openRecoveringApp(world, { ahead: hour });
  try {
    const pull = await world.open('a', ticketPriority());
    await app.work();
    await app.sweep();
    world.sandbox.deliveryFaults.add({ fault: { kind: 'fail', statusCode: 503 }, event: 'pull_request', times: 1 });
    const other = await world.open('b', { 'README.md': 'x\n' });
    world.sandbox.deliveryFaults.add({ fault: { kind: 'drop' }, event: 'issue_comment', times: 9 });
    await world.sandbox.comment(pull, world.people.bob, '/block the prices are wrong');
    app.pass(2 * minute);
    const attempts = () => [...world.sandbox.world.deliveries.values()].filter(({ redelivery }) => redelivery).length;
    expect(attempts()).toBe(0);
    await app.sweep();
    expect(attempts()).toBe(1);
    const gate = (head: string) =>
      [...world.sandbox.world.checkRuns.values()].findLast(
        ({ name, headSha }) => name === 'rollout-gate' && headSha === head,
      );
    expect(gate(other.head.sha)?.conclusion).toBe('success');
    expect(gate(pull.head.sha)?.conclusion).toBe('failure');
  } finally {
    await app.close();
  }
});
