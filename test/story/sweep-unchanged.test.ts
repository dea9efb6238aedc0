import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../support/recovering-app.ts';

/** Sweeps, ten minutes apart, of a world in which nothing happens. */
let world: JudgingWorld;
let app: RecoveringApp;
const minutes = (count: number): void => void vi.setSystemTime(Date.now() + count * 60_000);

beforeEach(async () => {
  // At a quarter past, so that no step of the list of comments begins between two sweeps.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-02T10:15:00Z') });
  world = await openJudgingWorld();
  app = await openRecoveringApp(world);
  for (let count = 0; count < 2; count += 1) {
    await app.sweep('open');
    minutes(10);
  }
});
afterEach(async () => {
  expect(app.faults).toEqual([]);
  await app.close();
  vi.useRealTimers();
});

/** What a sweep asks by REST with an installation's token, and how it is answered. */
async function asked(): Promise<readonly string[]> {
  const requests = await world.requestsOf(() => app.sweep('open'));
  return requests
    .filter(({ operation, actor }) => operation === null && actor === 'installation')
    .map(({ path, status }) => `${status} ${path.split('?')[0]}`);
}

const unchanged = ['304 /installation/repositories', '304 /repos/acme/agents/issues/comments'];

test('ask for lists only if they changed, and pay nothing for them', async () => {
  const used = () =>
    world.sandbox.exchanges.findLast(({ status }) => status === 304)?.responseHeaders['x-ratelimit-used'];
  expect(await asked()).toEqual(unchanged);
  const before = used();
  minutes(10);
  expect(await asked()).toEqual(unchanged);
  expect(used()).toBe(before);
});

test('see a command at once that no delivery told of', async () => {
  const token = world.sandbox.installationToken(world.installed.installation);
  const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
  const body = { title: 'Incident' };
  const made = await transport.rest({ method: 'POST', path: '/repos/acme/agents/issues', body });
  const issue = world.sandbox.world.issues.get((made.data as { readonly id: number }).id);
  if (issue === undefined) throw new Error('no issue');
  await app.sweep('open');
  minutes(10);
  expect(await asked()).toEqual(unchanged);
  world.sandbox.deliveryFaults.add({ fault: { kind: 'drop' }, event: 'issue_comment' });
  await world.sandbox.comment(issue, world.people.bob, '/status');
  minutes(10);
  expect(await asked()).toContain('200 /repos/acme/agents/issues/comments');
  expect(await app.metrics()).toContain('rollout_gate_swept_total{kind="command"} 1');
});

test('ask anew for everything after the store and the process were lost', async () => {
  app.forget();
  const all = await asked();
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter((line) => line.startsWith('304'))).toEqual([]);
});
