import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JudgedGroup } from '../../src/reconcile/judge-merge-group.ts';
import type { FileChanges } from '../../src/sandbox/driver/repositories.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import { keptWorld } from '../../src/sandbox/faults/lagging-world.ts';
import type { MergeGroup } from '../../src/sandbox/state/merge-queue.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import type { MergeQueueParameters } from '../../src/sandbox/state/repository.ts';
import { replay } from '../../src/records/capsule-reading.ts';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { validateSnapshot } from '../../src/generated/validators/snapshot.js';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { groupJudge } from '../support/judging-groups.ts';
import { addMergeQueue, queueIn } from '../support/merge-queue.ts';
import { evalsWorkflow, ticketPriority } from '../support/scenes.ts';

/** Pull requests in the merge queue of the sandbox: each is judged on what the whole group makes. */
let world: JudgingWorld;
let now: Date;
let judgeGroup: (group: Pick<MergeGroup, 'headSha'>) => Promise<JudgedGroup>;

beforeEach(async () => {
  now = new Date('2026-11-21T10:00:00Z');
  world = await openJudgingWorld({ now: () => now });
  judgeGroup = groupJudge(world);
});

afterEach(() => world.close());

const listening = (sampleFiles[evalsWorkflow] ?? '').replace('  pull_request:\n', '  pull_request:\n  merge_group:\n');

/** Lets the evals run for merge groups as well. */
async function listen(): Promise<void> {
  await world.sandbox.push(world.repository, 'main', {
    files: { [evalsWorkflow]: listening },
    pusher: world.people.grace,
  });
}

async function evalsOn(
  sha: string,
  event: string,
  conclusion: 'success' | 'failure' | null = 'success',
): Promise<void> {
  const job = { repository: world.repository, workflow: evalsWorkflow, headSha: sha, conclusion, event };
  await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
  await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket' });
}

/** A governed pull request that has all it needs. */
async function green(branch: string, files: FileChanges): Promise<PullRequest> {
  const pull = await world.open(branch, files);
  await evalsOn(pull.head.sha, 'pull_request');
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
  await world.judge(pull);
  return pull;
}

/** A change of a surface of its own. */
function change(name: string, files: FileChanges, surface: string): FileChanges {
  const { 'tools/create_ticket.json': _tool, ...own } = ticketPriority(name, files);
  const record = String(own[`changes/${name}/change.yaml`]).replace('[capability_contract]', `[${surface}]`);
  return { ...own, [`changes/${name}/change.yaml`]: record };
}

const prompts = (name = 'prompts'): FileChanges =>
  change(name, { 'prompts/support/system.md': `${name}\n` }, 'prompt_bundle');

async function queued(pulls: readonly PullRequest[], rule: Partial<MergeQueueParameters> = {}): Promise<void> {
  addMergeQueue(world.sandbox, world.repository, rule);
  for (const pull of pulls) await world.sandbox.enqueue(pull, world.people.alice);
}

function groups(): readonly MergeGroup[] {
  return queueIn(world.sandbox, world.repository).flatMap(({ group }) => group ?? []);
}

function group(index: number): MergeGroup {
  const found = groups()[index];
  if (found === undefined) throw new Error(`there is no group ${index}`);
  return found;
}

function checkOn({ headSha }: Pick<MergeGroup, 'headSha'>): string {
  const runs = [...world.sandbox.world.checkRuns.values()];
  const own = runs.filter((run) => run.headSha === headSha && run.appId === world.installed.app.id);
  return own.map(({ name, status, conclusion }) => `${name} ${status} ${conclusion ?? ''}`.trim()).join(', ');
}

const success = 'rollout-gate completed success';
const failure = 'rollout-gate completed failure';
const waiting = 'rollout-gate in_progress';

function codes({ decisions }: JudgedGroup): readonly string[] {
  return decisions.flatMap(({ reasons }) =>
    reasons.filter(({ effect }) => effect !== 'advise').map(({ code }) => code),
  );
}

