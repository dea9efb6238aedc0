import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAnswerComment } from '../../src/records/answer.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type BypassStage, openBypassStage } from '../support/bypass-stage.ts';
import type { JudgingWorld } from '../support/judging.ts';
import { ripen } from '../support/ripe.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What comes to the default branch past the gate: one incident, one record, found however often it is looked for. */
let stage: BypassStage;
let world: JudgingWorld;

beforeEach(async () => {
  stage = await openBypassStage();
  world = stage.world;
});

afterEach(() => world.close());

async function judgedGo(): Promise<PullRequest> {
  const pull = await world.open('a', ticketPriority());
  await ripen(world, pull);
  const { decision } = await world.judge(pull);
  expect(decision?.verdict).toBe('go');
  return pull;
}

describe('no bypass', () => {
  test.each(['merge', 'squash'] as const)('is a %s of a pull request whose gate has gone', async (method) => {
    const pull = await judgedGo();
    await world.sandbox.merge(pull, world.people.grace, { method });
    expect((await stage.detect()).bypasses).toEqual([]);
    expect(stage.issues()).toEqual([]);
  });

  test('is a push of what nothing governs, and it costs no comparison with what is judged', async () => {
    await stage.push({ 'README.md': 'Explained.\n' });
    expect((await stage.detect()).bypasses).toEqual([]);
    const pull = await judgedGo();
    const since = stage.tip();
    await world.sandbox.merge(pull, world.people.grace);
    const requests = await world.requestsOf(() => stage.detect(since));
    expect(requests.map(({ operation, path }) => operation ?? path.split('?')[0])).toEqual([
      'ReadDefaultBranch',
      '/repos/acme/agents/activity',
      'ReadBranchMoves',
    ]);
  });

  test('is what came before there was a policy, and the policy itself', async () => {
    await stage.push({ '.github/rollout-gate.yml': null });
    const since = stage.tip();
    await stage.push({ 'prompts/support/system.md': 'Be brief.\n' });
    await stage.push({ '.github/rollout-gate.yml': sampleFiles['.github/rollout-gate.yml'] ?? '' });
    expect((await stage.detect(since)).bypasses).toEqual([]);
  });

  test('is what came before the commit that was looked at last, or long ago', async () => {
    await stage.push({ 'prompts/support/system.md': 'Be brief.\n' });
    expect((await stage.detect(stage.tip())).bypasses).toEqual([]);
    expect((await stage.detect(null, new Date(Date.now() + 7_200_000))).bypasses).toEqual([]);
  });
});

