import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../support/recovering-app.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What no delivery told of. */
let world: JudgingWorld;
let app: RecoveringApp;

beforeEach(async () => {
  world = await openJudgingWorld();
  app = await openRecoveringApp(world);
});
afterEach(async () => {
  expect(app.faults).toEqual([]);
  await app.close();
});

const minute = 60_000;
const day = 24 * 60 * minute;
const operations = async (work: () => Promise<unknown>): Promise<readonly string[]> =>
  (await world.requestsOf(work)).map(({ operation, method, path }) => operation ?? `${method} ${path.split('?')[0]}`);
async function judgements(work: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> =>
    [...(await app.metrics()).matchAll(/^rollout_gate_decisions_total\{.*\} (\d+)$/gm)].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
  const before = await count();
  await work();
  return (await count()) - before;
}
const lose = (times = 1_000): void => world.sandbox.deliveryFaults.add({ fault: { kind: 'drop' }, times });
const gate = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()].findLast(
    ({ headSha, name }) => headSha === pull.head.sha && name === 'rollout-gate',
  );

describe('failed deliveries', () => {
  const fail = (event: string, statusCode = 503, times = 1): void =>
    world.sandbox.deliveryFaults.add({ fault: { kind: 'fail', statusCode }, event, times });
  const attempts = () =>
    [...world.sandbox.world.deliveries.values()].filter(({ redelivery }) => redelivery).map(({ event }) => event);

  test('come again, once each, and are worked on', async () => {
    await app.sweep();
    fail('pull_request');
    const pull = await world.open('a', { 'README.md': 'x\n' });
    await app.work();
    expect(gate(pull)).toBeUndefined();
    await app.sweep();
    expect(attempts()).toContain('pull_request');
    expect(gate(pull)?.conclusion).toBe('success');
    const before = attempts().length;
    await app.sweep();
    expect(attempts()).toHaveLength(before);
  });

  test('of an event that we do not read, or refused for their form, do not', async () => {
    await app.sweep();
    const before = attempts().length;
    fail('check_suite', 400, 9);
    fail('create', 503, 9);
    await world.open('a', { 'README.md': 'x\n' });
    await app.sweep();
    expect(attempts()).toHaveLength(before);
  });
});

describe('a sweep of what is open', () => {
  test('judges what was lost, and leaves alone what has not changed since', async () => {
    await app.sweep();
    lose();
    const pulls = [await world.open('a', { 'README.md': 'x\n' }), await world.open('b', ticketPriority())];
    await app.work();
    expect(pulls.map((pull) => gate(pull))).toEqual([undefined, undefined]);
    expect(await judgements(app.sweep)).toBe(2);
    expect(pulls.map((pull) => gate(pull)?.status)).toEqual(['completed', 'in_progress']);
    // Our own writes are a change like any other: one more round, then rest.
    await app.sweep();
    expect(await judgements(app.sweep)).toBe(0);
    await world.sandbox.review(pulls[1] as PullRequest, world.people.bob, 'APPROVE');
    expect(await judgements(app.sweep)).toBe(1);
    expect(app.faults).toEqual([]);
  });

  test('judges a pull request whose gate is gone stale, and each once a day in any case', async () => {
    lose();
    const pull = await world.open('a', ticketPriority());
    await app.sweep();
    await app.sweep();
    expect(await judgements(app.sweep)).toBe(0);
    app.pass(day);
    expect(await judgements(app.sweep)).toBe(1);
    const run = gate(pull);
    if (run === undefined) throw new Error('no gate');
    run.startedAt = new Date(run.startedAt.getTime() - 14 * day);
    run.status = 'completed';
    run.conclusion = 'stale';
    await app.sweep();
    expect(gate(pull)?.status).toBe('in_progress');
    expect(gate(pull)?.id).toBeGreaterThan(run.id);
  });

  test('finds a changed policy that no push told of, and no others', async () => {
    lose();
    const pull = await world.open('a', { 'README.md': 'x\n' });
    for (let count = 0; count < 3; count += 1) await app.sweep();
    const push = (files: Record<string, string>) =>
      world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });
    await push({ 'docs/notes.md': 'x\n' });
    expect(await judgements(app.sweep)).toBe(0);
    await push({ '.github/rollout-gate.yml': 'version: 1\nroles: 7\n' });
    expect(await judgements(app.sweep)).toBeGreaterThan(0);
    expect(gate(pull)?.conclusion).toBe('action_required');
  });

  test('looks at what came to the default branch past the gate', async () => {
    await app.sweep();
    lose();
    await world.sandbox.push(world.repository, 'main', {
      files: { 'policy/tools.yaml': 'default: allow\n' },
      pusher: world.people.grace,
    });
    await app.sweep();
    await app.sweep();
    expect([...world.sandbox.world.issues.values()].map(({ title }) => title)).toEqual([
      expect.stringContaining('Past the gate: policy_bundle'),
    ]);
  });

  test('brings commands that nobody answered', async () => {
    const pull = await world.open('a', ticketPriority());
    await app.sweep();
    lose();
    await world.sandbox.comment(pull, world.people.bob, '/block the prices are wrong');
    app.pass(2 * minute);
    await app.sweep();
    expect(gate(pull)?.conclusion).toBe('failure');
    const before = world.sandbox.world.issueComments.size;
    await app.sweep();
    expect(world.sandbox.world.issueComments.size).toBe(before);
  });

  test('reads one page of a repository without a policy, writes nothing, and comes back when something is pushed', async () => {
    lose();
    const { repository } = world;
    const policy = '.github/rollout-gate.yml';
    await world.sandbox.push(repository, 'main', { files: { [policy]: null }, pusher: world.people.grace });
    await world.open('a', { 'README.md': 'x\n' });
    app.pass(11 * minute);
    const first = await operations(app.sweep);
    expect(first.filter((one) => one.startsWith('Sweep') || one.startsWith('Write'))).toEqual(['SweepPullRequests']);
    const again = await operations(app.sweep);
    expect(again.filter((one) => /Sweep|Write|comments/.test(one))).toEqual([]);
    expect(world.sandbox.world.checkRuns.size).toBe(0);
  });
});

describe('an incident that somebody closed, of which no delivery told', () => {
  const issue = () => [...world.sandbox.world.issues.values()].at(-1);

  test('is opened again while its hold stands, and looked at once', async () => {
    await app.sweep();
    const { grace, alice } = world.people;
    world.ruleset.bypassUserIds.push(grace.id);
    const files = { 'policy/tools.yaml': 'default: allow\n' };
    await world.sandbox.push(world.repository, 'main', { files, pusher: grace });
    await app.work();
    const incident = issue();
    if (incident === undefined) throw new Error('no incident');
    lose();
    app.pass(minute);
    await world.sandbox.updateIssue(incident, alice, { state: 'closed' });
    await app.work();
    expect(incident.state).toBe('closed');
    await app.sweep();
    expect(incident.state).toBe('open');
    expect(await operations(app.sweep)).not.toContain('ReadIncident');
  });
});