describe('a group of one', () => {
  test('that is up to date is answered with success, and merged', async () => {
    const pull = await green('a', ticketPriority());
    await queued([pull]);
    const first = group(0);
    const judged = await judgeGroup(first);
    expect([codes(judged), judged.again]).toEqual([[], null]);
    expect(checkOn(first)).toBe(success);
    expect(pull.mergedAt).toEqual(now);
  });

  test('that is up to date costs one request for the queue, two for a pull request new to us, one for who pushed, one for files, one write', async () => {
    await queued([await green('a', ticketPriority())]);
    const requests = await world.requestsOf(() => judgeGroup(group(0)));
    const names = requests.map(
      ({ requestBody, path }) => /(?:query|mutation) (\w+)/.exec(JSON.stringify(requestBody))?.[1] ?? path,
    );
    const isLog = (name: string): boolean => name.includes('/activity?');
    expect(names.filter(isLog)).toHaveLength(1);
    expect(names.filter((name) => !isLog(name))).toEqual([
      'JudgeMergeGroup',
      'JudgePullRequest',
      'JudgePullRequest',
      expect.stringContaining('/jobs?'),
      'JudgeMergeGroup',
      'WriteJudgement',
    ]);
  });

  test('in a repository without a policy gets no answer', async () => {
    const pull = await green('a', { 'README.md': 'x\n' });
    await queued([pull]);
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    await judgeGroup(group(0));
    expect(checkOn(group(0))).toBe('');
  });

  test('that only observes gets a neutral answer under the other name', async () => {
    await world.sandbox.push(world.repository, 'main', {
      files: {
        '.github/rollout-gate.yml': (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(
          'enforcement: enforce',
          'enforcement: observe',
        ),
      },
      pusher: world.people.grace,
    });
    const pull = await world.open('a', ticketPriority());
    for (const ruleset of world.sandbox.world.rulesets.values()) ruleset.rules = [];
    await queued([pull], { min_entries_to_merge: 2, min_entries_to_merge_wait_minutes: 60 });
    await judgeGroup(group(0));
    expect(checkOn(group(0))).toBe('rollout-gate (observe) completed neutral');
  });
});

describe('a group of several', () => {
  test('of different surfaces goes when the evals cover what each changes', async () => {
    await world.sandbox.push(world.repository, 'main', {
      files: {
        '.github/rollout-gate.yml': (sampleFiles['.github/rollout-gate.yml'] ?? '').replaceAll(
          '    trusted_paths: ["evals/**"]',
          '    trusted_paths: ["evals/**"]\n    covers: [policy_bundle]',
        ),
      },
      pusher: world.people.grace,
    });
    const pulls = [
      await green('a', ticketPriority()),
      await green('b', prompts()),
      await green('c', { 'README.md': 'Explained.\n' }),
    ];
    await queued(pulls, { min_entries_to_merge: 3, min_entries_to_merge_wait_minutes: 60 });
    for (const one of groups()) expect(codes(await judgeGroup(one))).toEqual([]);
    expect(pulls.map(({ mergedAt }) => mergedAt)).toEqual([now, now, now]);
  });

  test('keeps what its capsules need to be replayed', async () => {
    await listen();
    await queued([await green('a', ticketPriority()), await green('b', prompts())]);
    const judged = await judgeGroup(group(1));
    expect(judged.capsules).toHaveLength(2);
    for (const capsule of judged.capsules) {
      expect(validateSnapshot(capsule.snapshot)).toBe(true);
      expect(replay(capsule, sha256).same).toBe(true);
    }
  });

  test('on one surface waits for evals of the group, and fails shortly before the queue gives up', async () => {
    await listen();
    await queued([await green('a', ticketPriority()), await green('b', prompts())]);
    const last = group(1);
    const judged = await judgeGroup(last);
    expect(new Set(codes(judged))).toEqual(new Set(['signal_unknown']));
    expect(checkOn(last)).toBe(waiting);
    expect(judged.again).toBe(now.getTime() + 2 * 60_000);
    now = new Date(now.getTime() + 28 * 60_000);
    expect((await judgeGroup(last)).again).toBeNull();
    expect(checkOn(last)).toBe(failure);
  });

  test('is answered once while replicas lag behind what was written, as is the group before it', async () => {
    await listen();
    await queued([await green('a', ticketPriority()), await green('b', prompts())]);
    const both = [group(0), group(1)];
    world.sandbox.faults.replica = keptWorld(world.sandbox.world);
    for (const one of [...both, ...both]) await judgeGroup(one);
    expect(both.map(checkOn)).toEqual([success, waiting]);
  });

  test('goes when the evals ran for the group', async () => {
    await listen();
    const pulls = [await green('a', ticketPriority()), await green('b', prompts())];
    await queued(pulls);
    await judgeGroup(group(0));
    const last = group(groups().length - 1);
    await evalsOn(last.headSha, 'merge_group', null);
    expect(codes(await judgeGroup(last))).toContain('signal_running');
    expect(checkOn(last)).toBe(waiting);
    await evalsOn(last.headSha, 'merge_group');
    expect(codes(await judgeGroup(last))).toEqual([]);
    expect(checkOn(last)).toBe(success);
    expect(pulls[1]?.mergedAt).toEqual(now);
  });

  test('fails when the evals of the group fail, whatever those of the heads said', async () => {
    await listen();
    await queued([await green('a', ticketPriority())]);
    await evalsOn(group(0).headSha, 'merge_group', 'failure');
    const only = group(0);
    expect(codes(await judgeGroup(only))).toContain('signal_false');
    expect(checkOn(only)).toBe(failure);
  });

  test('fails at once when the evals do not run for groups', async () => {
    await queued([await green('a', ticketPriority()), await green('b', prompts())]);
    const last = group(1);
    expect((await judgeGroup(last)).again).toBeNull();
    expect(checkOn(last)).toBe(failure);
  });

  test('fails when a member ahead brings its own workflow for the group (T6)', async () => {
    await listen();
    const workflow = await world.open('w', { [evalsWorkflow]: `${listening}# ours\n` });
    await world.judge(workflow);
    await queued([workflow, await green('a', ticketPriority()), await green('b', prompts())]);
    const last = group(2);
    await evalsOn(last.headSha, 'merge_group');
    const judged = await judgeGroup(last);
    expect(judged.decisions[1]?.signals.flatMap(({ refused }) => refused.map(({ code }) => code))).toContain(
      'evidence_workflow_edited',
    );
    expect(checkOn(last)).toBe(failure);
  });

  test('does not count evals whose trusted files a member ahead edits', async () => {
    await listen();
    const edit = await world.open('e', { 'evals/run.js': "console.log('all green');\n" });
    await world.judge(edit);
    await queued([edit, await green('a', ticketPriority()), await green('b', prompts())]);
    const last = group(2);
    await evalsOn(last.headSha, 'merge_group');
    const judged = await judgeGroup(last);
    expect(judged.decisions[1]?.signals.flatMap(({ refused }) => refused.map(({ code }) => code))).toContain(
      'evidence_trusted_path_edited',
    );
    expect(checkOn(last)).toBe(failure);
  });
});

describe('what changes on the way', () => {
  test('a record that another member changes fails the group (T11)', async () => {
    const record = 'changes/ticket-priority/rollout.yaml';
    const lines = Array.from({ length: 12 }, (_, index) => `# ${index}`).join('\n');
    const text = `${String(ticketPriority()[record])}${lines}\n`;
    const review = 'changes/ticket-priority/change.yaml';
    const older = String(ticketPriority()[review]).replace('cr-ticket-priority', 'cr-older');
    const before = { ...ticketPriority(), [record]: text, [review]: older, 'tools/create_ticket.json': '{}\n' };
    await world.sandbox.push(world.repository, 'main', { files: before, pusher: world.people.grace });
    const a = await green('a', { ...ticketPriority(), [record]: text.replace('5_percent', '1_percent') });
    const b = await world.open('b', { [record]: `${text}# by another one\n` });
    for (const ruleset of world.sandbox.world.rulesets.values()) ruleset.rules = [];
    await queued([a, b], { min_entries_to_merge: 3, min_entries_to_merge_wait_minutes: 60 });
    expect(codes(await judgeGroup(group(0)))).toEqual([]);
    const judged = await judgeGroup(group(1));
    expect(judged.decisions[0]?.reasons.map(({ code }) => code)).toContain('group_record_differs');
    expect(checkOn(group(1))).toBe(failure);
  });

  test('a policy that is tightened ahead in the group binds those behind it (T10)', async () => {
    const a = await world.open('a', {
      '.github/rollout-gate.yml': `${sampleFiles['.github/rollout-gate.yml'] ?? ''}# stricter\n`,
    });
    const b = await green('b', { 'README.md': 'Explained.\n' });
    for (const ruleset of world.sandbox.world.rulesets.values()) ruleset.rules = [];
    await queued([a, b], { min_entries_to_merge: 3, min_entries_to_merge_wait_minutes: 60 });
    const judged = await judgeGroup(group(1));
    expect(judged.decisions[1]?.reasons.map(({ code }) => code)).toContain('group_rules_differ');
    expect(checkOn(group(1))).toBe(failure);
  });

  test('a policy that is tightened while a group is queued is the one that it is judged by (T10)', async () => {
    await queued([await green('a', ticketPriority())]);
    const before = group(0).headSha;
    await world.sandbox.push(world.repository, 'main', {
      files: {
        '.github/rollout-gate.yml': (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(
          'reviews: [engineering, safety]',
          'reviews: [engineering, safety, platform-owner]',
        ),
      },
      pusher: world.people.grace,
    });
    expect(group(0).headSha).not.toBe(before);
    const only = group(0);
    expect(codes(await judgeGroup(only))).toContain('review_missing');
    expect(checkOn(only)).toBe(failure);
  });

  test('an approval that is dismissed while it is queued fails the group', async () => {
    const pull = await green('a', ticketPriority());
    await queued([pull]);
    const [review] = [...world.sandbox.world.reviews.values()].filter(({ pullNumber }) => pullNumber === pull.number);
    if (review === undefined) throw new Error('there is no review');
    await world.sandbox.dismiss(review, world.people.grace, 'not yet');
    const only = group(0);
    await judgeGroup(only);
    expect(checkOn(only)).toBe(failure);
  });

  test.each(['dequeued', 'pushed to'] as const)('a group whose member was %s gets no answer', async (what) => {
    const pulls = [await green('a', ticketPriority()), await green('b', prompts())];
    await queued(pulls);
    const [first, last] = [group(0), group(1)];
    if (pulls[0] === undefined) throw new Error('nothing is queued');
    if (what === 'dequeued') await world.sandbox.dequeue(pulls[0], world.people.alice);
    else await world.sandbox.push(world.repository, 'a', { files: { 'README.md': 'x\n' }, pusher: world.people.alice });
    const early = await judgeGroup(last);
    // The queue's entry may only be late: it is looked at once more.
    expect([early.writes, early.again]).toEqual([[], now.getTime() + 10_000]);
    now = new Date(now.getTime() + 3 * 60_000);
    expect((await judgeGroup(first)).again).toBeNull();
    expect([checkOn(first), checkOn(last)]).toEqual(['', '']);
    expect(groups()).toHaveLength(1);
  });
});
