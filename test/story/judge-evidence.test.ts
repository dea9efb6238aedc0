import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EvalReport } from '../../src/generated/types.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, readingJob, ticketPriority } from '../support/scenes.ts';
import { zipArchive } from '../support/zip-archive.ts';

/** Evidence that hangs on runs: reports in artifacts, baselines, pushes, commit statuses, issues, owners. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

async function policy(change: (text: string) => string): Promise<void> {
  const before = sampleFiles['.github/rollout-gate.yml'] ?? '';
  const after = change(before);
  expect(after).not.toBe(before);
  const files = { '.github/rollout-gate.yml': after };
  await world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });
}

const byReport = (more: string) => (text: string) =>
  text.replace(
    'job: { workflow: .github/workflows/evals.yml, name: "evals / offline" }',
    `report: { workflow: .github/workflows/evals.yml, artifact: evals, suite: offline${more} }`,
  );

function report(commit: string, failed = 0, more: Partial<EvalReport> = {}): EvalReport {
  return {
    version: 1,
    suite: 'offline',
    commit,
    measured_at: '2026-11-20T12:00:00Z',
    release: { bundle_id: 'bundle-ticket-priority' },
    dataset: { name: 'support', version: '7' },
    judge: { name: 'rubric', version: '2' },
    verifier: { id: 'v', contract_version: '1' },
    cases: Array.from({ length: 10 }, (_, index) =>
      index < failed
        ? { id: `c${index}`, outcome: 'failed', failure_reason: 'wrong_tool', trace_id: `t${index}` }
        : { id: `c${index}`, outcome: 'passed' },
    ),
    ...more,
  };
}

async function runWith(headSha: string, files: Readonly<Record<string, string>> | Uint8Array, event = 'pull_request') {
  return world.sandbox.completeJob({
    repository: world.repository,
    workflow: evalsWorkflow,
    event,
    headSha,
    jobName: 'evals / offline',
    artifacts: { evals: files },
  });
}

async function signalOf(pull: PullRequest, name = 'offline_eval_passed') {
  const { decision } = await world.judge(pull);
  const signal = decision?.signals.find((one) => one.name === name);
  return { value: signal?.value, refused: signal?.refused.map(({ code }) => code) ?? [], cases: signal?.cases };
}

describe('an eval report in an artifact', () => {
  test('gives the value and its cases; listing and archive cost 2 requests once', async () => {
    await policy(byReport(''));
    const pull = await world.open('a', ticketPriority());
    const { run, artifacts } = await runWith(pull.head.sha, { 'offline.json': JSON.stringify(report(pull.head.sha)) });
    const requests = await world.requestsOf(() => world.judge(pull));
    const rest = requests.filter(({ method }) => method === 'GET').map(({ template }) => template);
    expect(rest.filter((template) => template !== '/repos/{owner}/{repo}/activity')).toEqual([
      '/repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
      '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
      '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/zip',
      // The storage that GitHub redirects to.
      null,
    ]);
    expect(run.id).toBeGreaterThan(0);
    expect(artifacts).toHaveLength(1);
    expect(await signalOf(pull)).toMatchObject({ value: 'true', cases: { passed: 10, total: 10 } });
    expect(await world.requestsOf(() => world.judge(pull))).toHaveLength(1);
  });

  test('is fetched without the token from where GitHub redirects to', async () => {
    await policy(byReport(''));
    const pull = await world.open('a', ticketPriority());
    await runWith(pull.head.sha, { 'offline.json': JSON.stringify(report(pull.head.sha)) });
    const before = world.sandbox.exchanges.length;
    await world.judge(pull);
    const [download] = world.sandbox.exchanges.slice(before).filter(({ kind }) => kind === 'download');
    expect(download?.status).toBe(200);
    expect(Object.keys(download?.requestHeaders ?? {})).not.toContain('authorization');
    expect(download?.actor).toBe('anonymous');
  });

  test.each([
    ['of another commit', () => ({ 'r.json': JSON.stringify(report('f'.repeat(40))) }), 'report_wrong_commit'],
    ['that is no report', () => ({ 'r.json': '{"cases": []}' }), 'report_malformed'],
    ['that is no JSON', () => ({ 'r.json': 'passed' }), 'report_malformed'],
    ['in an archive that leads elsewhere', () => zipArchive([{ name: '../r.json', text: '{}' }]), 'report_unsafe'],
    ['in something that is no archive', () => new Uint8Array([1, 2, 3]), 'report_unsafe'],
  ])('%s is refused with its reason', async (_name, files, code) => {
    await policy(byReport(''));
    const pull = await world.open('a', ticketPriority());
    await runWith(pull.head.sha, files());
    const signal = await signalOf(pull);
    expect(signal.value).toBe('unknown');
    expect(signal.refused).toContain(code);
  });

  test('is compared with that of the base, and worse is false', async () => {
    await policy(byReport(', compare: baseline'));
    const main = world.repository.refs.get('refs/heads/main') ?? '';
    await runWith(main, { 'offline.json': JSON.stringify(report(main)) }, 'push');
    const pull = await world.open('a', ticketPriority());
    await runWith(pull.head.sha, { 'offline.json': JSON.stringify(report(pull.head.sha, 3)) });
    expect(await signalOf(pull)).toMatchObject({ value: 'false' });
    expect(await world.requestsOf(() => world.judge(pull))).toHaveLength(1);
  });
});

describe('a run of a push', () => {
  test("counts when its workflow file is the default branch's, and not when the head has another one", async () => {
    const pull = await world.open('a', ticketPriority());
    const job = { repository: world.repository, workflow: evalsWorkflow, event: 'push', jobName: 'evals / offline' };
    await world.sandbox.completeJob({ ...job, headSha: pull.head.sha });
    expect(await signalOf(pull)).toMatchObject({ value: 'true' });
    await world.sandbox.push(world.repository, 'a', {
      files: { [evalsWorkflow]: 'name: evals\non: push\njobs: {}\n' },
      pusher: world.people.alice,
    });
    await world.sandbox.completeJob({ ...job, headSha: pull.head.sha });
    expect((await signalOf(pull)).value).toBe('unknown');
  });
});

describe('a newer attempt', () => {
  test('stands for the older one, which is no forgery', async () => {
    const pull = await world.open('a', ticketPriority());
    const job = {
      repository: world.repository,
      workflow: evalsWorkflow,
      headSha: pull.head.sha,
      jobName: 'evals / offline',
    };
    await world.sandbox.completeJob({ ...job, conclusion: 'failure' });
    expect((await signalOf(pull)).value).toBe('false');
    await world.sandbox.completeJob({ ...job, attempt: 2 });
    expect(await signalOf(pull)).toMatchObject({ value: 'true', refused: ['evidence_attempt_superseded'] });
  });
});

describe('a commit status', () => {
  test('counts only where the policy names it and its creator', async () => {
    await policy((text) =>
      text
        .replace(
          'job: { workflow: .github/workflows/evals.yml, name: "evals / offline" }',
          'status: { context: "evals/offline", creator: dan }',
        )
        .replace('    trusted_paths: ["evals/**"]\n', ''),
    );
    const pull = await world.open('a', ticketPriority());
    const status = { sha: pull.head.sha, context: 'evals/offline', state: 'success' as const };
    await world.sandbox.postStatus(world.sandbox.asUser(world.people.erin), world.repository, status);
    expect(await signalOf(pull)).toMatchObject({ value: 'unknown', refused: ['evidence_wrong_creator'] });
    await world.sandbox.postStatus(world.sandbox.asUser(world.people.dan), world.repository, status);
    expect((await signalOf(pull)).value).toBe('true');
  });

  test("under the gate's name is told as somebody else's", async () => {
    const pull = await world.open('a', ticketPriority());
    const status = { sha: pull.head.sha, context: 'rollout-gate', state: 'success' as const };
    await world.sandbox.postStatus(world.sandbox.asUser(world.people.erin), world.repository, status);
    const { observation } = await world.judge(pull);
    expect(observation.lookalikes).toEqual([{ kind: 'status', made_by: 'erin' }]);
  });
});

describe('people', () => {
  test('owners by CODEOWNERS hold a role for the paths that changed', async () => {
    await policy((text) =>
      text.replace('engineering:     { teams: [engineering] }', 'engineering:     { codeowners: ["**"] }'),
    );
    const pull = await world.open('a', { 'prompts/support/system.md': 'Be brief.\n' });
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    const { decision } = await world.judge(pull);
    expect(decision?.reviews.find(({ role }) => role === 'engineering')?.state).toBe('given');
  });

  test('a permission floor is read for those who reviewed', async () => {
    await policy((text) =>
      text.replace(
        'engineering:     { teams: [engineering] }',
        'engineering:     { teams: [engineering], permission: maintain }',
      ),
    );
    const pull = await world.open('a', { 'prompts/support/system.md': 'Be brief.\n' });
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    const low = await world.judge(pull);
    const engineering = low.decision?.reviews.find(({ role }) => role === 'engineering');
    expect(engineering?.not_counted.map(({ code }) => code)).toEqual(['approver_permission_too_low']);
    world.sandbox.addCollaborator(world.repository, world.people.bob, 'maintain');
    const { decision } = await world.judge(pull);
    expect(decision?.reviews.find(({ role }) => role === 'engineering')?.state).toBe('given');
  });

  test('who pushed last is asked of the repository once somebody has approved, where no check suite tells too', async () => {
    const pull = await world.open('a', ticketPriority());
    for (const suite of world.sandbox.world.checkSuites.values())
      if (suite.headSha === pull.head.sha) suite.pusherId = null;
    const asked = async (): Promise<readonly (string | undefined)[]> =>
      (await world.requestsOf(() => world.judge(pull))).map(({ path }) => path.split('?')[0]);
    expect(await asked()).not.toContain('/repos/acme/agents/activity');
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    expect(await asked()).toContain('/repos/acme/agents/activity');
    const { observation } = await world.judge(pull);
    expect(observation.snapshot?.pushers).toMatchObject({ known: true, list: [{ login: 'alice' }] });
  });

  test.each([
    ['that fails for now is asked for again', { kind: 'status', status: 502 }, true],
    ['that nobody lets us read is not', { kind: 'not_found' }, false],
  ] as const)('a log of the head branch %s', async (_name, fault, again) => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    world.sandbox.faults.add({ path: /activity/, fault, times: 9 });
    const { observation, decision } = await world.judge(pull);
    expect(observation).toMatchObject({ pushers_unread: again, snapshot: { pushers: { known: false } } });
    expect(decision?.reasons.map(({ code }) => code)).toContain('pusher_unknown');
    world.sandbox.faults.clear();
    expect((await world.judge(pull)).observation).toMatchObject({
      pushers_unread: false,
      snapshot: { pushers: { known: true } },
    });
  });

  test('without members read, teams are unreadable, which waits', async () => {
    const pull = await world.open('a', ticketPriority());
    const token = world.sandbox.jobToken(world.repository, readingJob);
    const { decision } = await world.judge(pull, { token, app: 'github-actions', write: false });
    expect(decision?.verdict).toBe('wait');
    expect(decision?.reasons.map(({ code }) => code)).toContain('role_unreadable');
  });
});
