import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { validateSnapshot } from '../../src/generated/validators/snapshot.js';
import { replay } from '../../src/records/capsule-reading.ts';
import { keptWorld } from '../../src/sandbox/faults/lagging-world.ts';
import { pushPolicy } from '../support/judged.ts';
import type { JudgingWorld } from '../support/judging.ts';
import {
  codes,
  failure,
  listening,
  openQueueStage,
  prompts,
  type QueueStage,
  success,
  waiting,
} from '../support/queue-stage.ts';
import { evalsWorkflow, ticketPriority } from '../support/scenes.ts';

/** Pull requests in the merge queue of the sandbox: each is judged on what the whole group makes. */
let stage: QueueStage;
let world: JudgingWorld;
let clock: QueueStage['clock'];

beforeEach(async () => {
  stage = await openQueueStage();
  ({ world, clock } = stage);
});

afterEach(() => world.close());

describe('a group of one', () => {
  test('that is up to date is answered with success, and merged', async () => {
    const pull = await stage.green('a', ticketPriority());
    await stage.queued([pull]);
    const first = stage.group(0);
    const judged = await stage.judgeGroup(first);
    expect([codes(judged), judged.again]).toEqual([[], null]);
    expect(stage.checkOn(first)).toBe(success);
    expect(pull.mergedAt).toEqual(clock.now);
  });

  test('that is up to date costs one request for the queue, two for a pull request new to us, one for who pushed, one for files, one write', async () => {
    await stage.queued([await stage.green('a', ticketPriority())]);
    const requests = await world.requestsOf(() => stage.judgeGroup(stage.group(0)));
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
    const pull = await stage.green('a', { 'README.md': 'x\n' });
    await stage.queued([pull]);
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    await stage.judgeGroup(stage.group(0));
    expect(stage.checkOn(stage.group(0))).toBe('');
  });

  test('that only observes gets a neutral answer under the other name', async () => {
    await pushPolicy(world, (text) => text.replace('enforcement: enforce', 'enforcement: observe'));
    const pull = await world.open('a', ticketPriority());
    for (const ruleset of world.sandbox.world.rulesets.values()) ruleset.rules = [];
    await stage.queued([pull], { min_entries_to_merge: 2, min_entries_to_merge_wait_minutes: 60 });
    await stage.judgeGroup(stage.group(0));
    expect(stage.checkOn(stage.group(0))).toBe('rollout-gate (observe) completed neutral');
  });
});

