import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { keptWorld } from '../../src/sandbox/faults/lagging-world.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import { validateSnapshot } from '../../src/generated/validators/snapshot.js';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, manyProblems, ticketPriority } from '../support/scenes.ts';

/** What becomes of pull requests while people, evals and pushes come and go. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

/** Our runs on a commit: name, state, title, oldest first. */
function runsOn(sha: string, name?: string) {
  return [...world.sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === sha && run.appId === world.installed.app.id && (name === undefined || run.name === name),
  );
}

function gateOf(pull: PullRequest): string {
  const run = runsOn(pull.head.sha, 'rollout-gate').at(-1);
  return run === undefined ? 'none' : `${run.status} ${run.conclusion ?? ''}`.trim();
}

function commentsOf(pull: PullRequest) {
  return [...world.sandbox.world.issueComments.values()].filter((comment) => comment.issueNumber === pull.number);
}

async function evals(pull: PullRequest, conclusion: 'success' | 'failure' = 'success'): Promise<void> {
  const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha, conclusion };
  await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
  await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket' });
}

async function policy(change: (text: string) => string): Promise<void> {
  const files = { '.github/rollout-gate.yml': change(sampleFiles['.github/rollout-gate.yml'] ?? '') };
  await world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });
}

describe('from waiting to green', () => {
  test('it waits for people and evals, names them, and may be merged when all have come', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    expect(gateOf(pull)).toBe('in_progress');
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
    await evals(pull);
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await world.judge(pull);
    expect(gateOf(pull)).toBe('in_progress');
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
    const { decision } = await world.judge(pull);
    expect(decision?.reasons.filter(({ effect }) => effect !== 'advise')).toEqual([]);
    expect(gateOf(pull)).toBe('completed success');
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(true);
    expect(commentsOf(pull)).toHaveLength(1);
    expect(runsOn(pull.head.sha, 'rollout-gate')).toHaveLength(1);
  });

  test('a dismissed approval closes it again, in a new run: GitHub is not asked to reopen one', async () => {
    const pull = await world.open('a', ticketPriority());
    await evals(pull);
    const review = await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
    await world.judge(pull);
    expect(gateOf(pull)).toBe('completed success');
    await world.sandbox.dismiss(review, world.people.grace, 'not yet');
    await world.judge(pull);
    expect(gateOf(pull)).toBe('in_progress');
    expect(runsOn(pull.head.sha, 'rollout-gate')).toHaveLength(2);
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

describe('a malformed record', () => {
  test('every problem is annotated at its line, in batches, once', async () => {
    const pull = await world.open('a', manyProblems(120));
    const { decision } = await world.judge(pull);
    const problems = decision?.problems.length ?? 0;
    expect(problems).toBeGreaterThan(100);
    const [run] = runsOn(pull.head.sha, 'rollout-gate');
    expect(run?.annotations).toHaveLength(problems);
    expect(run?.annotations[0]).toMatchObject({ path: 'change.yaml', annotation_level: 'failure' });
    await world.judge(pull);
    expect(runsOn(pull.head.sha, 'rollout-gate')).toHaveLength(1);
    expect(run?.annotations).toHaveLength(problems);
  });

  test('another set of annotations on the same head makes a new run of the same name', async () => {
    const pull = await world.open('a', manyProblems(3));
    await world.judge(pull);
    const before = runsOn(pull.head.sha, 'rollout-gate')[0]?.annotations.length;
    await policy((text) => `${text}\nunknown_key: true\n`);
    await world.judge(pull);
    const runs = runsOn(pull.head.sha, 'rollout-gate');
    expect(runs).toHaveLength(2);
    expect(runs[0]?.annotations).toHaveLength(before ?? -1);
  });
});

describe('what is not governed', () => {
  test('gets success in one write and no comment', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    const { writes } = await world.judge(pull);
    expect(writes.map(({ kind }) => kind)).toEqual(['check_run']);
    expect(gateOf(pull)).toBe('completed success');
    expect(runsOn(pull.head.sha)[0]?.output.title).toBe('Not governed');
    expect(commentsOf(pull)).toEqual([]);
  });

  test('without a policy nothing is written, whatever the pull request holds', async () => {
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    const pull = await world.open('a', { ...ticketPriority(), '.github/rollout-gate.yml': 'version: 1\n' });
    expect(await world.judge(pull)).toMatchObject({ decision: null, writes: [] });
    expect(runsOn(pull.head.sha)).toEqual([]);
  });

  test('a closed pull request is not written to', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.updatePullRequest(pull, world.people.alice, { state: 'closed' });
    expect((await world.judge(pull)).writes).toEqual([]);
    expect(runsOn(pull.head.sha)).toEqual([]);
  });

  test('a draft is judged like any other', async () => {
    await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: world.people.alice });
    const pull = await world.sandbox.openPullRequest(world.repository, {
      author: world.people.alice,
      title: 'a',
      head: 'a',
      draft: true,
    });
    await world.judge(pull);
    expect(gateOf(pull)).toBe('in_progress');
  });
});

