import { afterEach, describe, expect, test } from 'vitest';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ripen } from '../support/ripe.ts';
import { ticketPriority } from '../support/scenes.ts';
import { type AppInProcess, startAppInProcess } from './app-in-process.ts';

/** The App on a machine whose clock is wrong. */
let world: JudgingWorld;
let app: AppInProcess;
afterEach(async () => {
  await app.stop();
  await world.close();
});

const hour = 3_600_000;

describe('the App', () => {
  test.each([
    ['right', 0],
    ['45 s ahead', 45_000],
    ['an hour ahead', hour],
    ['an hour behind', -hour],
  ])('judges and answers the same where its clock is %s', async (_name, skew) => {
    world = await openJudgingWorld({ now: () => new Date(Date.now() - skew) });
    app = await startAppInProcess(world);
    const pull = await world.open('a', ticketPriority());
    await ripen(world, pull);
    const gate = () =>
      [...world.sandbox.world.checkRuns.values()].findLast(
        (run) => run.headSha === pull.head.sha && run.name === 'rollout-gate',
      );
    await expect.poll(() => gate()?.conclusion, { timeout: 12_000, interval: 25 }).toBe('success');
    await world.sandbox.comment(pull, world.people.bob, '/block the prices are wrong');
    await expect.poll(() => gate()?.conclusion, { timeout: 12_000, interval: 25 }).toBe('failure');
    expect(gate()?.output.title).toBe('Blocked: 1 finding to fix');
  });
});