describe('a group of several', () => {
  test('of different surfaces goes when the evals cover what each changes', async () => {
    await pushPolicy(world, (text) =>
      text.replaceAll(
        '    trusted_paths: ["evals/**"]',
        '    trusted_paths: ["evals/**"]\n    covers: [policy_bundle]',
      ),
    );
    const pulls = [
      await stage.green('a', ticketPriority()),
      await stage.green('b', prompts()),
      await stage.green('c', { 'README.md': 'Explained.\n' }),
    ];
    await stage.queued(pulls, { min_entries_to_merge: 3, min_entries_to_merge_wait_minutes: 60 });
    for (const one of stage.groups()) expect(codes(await stage.judgeGroup(one))).toEqual([]);
    expect(pulls.map(({ mergedAt }) => mergedAt)).toEqual([clock.now, clock.now, clock.now]);
  });

  test('keeps what its capsules need to be replayed', async () => {
    await stage.listen();
    await stage.queued([await stage.green('a', ticketPriority()), await stage.green('b', prompts())]);
    const judged = await stage.judgeGroup(stage.group(1));
    expect(judged.capsules).toHaveLength(2);
    for (const capsule of judged.capsules) {
      expect(validateSnapshot(capsule.snapshot)).toBe(true);
      expect(replay(capsule, sha256).same).toBe(true);
    }
  });

  test('on one surface waits for evals of the group, and fails shortly before the queue gives up', async () => {
    await stage.listen();
    await stage.queued([await stage.green('a', ticketPriority()), await stage.green('b', prompts())]);
    const last = stage.group(1);
    const judged = await stage.judgeGroup(last);
    expect(new Set(codes(judged))).toEqual(new Set(['signal_unknown']));
    expect(stage.checkOn(last)).toBe(waiting);
    expect(judged.again).toBe(clock.now.getTime() + 2 * 60_000);
    clock.now = new Date(clock.now.getTime() + 28 * 60_000);
    expect((await stage.judgeGroup(last)).again).toBeNull();
    expect(stage.checkOn(last)).toBe(failure);
  });

  test('is answered once while replicas lag behind what was written, as is the group before it', async () => {
    await stage.listen();
    await stage.queued([await stage.green('a', ticketPriority()), await stage.green('b', prompts())]);
    const both = [stage.group(0), stage.group(1)];
    world.sandbox.faults.replica = keptWorld(world.sandbox.world);
    for (const one of [...both, ...both]) await stage.judgeGroup(one);
    expect(both.map(stage.checkOn)).toEqual([success, waiting]);
  });

  test('goes when the evals ran for the group', async () => {
    await stage.listen();
    const pulls = [await stage.green('a', ticketPriority()), await stage.green('b', prompts())];
    await stage.queued(pulls);
    await stage.judgeGroup(stage.group(0));
    const last = stage.group(stage.groups().length - 1);
    await stage.evalsOn(last.headSha, 'merge_group', null);
    expect(codes(await stage.judgeGroup(last))).toContain('signal_running');
    expect(stage.checkOn(last)).toBe(waiting);
    await stage.evalsOn(last.headSha, 'merge_group');
    expect(codes(await stage.judgeGroup(last))).toEqual([]);
    expect(stage.checkOn(last)).toBe(success);
    expect(pulls[1]?.mergedAt).toEqual(clock.now);
  });

  test('fails when the evals of the group fail, whatever those of the heads said', async () => {
    await stage.listen();
    await stage.queued([await stage.green('a', ticketPriority())]);
    await stage.evalsOn(stage.group(0).headSha, 'merge_group', 'failure');
    const only = stage.group(0);
    expect(codes(await stage.judgeGroup(only))).toContain('signal_false');
    expect(stage.checkOn(only)).toBe(failure);
  });

  test('fails at once when the evals do not run for groups', async () => {
    await stage.queued([await stage.green('a', ticketPriority()), await stage.green('b', prompts())]);
    const last = stage.group(1);
    expect((await stage.judgeGroup(last)).again).toBeNull();
    expect(stage.checkOn(last)).toBe(failure);
  });

  test('fails when a member ahead brings its own workflow for the group (T6)', async () => {
    await stage.listen();
    const workflow = await world.open('w', { [evalsWorkflow]: `${listening}# ours\n` });
    await world.judge(workflow);
    await stage.queued([workflow, await stage.green('a', ticketPriority()), await stage.green('b', prompts())]);
    const last = stage.group(2);
    await stage.evalsOn(last.headSha, 'merge_group');
    const judged = await stage.judgeGroup(last);
    expect(judged.decisions[1]?.signals.flatMap(({ refused }) => refused.map(({ code }) => code))).toContain(
      'evidence_workflow_edited',
    );
    expect(stage.checkOn(last)).toBe(failure);
  });

  test('does not count evals whose trusted files a member ahead edits', async () => {
    await stage.listen();
    const edit = await world.open('e', { 'evals/run.js': "console.log('all green');\n" });
    await world.judge(edit);
    await stage.queued([edit, await stage.green('a', ticketPriority()), await stage.green('b', prompts())]);
    const last = stage.group(2);
    await stage.evalsOn(last.headSha, 'merge_group');
    const judged = await stage.judgeGroup(last);
    expect(judged.decisions[1]?.signals.flatMap(({ refused }) => refused.map(({ code }) => code))).toContain(
      'evidence_trusted_path_edited',
    );
    expect(stage.checkOn(last)).toBe(failure);
  });
});
