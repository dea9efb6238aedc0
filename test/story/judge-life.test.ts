import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { validateSnapshot } from '../../src/generated/validators/snapshot.js';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { commentsOn, gateOf, runsOn } from '../support/judged.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { runEvals } from '../support/ripe.ts';
import { evalsWorkflow, ticketPriority } from '../support/scenes.ts';

/** What becomes of pull requests while people, evals and pushes come and go. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

describe('from waiting to green', () => {
  test('it waits for people and evals, names them, and may be merged when all have come', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    expect(gateOf(world, pull)).toBe('in_progress');
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
    await runEvals(world, pull);
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await world.judge(pull);
    expect(gateOf(world, pull)).toBe('in_progress');
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
    const { decision } = await world.judge(pull);
    expect(decision?.reasons.filter(({ effect }) => effect !== 'advise')).toEqual([]);
    expect(gateOf(world, pull)).toBe('completed success');
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(true);
    expect(commentsOn(world, pull)).toHaveLength(1);
    expect(runsOn(world, pull.head.sha, 'rollout-gate')).toHaveLength(1);
  });

  test('a dismissed approval closes it again, in a new run: GitHub is not asked to reopen one', async () => {
    const pull = await world.open('a', ticketPriority());
    await runEvals(world, pull);
    const review = await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
    await world.judge(pull);
    expect(gateOf(world, pull)).toBe('completed success');
    await world.sandbox.dismiss(review, world.people.grace, 'not yet');
    await world.judge(pull);
    expect(gateOf(world, pull)).toBe('in_progress');
    expect(runsOn(world, pull.head.sha, 'rollout-gate')).toHaveLength(2);
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
  });

  test('an approval is kept over a push that leaves the patch the same, and lost over one that changes it', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await world.sandbox.push(world.repository, 'a', {
      files: { 'tools/create_ticket.json': '{ "name": "create_ticket", "priority": "required" }\n' },
      pusher: world.people.alice,
    });
    const changed = await world.judge(pull);
    expect(changed.decision?.reviews.find(({ role }) => role === 'engineering')?.not_counted[0]?.code).toBe(
      'approval_patch_changed',
    );
    await world.sandbox.push(world.repository, 'a', {
      files: { 'tools/create_ticket.json': '{ "name": "create_ticket", "priority": "asked" }\n' },
      pusher: world.people.alice,
    });
    const back = await world.judge(pull);
    expect(back.decision?.reviews.find(({ role }) => role === 'engineering')?.given[0]?.kept_because).toBe(
      'same_patch',
    );
  });
});

describe('an approval of a file whose mode is another one now', () => {
  const tool = 'tools/create_ticket.json';
  const engineering = async (pull: PullRequest) => {
    const { decision } = await world.judge(pull, { memory: readingMemory() });
    const review = decision?.reviews.find(({ role }) => role === 'engineering');
    return [
      ...(review?.given ?? []).map((one) => one.kept_because),
      ...(review?.not_counted ?? []).map(({ code }) => code),
    ];
  };
  const turn = (mode: '100644' | '100755' | '120000') =>
    world.sandbox.push(world.repository, 'a', { files: {}, modes: { [tool]: mode }, pusher: world.people.alice });

  test.each(['100755', '120000'] as const)('%s: is lost, and stands again when it is what it was', async (mode) => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await turn(mode);
    expect(await engineering(pull)).toEqual(['approval_patch_changed']);
    await turn('100644');
    expect(await engineering(pull)).toEqual(['same_patch']);
  });

  test('and is not kept while GitHub does not tell the modes', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await turn('100755');
    await turn('100644');
    world.sandbox.faults.add({ fault: { kind: 'fields', paths: ['repository.modes0.file0.mode'] }, times: 9 });
    expect(await engineering(pull)).toEqual(['approval_patch_unknown']);
  });
});

describe('several pull requests', () => {
  test('on one head get one check, that of the worst, whichever is judged', async () => {
    const governed = await world.sandbox.push(world.repository, 'a', {
      files: ticketPriority(),
      pusher: world.people.alice,
    });
    await world.sandbox.moveBranch(world.repository, 'lax', governed, world.people.grace);
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    // Against this base the same head changes nothing that is governed.
    const lax = await world.sandbox.openPullRequest(world.repository, {
      author: world.people.alice,
      title: 'lax',
      head: 'a',
      base: 'lax',
    });
    expect((await world.judge(lax, { write: false })).decision?.verdict).toBe('go');
    await world.judge(lax);
    expect(gateOf(world, pull)).toBe('in_progress');
    await world.judge(pull);
    await world.judge(lax);
    expect(gateOf(world, pull)).toBe('in_progress');
    expect(runsOn(world, pull.head.sha, 'rollout-gate')).toHaveLength(1);
    expect(runsOn(world, pull.head.sha, 'rollout-gate')[0]?.output.summary).toContain(`#${lax.number}`);
  });

  test('can not use one change id: the other one is found by the hidden line of its check', async () => {
    const first = await world.open('a', ticketPriority('one'));
    await world.judge(first);
    const second = await world.open('b', {
      ...ticketPriority('two'),
      'changes/two/change.yaml': (ticketPriority('one')['changes/one/change.yaml'] as string) ?? '',
    });
    const { decision } = await world.judge(second);
    expect(decision?.reasons.map(({ code }) => code)).toContain('change_id_in_use');
  });
});

describe('evidence', () => {
  test('a check run of the eval name that is no job of its run is refused, and the genuine job still counts', async () => {
    const pull = await world.open('a', ticketPriority());
    await runEvals(world, pull);
    const forger = world.sandbox.asJob(world.repository, { checks: 'write' });
    await world.sandbox.postCheckRun(forger, world.repository, {
      name: 'evals / offline',
      headSha: pull.head.sha,
      status: 'completed',
      conclusion: 'success',
    });
    const { decision } = await world.judge(pull);
    const signal = decision?.signals.find(({ name }) => name === 'offline_eval_passed');
    expect(signal?.value).toBe('true');
    expect(signal?.refused.map(({ code }) => code)).toContain('evidence_not_a_job');
  });

  test('the 101st check run counts as the first does', async () => {
    const pull = await world.open('a', ticketPriority());
    const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
    for (let index = 0; index < 100; index += 1) {
      await world.sandbox.completeJob({ ...job, jobName: `unit ${index}`, more: true });
    }
    await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', conclusion: 'failure', more: true });
    const { decision } = await world.judge(pull);
    expect(decision?.verdict).toBe('block');
    expect(decision?.signals.find(({ name }) => name === 'offline_eval_passed')?.value).toBe('false');
  });

  test('a second page of checks that fails leaves them unknown', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
    await runEvals(world, pull);
    for (let index = 0; index < 100; index += 1) {
      await world.sandbox.completeJob({ ...job, jobName: `unit ${index}`, more: true });
    }
    world.sandbox.faults.add({ fault: { kind: 'fields', paths: ['suite0.checkRuns', 'suite1.checkRuns'] }, times: 99 });
    const { decision } = await world.judge(pull);
    expect(decision?.reasons.map(({ code }) => code)).toContain('checks_unreadable');
  });
});

test('replicas that lag behind our own writes cost no second object', async () => {
  const pull = await world.open('a', ticketPriority());
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  world.sandbox.faults.lag = 1;
  await world.judge(pull);
  await world.judge(pull);
  await world.judge(pull);
  expect(runsOn(world, pull.head.sha, 'rollout-gate')).toHaveLength(1);
  expect(commentsOn(world, pull)).toHaveLength(1);
});

test('what was read fits the schema of snapshots', async () => {
  const pull = await world.open('a', ticketPriority());
  await runEvals(world, pull);
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  const { observation } = await world.judge(pull);
  validateSnapshot(observation.snapshot);
  expect(validateSnapshot.errors ?? []).toEqual([]);
});
