import { expect, test } from 'vitest';
import { grantChanges } from '../../src/app/grant-changes.ts';
import { openJudgingWorld } from '../support/judging.ts';
import { memoryInbox } from '../support/memory-inbox.ts';
import { ticketPriority } from '../support/scenes.ts';
import { startAppInProcess } from './app-in-process.ts';

test('what an installation grants from now on is used at once, not when the tokens of before have ended', async () => {
  const world = await openJudgingWorld();
  const { installation } = world.installed;
  const without = Object.fromEntries(
    Object.entries(installation.permissions).filter(([name]) => name !== 'security_events'),
  );
  installation.permissions = without;
  const app = await startAppInProcess(world);
  try {
    const pull = await world.open('a', ticketPriority());
    const shown = { timeout: 12_000, interval: 25 };
    await expect.poll(() => world.sandbox.world.checkRuns.size, shown).toBeGreaterThan(0);
    // By what the judgements' tokens could do.
    const reads = () =>
      [...world.sandbox.world.tokens.values()].filter(
        (token) => token.kind === 'installation' && token.permissions['security_events'] === 'read',
      ).length;
    expect(reads()).toBe(0);
    const granted = { ...without, security_events: 'read' } as const;
    await world.sandbox.acceptPermissions(installation, granted, world.people.grace);
    await expect.poll(reads, shown).toBe(1);
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await world.sandbox.settled();
    expect(reads()).toBe(1);
  } finally {
    await app.stop();
    await world.close();
  }
});

test('is told to each process on the store once, and tells those nothing that have just begun', async () => {
  const inbox = memoryInbox();
  const [one, other] = [grantChanges(inbox), grantChanges(inbox)];
  expect([await one.isNew(7), await one.isNew(7)]).toEqual([false, false]);
  await other.tell(7, 'a delivery');
  expect([await one.isNew(7), await one.isNew(7), await one.isNew(8)]).toEqual([true, false, false]);
  expect(await other.isNew(7)).toBe(false);
  await one.tell(7, 'another');
  expect([await one.isNew(7), await other.isNew(7)]).toEqual([true, true]);
});
