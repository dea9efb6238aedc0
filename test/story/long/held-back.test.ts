import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '../../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../../support/recovering-app.ts';
import { evalsWorkflow, ticketPriority } from '../../support/scenes.ts';

/** A pull request that another one held back is judged again when the other lets go: nothing else would tell it. */
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

const gate = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()].findLast(
    ({ headSha, name }) => headSha === pull.head.sha && name === 'rollout-gate',
  );
const isInUse = (pull: PullRequest): boolean => JSON.stringify(gate(pull)?.output ?? '').includes('change_id_in_use');
/** Until replicas show what was written. */
const lag = 12_000;
async function later(): Promise<void> {
  await app.work();
  app.pass(lag);
  await app.work();
}
const close = (pull: PullRequest) =>
  world.sandbox.updatePullRequest(pull, world.people.alice, { state: 'closed' }).then(later);
const judgements = async (work: () => Promise<unknown>): Promise<readonly unknown[]> =>
  (await world.requestsOf(work)).flatMap(({ operation, requestBody }) =>
    operation === 'JudgePullRequest' ? [(requestBody as { variables: { number: unknown } }).variables.number] : [],
  );

describe('a change_id in use', () => {
  let first: PullRequest;
  let second: PullRequest;
  beforeEach(async () => {
    first = await world.open('a', ticketPriority());
    await app.work();
    second = await world.open('b', { ...ticketPriority(), 'prompts/other.md': 'y\n' });
    await app.work();
    expect([isInUse(first), isInUse(second)]).toEqual([false, true]);
  });

  test('is free when its pull request is closed', async () => {
    await close(first);
    expect(isInUse(second)).toBe(false);
  });

  test('is free when its pull request takes another by a push', async () => {
    const files = { ...ticketPriority('other'), 'changes/ticket-priority/change.yaml': null };
    const gone = { 'changes/ticket-priority/rollout.yaml': null, 'changes/ticket-priority/ROLLBACK.md': null };
    await world.sandbox.push(world.repository, 'a', { files: { ...files, ...gone }, pusher: world.people.alice });
    await later();
    expect(isInUse(second)).toBe(false);
  });

  test('is found free by a sweep where nobody told of the closing', async () => {
    await app.sweep();
    world.sandbox.deliveryFaults.add({ fault: { kind: 'drop' }, times: 1_000 });
    await world.sandbox.updatePullRequest(first, world.people.alice, { state: 'closed' });
    await app.sweep();
    await later();
    expect(isInUse(second)).toBe(false);
  });

  test('wakes nobody else, and nobody twice', async () => {
    const third = await world.open('c', ticketPriority('third'));
    await later();
    expect(await judgements(() => close(first))).toEqual(expect.not.arrayContaining([third.number]));
    expect(await judgements(app.sweep)).toEqual(expect.not.arrayContaining([first.number]));
    const again = () => world.sandbox.updatePullRequest(first, world.people.alice, { title: 'anew' }).then(later);
    expect(await judgements(again)).toEqual(expect.not.arrayContaining([second.number]));
  });

  test('wakes nobody at pushes that keep it', async () => {
    const woken = await judgements(async () => {
      for (let push = 0; push < 3; push += 1) {
        const files = { 'tools/create_ticket.json': `{ "name": "create_ticket", "priority": "${push}" }\n` };
        await world.sandbox.push(world.repository, 'a', { files, pusher: world.people.alice });
        await later();
      }
    });
    expect(woken).toContain(first.number);
    expect(woken).not.toContain(second.number);
  });
});

describe('a head that two pull requests share', () => {
  let blocked: PullRequest;
  let other: PullRequest;
  beforeEach(async () => {
    const { alice, bob } = world.people;
    const tip = await world.sandbox.push(world.repository, 'dev', { files: { 'x.md': 'x\n' }, pusher: alice });
    expect(tip).toMatch(/^[0-9a-f]{40}$/);
    blocked = await world.open('a', { 'README.md': 'Explained.\n' });
    await app.work();
    await world.sandbox.comment(blocked, bob, '/block because no');
    await app.work();
    const { repository } = world;
    other = await world.sandbox.openPullRequest(repository, { author: alice, title: 'b', head: 'a', base: 'dev' });
    await app.work();
    expect(gate(other)?.conclusion).toBe('failure');
  });

  test('is judged for the one that is left when the other is closed', async () => {
    await close(blocked);
    expect(gate(other)).toMatchObject({ status: 'in_progress', conclusion: null });
  });
  test('is judged for the one that is left when the other leaves it by a push', async () => {
    const { alice } = world.people;
    const { repository } = world;
    await close(other);
    await world.sandbox.moveBranch(repository, 'b', blocked.head.sha, alice);
    other = await world.sandbox.openPullRequest(repository, { author: alice, title: 'b', head: 'b', base: 'dev' });
    await app.work();
    expect(gate(other)?.conclusion).toBe('failure');
    await world.sandbox.push(repository, 'a', { files: { 'README.md': 'Explained more.\n' }, pusher: alice });
    await later();
    expect(other.head.sha).not.toBe(blocked.head.sha);
    expect(gate(other)).toMatchObject({ status: 'in_progress', conclusion: null });
  });
});

describe('a report of the base branch', () => {
  const measured = (headSha: string, event: string) => {
    const report = {
      version: 1,
      suite: 'offline',
      commit: headSha,
      measured_at: '2026-11-20T12:00:00Z',
      release: { bundle_id: 'bundle-ticket-priority' },
      dataset: { name: 'support', version: '7' },
      judge: { name: 'rubric', version: '2' },
      verifier: { id: 'v', contract_version: '1' },
      cases: [{ id: 'c1', outcome: 'passed' }],
    };
    const job = { repository: world.repository, workflow: evalsWorkflow, jobName: 'evals / offline', event, headSha };
    return world.sandbox.completeJob({ ...job, artifacts: { evals: { 'offline.json': JSON.stringify(report) } } });
  };

  test('that comes after the change was measured settles what waited for it', async () => {
    const text = String(sampleFiles['.github/rollout-gate.yml']).replace(
      'job: { workflow: .github/workflows/evals.yml, name: "evals / offline" }',
      'report: { workflow: .github/workflows/evals.yml, artifact: evals, suite: offline, compare: baseline }',
    );
    const files = { '.github/rollout-gate.yml': text };
    const main = await world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });
    const pull = await world.open('a', ticketPriority());
    await measured(pull.head.sha, 'pull_request');
    await app.work();
    const said = (): string => JSON.stringify(gate(pull)?.output);
    expect(said()).toContain('there is no baseline report to compare with');
    await measured(main, 'push');
    await app.work();
    expect(said()).toContain('1/1 cases, baseline 1/1');
  });
});
