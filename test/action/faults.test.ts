import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/faults/plan.ts';
import { atRoot } from './support/changes.ts';
import { buildFresh, type FreshBundle } from './support/bundle.ts';
import { type ActionWorld, jobPermissions, openActionWorld, payloadOf } from './support/world.ts';

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

describe('a run that can not evaluate', () => {
  const rows: readonly [sentence: string, fault: Fault, code: string, requests: number][] = [
    [
      'a limit is respected: nothing more is sent',
      { kind: 'limit', status: 403, retryAfter: 60 },
      'github_rate_limited',
      1,
    ],
    ['so is one without a header', { kind: 'limit', status: 429 }, 'github_rate_limited', 1],
    ['a cut connection', { kind: 'cut' }, 'github_unreachable', 1],
  ];
  it.each(rows)('fails the job and says why: %s', async (_sentence, fault, code, requests) => {
    const pull = await world.open(atRoot);
    world.sandbox.faults.add({ fault, times: 10 });
    const run = await world.judge(pull);
    expect([run.status, run.outputs['decision'], run.outputs['reason-code']]).toEqual([1, 'fault', code]);
    expect(run.summary).toContain('Could not be evaluated');
    expect(run.summary).toContain('What a writer could still forge in this mode');
    expect(run.stdout).toMatch(/^::error::could not be evaluated: /m);
    expect(world.requests()).toHaveLength(requests);
  });

  it.each(['status', 'truncate'] as const)('closes the gate where it can still write: %s', async (kind) => {
    const pull = await world.open(atRoot);
    const fault: Fault = kind === 'status' ? { kind, status: 500 } : { kind };
    world.sandbox.faults.add({ fault, operation: 'JudgePullRequest', times: 10 });
    const run = await world.judge(pull);
    expect([run.status, run.outputs['decision']]).toEqual([1, 'fault']);
    expect(world.checks(pull)).toMatchObject([{ conclusion: 'action_required' }]);
    world.sandbox.faults.clear();
    const next = await world.judge(pull);
    expect([next.status, next.outputs['decision']]).toEqual([0, 'wait']);
    expect(world.checks(pull).at(-1)).toMatchObject({ status: 'in_progress' });
  });

  it('goes on with the other pull requests, and still fails', async () => {
    const [first, second] = [
      await world.open(atRoot),
      await world.open({ ...atRoot, branch: 'alice/other', title: 'Another' }),
    ];
    world.sandbox.faults.add({ fault: { kind: 'status', status: 502 }, operation: 'JudgePullRequest' });
    const run = await world.run({ event: 'schedule', inputs: { 'roles-token': world.rolesToken() } });
    expect([run.status, run.outputs['decision'], run.outputs['reason-code']]).toEqual([
      1,
      'fault',
      'github_server_error',
    ]);
    expect(run.result.pull_requests).toHaveLength(1);
    const conclusions = [first, second].map((pull) => world.checks(pull).map(({ conclusion }) => conclusion));
    expect(conclusions.flat().map(String).toSorted()).toEqual(['action_required', 'null']);
  });

  it('refuses a bad token with one request', async () => {
    const pull = await world.open(atRoot);
    const run = await world.judge(pull, { token: 'ghs_wrong', inputs: { 'roles-token': '' } });
    expect([run.status, run.outputs['reason-code']]).toEqual([1, 'github_unauthorized']);
    expect(world.requests()).toHaveLength(1);
  });

  it('fails when the token may not write check runs', async () => {
    const pull = await world.open(atRoot);
    const token = world.sandbox.jobToken(world.sample.repository, { ...jobPermissions, checks: 'read' });
    const run = await world.judge(pull, { token });
    expect([run.status, run.outputs['decision'], run.outputs['reason-code']]).toEqual([1, 'fault', 'github_forbidden']);
    expect(world.checks(pull)).toEqual([]);
  });

  it('fails when it can not be told which pull requests a commit has', async () => {
    const pull = await world.open(atRoot);
    const { pull_requests: _left, ...permissions } = jobPermissions;
    const run = await world.run({
      event: 'workflow_run',
      payload: { workflow_run: { head_sha: pull.head.sha, pull_requests: [] } },
      token: world.sandbox.jobToken(world.sample.repository, permissions),
    });
    expect([run.status, run.outputs['reason-code']]).toEqual([1, 'github_forbidden']);
  });

  it('fails when the pull request is not there', async () => {
    const run = await world.run({ event: 'workflow_dispatch', inputs: { 'pull-request': '77' } });
    expect([run.status, run.outputs['reason-code']]).toEqual([1, 'github_not_found']);
  });

  it.each([
    ['inputs that can not be used', { inputs: { command: 'chek', 'pull-request': 'x' } }, 'input_invalid'],
    ['a payload that names no pull request', { payload: { action: 'opened' } }, 'event_unreadable'],
    ['an environment without a repository', { repository: 'agents' }, 'event_unreadable'],
    ['a clock that tells no time', { env: { ROLLOUT_GATE_NOW: 'noon' } }, 'input_invalid'],
    ['a payload file that is not there', { env: { GITHUB_EVENT_PATH: '/nowhere/event.json' } }, 'event_unreadable'],
    ['an address that is none', { env: { GITHUB_API_URL: 'github' } }, 'input_invalid'],
  ])('asks nothing with %s', async (_sentence, step, code) => {
    const pull = await world.open(atRoot);
    const run = await world.run({ event: 'pull_request_target', payload: payloadOf(pull), ...step });
    expect([run.status, run.outputs['decision'], run.outputs['reason-code']]).toEqual([1, 'fault', code]);
    expect(run.summary).toContain('Could not be evaluated');
    expect(world.requests()).toEqual([]);
  });

  it('decides all the same when the capsule can not be written', async () => {
    const pull = await world.open(atRoot);
    const run = await world.judge(pull, { inputs: { 'capsule-dir': 'taken' }, workspace: { taken: 'a file' } });
    expect([run.status, run.outputs['reason-code'], run.outputs['capsule-path']]).toEqual([1, 'file_unwritable', '']);
    expect(world.checks(pull)).toMatchObject([{ status: 'in_progress' }]);
  });
});