describe('a bypass', () => {
  test('by a push gets one issue with what happened, the four steps and the record, however often it is looked for', async () => {
    const sha = await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    for (let times = 0; times < 3; times += 1) await stage.detect();
    stage.forget();
    await stage.detect();
    expect(stage.issues()).toHaveLength(1);
    const [issue] = stage.issues();
    expect(issue).toMatchObject({ labels: ['rollout-gate-incident'], state: 'open' });
    expect(issue?.title).toBe(`Past the gate: policy_bundle changed in ${sha.slice(0, 7)}`);
    expect(issue?.body).toContain('pushed by grace without a pull request that was judged');
    expect(issue?.body).toContain('4. Close the incident: `/resolve because …`.');
    expect(issue?.body).not.toContain('@grace');
    const [record, ...more] = stage.commentsOn(issue?.number ?? 0);
    expect(more).toEqual([]);
    expect(readAnswerComment(record ?? '')).toMatchObject({
      repository: world.repository.id,
      thread: issue?.number,
      number: 1,
      previous: null,
      command: null,
      outcome: 'found',
      code: 'bypass_found',
      effect: { kind: 'bypass', by: 'push', commit: sha, surfaces: ['policy_bundle'], verdict: null },
    });
  });

  test('by a merge of a waiting pull request is told there too, once', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    const sha = await world.sandbox.merge(pull, world.people.grace);
    await stage.detect();
    await stage.detect();
    const [issue] = stage.issues();
    expect(issue?.body).toContain('The gate was still waiting.');
    expect(stage.commentsOn(pull.number).filter((body) => body.includes(`rollout-gate:bypass ${sha}`))).toHaveLength(1);
    const entry = readAnswerComment(stage.commentsOn(issue?.number ?? 0)[0] ?? '');
    expect(entry?.effect).toMatchObject({ by: 'merge', pull_request: pull.number, verdict: 'wait' });
  });

  test('that was resolved is none anew', async () => {
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    await stage.detect();
    const [issue] = stage.issues();
    if (issue !== undefined) issue.state = 'closed';
    stage.forget();
    await stage.detect();
    expect(stage.issues()).toHaveLength(1);
  });

  test('is not hidden by an issue that somebody else made beforehand', async () => {
    const sha = await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    const body = `<!-- rollout-gate:incident bypass ${sha} -->`;
    await fetch(`${world.sandbox.url}/repos/acme/agents/issues`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.sandbox.userToken(world.people.grace)}` },
      body: JSON.stringify({ title: 'x', body, labels: ['rollout-gate-incident'] }),
    });
    await stage.detect();
    expect(stage.issues()).toHaveLength(2);
  });

  test('behind more runs of the gate than can be read in one go is not hidden by an old success', async () => {
    const pull = await judgedGo();
    const app = world.sandbox.asInstallation(world.installed.installation);
    for (let count = 0; count < 51; count += 1)
      await world.sandbox.postCheckRun(app, world.repository, {
        name: 'rollout-gate',
        headSha: pull.head.sha,
        status: 'completed',
        conclusion: 'failure',
      });
    await world.sandbox.merge(pull, world.people.grace);
    expect((await stage.detect()).bypasses).toMatchObject([{ by: 'merge', pull_request: pull.number }]);
  });

  test('by a branch that was taken away and made anew is one', async () => {
    const since = stage.tip();
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    const made = world.sandbox.world.activities.pop();
    if (made === undefined) throw new Error('no activity');
    const none = '0'.repeat(40);
    const gone = { ...made, id: made.id + 1, before: since, after: none, type: 'branch_deletion' as const };
    const anew = { ...made, id: made.id + 2, before: none, type: 'branch_creation' as const };
    world.sandbox.world.activities.push(gone, anew);
    expect((await stage.detect(since)).bypasses).toMatchObject([{ commit: made.after, surfaces: ['policy_bundle'] }]);
  });

  test('by several commits in one push is one', async () => {
    const main = stage.tip();
    await world.sandbox.push(world.repository, 'b', {
      files: { 'prompts/support/system.md': 'One.\n' },
      pusher: world.people.grace,
    });
    const sha = await world.sandbox.push(world.repository, 'b', {
      files: { 'policy/tools.yaml': 'default: allow\n' },
      pusher: world.people.grace,
    });
    await world.sandbox.moveBranch(world.repository, 'main', sha, world.people.grace);
    const { bypasses } = await stage.detect(main);
    expect(bypasses).toMatchObject([{ commit: sha, surfaces: ['prompt_bundle', 'policy_bundle'] }]);
  });

  test('by a force push that takes a change away is one', async () => {
    const main = stage.tip();
    const pull = await judgedGo();
    const sha = await world.sandbox.merge(pull, world.people.grace);
    await world.sandbox.moveBranch(world.repository, 'main', main, world.people.grace);
    const { bypasses } = await stage.detect(sha);
    expect(bypasses).toMatchObject([{ by: 'push', commit: main, surfaces: ['capability_contract'] }]);
  });

  test('behind a policy made useless on purpose is found by the policy before it', async () => {
    const since = stage.tip();
    await stage.push({ '.github/rollout-gate.yml': 'version: [\n' });
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    const { bypasses } = await stage.detect(since);
    expect(bypasses.map(({ surfaces }) => surfaces)).toEqual([['rollout_rules'], ['policy_bundle']]);
  });

  test('assigns the people whom the policy names for the surface', async () => {
    const text = (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(
      '{ teams: [safety-review], aliases',
      '{ users: [carol], aliases',
    );
    await stage.push({ '.github/rollout-gate.yml': text });
    const since = stage.tip();
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    await stage.detect(since);
    expect(stage.issues()[0]?.assigneeIds).toEqual([world.people.carol.id]);
  });
});

describe('GitHub stumbles', () => {
  test.each([
    ['an issue that it made and did not answer for', { method: 'POST', path: /\/issues$/ }],
    ['a record that it wrote and did not answer for', { operation: 'WriteAnswer' }],
  ])('%s is found, not made again', async (_name, where) => {
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    world.sandbox.faults.add({ ...where, when: 'after', fault: { kind: 'status', status: 502 } });
    await stage.detect().catch(() => undefined);
    await stage.detect();
    expect(stage.issues()).toHaveLength(1);
    expect(stage.commentsOn(stage.issues()[0]?.number ?? 0)).toHaveLength(1);
  });

  test('a log that does not reach the newest commit yet is looked at later, never passed over', async () => {
    const since = stage.tip();
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    const late = world.sandbox.world.activities.pop();
    await expect(stage.detect(since)).rejects.toMatchObject({ code: 'github_answer_incomplete', retryable: true });
    if (late !== undefined) world.sandbox.world.activities.push(late);
    expect((await stage.detect(since)).bypasses).toHaveLength(1);
  });
});
