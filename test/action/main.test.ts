import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { malformed } from '../../src/start/scenes/malformed.ts';
import { ungoverned } from '../../src/start/scenes/ungoverned.ts';
import { waiting } from '../../src/start/scenes/waiting.ts';
import { addMergeQueue, queueIn } from '../support/merge-queue.ts';
import { atRoot } from './support/changes.ts';
import { buildFresh, type FreshBundle } from './support/bundle.ts';
import { type ActionWorld, openActionWorld, payloadOf } from './support/world.ts';

let bundle: FreshBundle;
let world: ActionWorld;
beforeAll(async () => {
  bundle = await buildFresh();
});
afterAll(() => bundle.remove());
beforeEach(async () => {
  world = await openActionWorld(bundle.entry);
});
afterEach(() => world.close());

describe('the bundle on merge_group', () => {
  it("answers the group on its head with an App's token, and the queue merges", async () => {
    const { sandbox, sample } = world;
    const pull = await world.open(ungoverned);
    const token = sandbox.installationToken(sample.installed.installation);
    await world.judge(pull, { token });
    addMergeQueue(sandbox, sample.repository);
    await sandbox.enqueue(pull, sample.people.alice);
    const head_sha = queueIn(sandbox, sample.repository)[0]?.group?.headSha ?? '';
    const payload = { action: 'checks_requested', merge_group: { head_sha, base_ref: 'refs/heads/main' } };
    const run = await world.run({ event: 'merge_group', payload, token });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'not_governed']);
    expect(run.result.pull_requests).toMatchObject([{ number: pull.number, head_sha: pull.head.sha }]);
    const [check] = [...sandbox.world.checkRuns.values()].filter((one) => one.headSha === head_sha);
    expect(check).toMatchObject({ name: 'rollout-gate', conclusion: 'success' });
    expect(pull.mergedAt).not.toBeNull();
  });

  it("never lets a group through with the job's own token, which may not read the queue", async () => {
    const { sandbox, sample } = world;
    const pull = await world.open(ungoverned);
    await world.judge(pull, { token: sandbox.installationToken(sample.installed.installation) });
    addMergeQueue(sandbox, sample.repository);
    await sandbox.enqueue(pull, sample.people.alice);
    const head_sha = queueIn(sandbox, sample.repository)[0]?.group?.headSha ?? '';
    const payload = { action: 'checks_requested', merge_group: { head_sha, base_ref: 'refs/heads/main' } };
    await world.run({ event: 'merge_group', payload });
    const answers = [...sandbox.world.checkRuns.values()].filter((one) => one.headSha === head_sha);
    expect(answers.map(({ conclusion }) => conclusion)).not.toContain('success');
    expect(pull.mergedAt).toBeNull();
  });
});

describe('the bundle on the events of the default branch', () => {
  it('keeps one check run up to date and leaves the job green, whatever the answer is', async () => {
    const pull = await world.open(waiting);
    const run = await world.judge(pull);
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.outputs).toMatchObject({ decision: 'wait', 'reason-code': 'review_missing', 'evidence-path': '' });
    const [check, ...more] = world.checks(pull);
    expect(more).toEqual([]);
    expect(check).toMatchObject({ status: 'in_progress', output: { title: expect.stringMatching(/^Waiting: /) } });
    expect(run.result.pull_requests).toMatchObject([{ number: pull.number, head_sha: pull.head.sha }]);
    expect(run.result.pull_requests[0]?.check_run_url).toContain('/runs/');
    expect(run.summary).toContain('Shortest way to green');
    expect(run.summary).toContain('What a writer could still forge in this mode');
  });

  it('makes no other check run and no comment: checks: write is all that it needs to write', async () => {
    const pull = await world.open(waiting);
    await world.judge(pull);
    expect([...world.sandbox.world.checkRuns.values()].map(({ name }) => name)).toEqual(['rollout-gate']);
    expect([...world.sandbox.world.issueComments.values()]).toEqual([]);
  });

  it('annotates every problem of malformed records', async () => {
    const pull = await world.open(malformed);
    const run = await world.judge(pull);
    expect([run.status, run.outputs['decision'], run.outputs['reason-code']]).toEqual([0, 'block', 'record_malformed']);
    expect(world.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
    expect(world.checks(pull)[0]?.annotations.length).toBeGreaterThan(4);
  });

  it('says so when nothing is governed', async () => {
    const pull = await world.open(ungoverned);
    expect((await world.judge(pull)).outputs).toMatchObject({
      decision: 'not_governed',
      'reason-code': 'not_governed',
    });
    expect(world.checks(pull)).toMatchObject([{ conclusion: 'success' }]);
    expect(world.requests()).toEqual(['JudgePullRequest', 'WriteJudgement']);
  });

  it('writes nothing without a policy', async () => {
    const { repository, people } = world.sample;
    await world.sandbox.push(repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: people.grace,
    });
    const pull = await world.open(waiting);
    const run = await world.judge(pull);
    expect([run.status, run.outputs['decision'], run.outputs['capsule-path']]).toEqual([0, 'not_governed', '']);
    expect(run.result.message).toContain('no .github/rollout-gate.yml');
    expect(world.checks(pull)).toEqual([]);
  });

  it('writes one check run over several runs, and nothing while nothing changes', async () => {
    const pull = await world.open(waiting);
    const payload = (action: string) => ({ payload: payloadOf(pull, action) });
    await world.judge(pull, payload('opened'));
    world.requests();
    await world.judge(pull, payload('edited'));
    expect(world.requests()).not.toContain('WriteJudgement');
    for (const name of ['evals / offline', 'evals / duplicate-ticket']) {
      await world.sandbox.completeJob({
        repository: world.sample.repository,
        workflow: '.github/workflows/evals.yml',
        headSha: pull.head.sha,
        jobName: name,
        more: name === 'evals / offline',
      });
    }
    await world.sandbox.review(pull, world.sample.people.bob, 'APPROVE');
    await world.judge(pull);
    await world.sandbox.review(pull, world.sample.people.carol, 'APPROVE');
    const last = await world.judge(pull);
    expect(last.outputs['decision']).toBe('go');
    expect(world.checks(pull)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  });

  it('judges the pull requests that a workflow run names', async () => {
    const pull = await world.open(ungoverned);
    const run = await world.run({
      event: 'workflow_run',
      payload: {
        action: 'completed',
        workflow_run: { head_sha: pull.head.sha, pull_requests: [{ number: pull.number }] },
      },
    });
    expect(run.result.pull_requests.map(({ number }) => number)).toEqual([pull.number]);
  });

  it('finds the pull request of a fork by the commit of the run', async () => {
    const pull = await world.open(ungoverned);
    const run = await world.run({
      event: 'workflow_run',
      payload: { workflow_run: { head_sha: pull.head.sha, pull_requests: [] } },
    });
    expect(run.result.pull_requests.map(({ number }) => number)).toEqual([pull.number]);
  });

  it('ignores a run on a commit that is no head', async () => {
    const run = await world.run({
      event: 'workflow_run',
      payload: { workflow_run: { head_sha: 'a'.repeat(40), pull_requests: [] } },
    });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'ignored']);
  });

  it('judges every open pull request on a schedule, and answers with the worst', async () => {
    const pulls = [await world.open(ungoverned), await world.open(malformed), await world.open(waiting)];
    const run = await world.run({ event: 'schedule', payload: { schedule: '17 * * * *' } });
    expect(run.outputs['decision']).toBe('block');
    expect(run.result.pull_requests.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      pulls.map(({ number }) => number),
    );
    expect(run.outputs['capsule-path']).toMatch(/rollout-gate-capsule-2\.json$/);
    expect(pulls.map((pull) => world.checks(pull).length)).toEqual([1, 1, 1]);
  });

  it('judges the one pull request that a dispatch names', async () => {
    await world.open(malformed);
    const pull = await world.open(ungoverned);
    const run = await world.run({ event: 'workflow_dispatch', inputs: { 'pull-request': String(pull.number) } });
    expect(run.result.pull_requests.map(({ number }) => number)).toEqual([pull.number]);
  });
});

