import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenWorld, openWorld } from '../open-world.ts';

let world: OpenWorld;
let time: Date;
beforeEach(async () => {
  time = new Date('2026-03-02T10:00:00Z');
  world = await openWorld({ now: () => time });
});
afterEach(() => world.close());

const gate = async () => {
  const { sandbox, repository, people, installed } = world;
  const headSha = await sandbox.push(repository, 'topic', { pusher: people.alice, files: { 'a.md': 'a\n' } });
  const actions = [{ label: 'Retry', description: 'Read everything again', identifier: 'retry' }];
  const run = { name: 'rollout-gate', headSha, status: 'in_progress' as const, actions };
  return sandbox.postCheckRun(sandbox.asInstallation(installed.installation), repository, run);
};

it('a button is pressed by whoever writes, and only its App hears of it', async () => {
  const { sandbox, people } = world;
  const run = await gate();
  await expect(sandbox.pressAction(run, sandbox.createUser({ login: 'guest' }), 'retry')).rejects.toMatchObject({
    status: 403,
  });
  await expect(sandbox.pressAction(run, people.bob, 'other')).rejects.toMatchObject({ status: 422 });
  await sandbox.pressAction(run, people.bob, 'retry');
  await sandbox.rerequestRun(run, people.bob);
  await sandbox.settled();
  expect(world.hooks.slice(-2).map((hook) => hook.payload)).toMatchObject([
    { action: 'requested_action', requested_action: { identifier: 'retry' }, sender: { login: 'bob' } },
    { action: 'rerequested', check_run: { id: run.id } },
  ]);
});

it('a run that is incomplete for 14 days is stale, not sooner', async () => {
  const run = await gate();
  time = new Date('2026-03-16T10:00:00Z');
  expect(await world.sandbox.expireChecks()).toEqual([]);
  time = new Date('2026-03-16T10:00:01Z');
  expect(await world.sandbox.expireChecks()).toEqual([run]);
  expect([run.status, run.conclusion]).toEqual(['completed', 'stale']);
});