describe('a policy that changes', () => {
  test('review and eval runs that are no longer demanded are completed as neutral', async () => {
    const pull = await world.open('a', { 'prompts/support/system.md': 'Be brief.\n' });
    await world.judge(pull);
    expect(runsOn(pull.head.sha, 'eval: offline_eval_passed')[0]?.status).toBe('in_progress');
    await policy((text) =>
      text.replace('medium: { reviews: [engineering], evals: [offline_eval_passed] }', 'medium: {}'),
    );
    await world.judge(pull);
    expect(runsOn(pull.head.sha, 'eval: offline_eval_passed').map(({ conclusion }) => conclusion)).toEqual(['neutral']);
    expect(runsOn(pull.head.sha, 'review: engineering').map(({ conclusion }) => conclusion)).toEqual(['neutral']);
  });

  test('what is only observed is reported under another name, neutral, and never under the required one', async () => {
    await policy((text) => text.replace('enforcement: enforce', 'enforcement: observe'));
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    expect(runsOn(pull.head.sha).map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual([
      'rollout-gate (observe) neutral',
    ]);
  });

  test('a policy with errors asks for its mending', async () => {
    await policy(() => 'version: 1\nroles: 7\n');
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    expect(gateOf(pull)).toBe('completed action_required');
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
    expect(gateOf(pull)).toBe('in_progress');
    await world.judge(pull);
    await world.judge(lax);
    expect(gateOf(pull)).toBe('in_progress');
    expect(runsOn(pull.head.sha, 'rollout-gate')).toHaveLength(1);
    expect(runsOn(pull.head.sha, 'rollout-gate')[0]?.output.summary).toContain(`#${lax.number}`);
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
    await evals(pull);
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
    await evals(pull);
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
  expect(runsOn(pull.head.sha, 'rollout-gate')).toHaveLength(1);
  expect(commentsOf(pull)).toHaveLength(1);
});

test('a replica that shows a run without its last annotations does not get them appended twice', async () => {
  const pull = await world.open('a', manyProblems(120));
  await world.judge(pull);
  const run = runsOn(pull.head.sha, 'rollout-gate')[0];
  const whole = run?.annotations.length ?? 0;
  const replica = keptWorld(world.sandbox.world);
  const behind = replica.checkRuns.get(run?.id ?? 0);
  if (run === undefined || behind === undefined) throw new Error('there is no gate');
  behind.externalId = `${run.externalId}~50`;
  behind.annotations.splice(50);
  world.sandbox.faults.replica = replica;
  await world.judge(pull);
  expect(run.annotations).toHaveLength(whole);
  expect(runsOn(pull.head.sha, 'rollout-gate')).toHaveLength(1);
});

test('what was read fits the schema of snapshots', async () => {
  const pull = await world.open('a', ticketPriority());
  await evals(pull);
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  const { observation } = await world.judge(pull);
  validateSnapshot(observation.snapshot);
  expect(validateSnapshot.errors ?? []).toEqual([]);
});