describe('tokens', () => {
  it('stand in no output, summary, check or log but in the lines that mask them', async () => {
    const pull = await world.open(atRoot);
    const [token, roles] = [world.jobToken(), world.rolesToken()];
    for (const prepare of [
      () => {},
      () => world.sandbox.faults.add({ fault: { kind: 'status', status: 500 }, times: 9 }),
    ]) {
      prepare();
      const run = await world.judge(pull, { token, inputs: { 'roles-token': roles } });
      const lines = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
      expect(run.stdout.startsWith(`::add-mask::${token}\n::add-mask::${roles}\n`)).toBe(true);
      const said = [
        ...lines,
        run.stderr,
        run.summary,
        JSON.stringify(run.outputs),
        run.file(run.outputs['capsule-path'] ?? ''),
      ];
      expect(said.join('\n')).not.toMatch(/ghs_/);
    }
  });

  it('of others stay where they are: environment and payload are never shown', async () => {
    const pull = await world.open(atRoot);
    const canaries = Array.from({ length: 30 }, (_none, index) => `canary-${index}-`);
    const env = Object.fromEntries(canaries.slice(0, 15).map((canary, index) => [`SECRET_${index}`, canary]));
    const hidden = Object.fromEntries(canaries.slice(15).map((canary, index) => [`hidden_${index}`, canary]));
    for (const break_ of [false, true]) {
      if (break_) world.sandbox.faults.add({ fault: { kind: 'truncate' }, times: 9 });
      const payload = { ...(payloadOf(pull) as object), ...hidden, installation: hidden };
      const run = await world.judge(pull, { env, payload });
      const said = [
        run.stdout,
        run.stderr,
        run.summary,
        JSON.stringify(run.outputs),
        JSON.stringify(world.checks(pull)),
      ];
      expect(said.join('\n')).not.toContain('canary-');
    }
  });
});