describe("the bundle on the pull request's own workflow", () => {
  it.each(['pull_request', 'pull_request_review'])(
    'fails the job of %s on anything but go, and writes nothing',
    async (event) => {
      const pull = await world.open(waiting);
      const action = event === 'pull_request' ? 'opened' : 'submitted';
      const run = await world.judge(pull, { event, payload: payloadOf(pull, action) });
      expect([run.status, run.outputs['decision']]).toEqual([1, 'wait']);
      expect(run.stdout).toMatch(/^::error::#1: Waiting: /m);
      expect(world.checks(pull)).toEqual([]);
      expect(run.summary).toContain('edit this job away');
    },
  );

  it('passes the job where nothing is governed', async () => {
    const pull = await world.open(ungoverned);
    const run = await world.judge(pull, { event: 'pull_request', payload: payloadOf(pull, 'opened') });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'not_governed']);
    expect(world.requests()).toEqual(['JudgePullRequest']);
  });
});

describe('the bundle on events that are not its own', () => {
  it.each(['push', 'issue_comment', 'constructor', ''])(
    'ends %j with one line and without a request',
    async (event) => {
      const run = await world.run({ event });
      expect([run.status, run.stderr]).toEqual([0, '']);
      expect(run.stdout).toMatch(/^\| ignored: [^\n]+\n$/);
      expect(run.outputs).toEqual({
        decision: 'ignored',
        'reason-code': '',
        'capsule-path': '',
        result: expect.stringContaining('"decision":"ignored"'),
      });
      expect(world.requests()).toEqual([]);
    },
  );

  it('ends a closed pull request without a request', async () => {
    const pull = await world.open(waiting);
    const run = await world.judge(pull, { payload: payloadOf(pull, 'closed') });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'ignored']);
    expect(world.requests()).toEqual([]);
  });
});

describe('what the bundle may read', () => {
  it('waits with role_unreadable and names the mend, without a token that reads teams', async () => {
    const pull = await world.open(waiting);
    const run = await world.run({ event: 'pull_request_target', payload: payloadOf(pull) });
    const codes = run.result.pull_requests[0]?.decision.reasons.map(({ code }) => code) ?? [];
    expect([run.outputs['decision'], codes.includes('role_unreadable')]).toEqual(['wait', true]);
    expect(run.summary).toContain('roles-token');
  });

  it('makes three requests with a token that reads teams: policy, the rest, one write', async () => {
    const pull = await world.open(atRoot);
    world.requests();
    const token = world.sandbox.installationToken(world.sample.installed.installation);
    const run = await world.run({ event: 'pull_request_target', payload: payloadOf(pull), token });
    expect(run.outputs['decision']).toBe('wait');
    expect(world.requests()).toEqual(['JudgePullRequest', 'JudgePullRequest', 'WriteJudgement']);
  });

  it("knows the App's own check run by the token's owner", async () => {
    const pull = await world.open(waiting);
    const token = (): string => world.sandbox.installationToken(world.sample.installed.installation);
    for (const action of ['opened', 'edited']) {
      const run = await world.run({ event: 'pull_request_target', payload: payloadOf(pull, action), token: token() });
      expect(run.summary).toContain('made by the App rollout-gate');
    }
    expect(world.checks(pull)).toMatchObject([{ name: 'rollout-gate' }]);
    expect(world.requests().filter((name) => name === 'WriteJudgement')).toHaveLength(1);
  });
});
