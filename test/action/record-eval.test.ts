import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { buildFresh, type FreshBundle } from './support/bundle.ts';
import { atRoot } from './support/changes.ts';
import type { StepRun } from './support/runner.ts';
import { type ActionWorld, openActionWorld } from './support/world.ts';

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

const policyPath = '.github/rollout-gate.yml';
const workflow = '.github/workflows/evals.yml';
const junitInputs = { report: 'junit.xml', dataset: 'tickets@3', judge: 'exact@1', verifier: 'verifier@2' };

const junit = (...failed: string[]): string => `<?xml version="1.0"?>
<testsuites><testsuite name="offline" tests="3">${['a', 'b', 'c']
  .map((name) => `<testcase name="${name}">${failed.includes(name) ? '<failure message="wrong"/>' : ''}</testcase>`)
  .join('')}</testsuite></testsuites>`;

/** Runs `record-eval` as a step of the eval workflow's job. */
const record = (sha: string, inputs: Record<string, string>, workspace: Record<string, string>): Promise<StepRun> =>
  world.run({
    event: 'pull_request',
    payload: { action: 'opened', pull_request: { number: 1, head: { sha } }, repository: { id: 1 } },
    inputs: { command: 'record-eval', ...inputs },
    workspace,
    env: {
      GITHUB_WORKFLOW_REF: `acme/agents/${workflow}@refs/pull/1/merge`,
      GITHUB_RUN_ID: '8123',
      GITHUB_RUN_ATTEMPT: '1',
    },
  });

/** A pull request in a repository whose policy takes the offline eval from a report. */
async function withReportPolicy(): Promise<PullRequest> {
  const { repository, people } = world.sample;
  const policy = (sampleFiles[policyPath] ?? '').replace(
    'job: { workflow: .github/workflows/evals.yml, name: "evals / offline" }',
    `report: { workflow: ${workflow}, artifact: evals, suite: offline }`,
  );
  await world.sandbox.push(repository, 'main', { files: { [policyPath]: policy }, pusher: people.grace });
  return world.open(atRoot);
}

describe('record-eval', () => {
  it.each([
    ['true', []],
    ['false', ['b']],
  ])('makes the evidence that check reads from the run’s artifact: %s', async (value, failed) => {
    const pull = await withReportPolicy();
    const recorded = await record(pull.head.sha, junitInputs, { 'junit.xml': junit(...failed) });
    expect([recorded.status, recorded.outputs['decision']]).toEqual([0, 'recorded']);
    expect(recorded.stdout).toContain(`offline: 3 cases, ${failed.length > 0 ? '1 failed, 2 passed' : '3 passed'}`);
    expect(recorded.summary).toContain('offline: 3 cases');
    expect(world.requests()).toEqual([]);
    await world.sandbox.completeJob({
      repository: world.sample.repository,
      workflow,
      headSha: pull.head.sha,
      jobName: 'evals / offline',
      artifacts: { evals: { 'rollout-gate-evidence.json': recorded.file(recorded.outputs['evidence-path'] ?? '') } },
    });
    const run = await world.judge(pull);
    const signal = run.result.pull_requests[0]?.decision.signals.find(({ name }) => name === 'offline_eval_passed');
    expect([signal?.value, signal?.why]).toEqual([value, expect.any(String)]);
  });

  it('takes a report of our own format as it is', async () => {
    const report = {
      version: 1,
      suite: 'offline',
      commit: 'a'.repeat(40),
      measured_at: '2026-11-21T10:00:00Z',
      release: {},
      dataset: { name: 'tickets', version: '3' },
      judge: { name: 'exact' },
      verifier: { id: 'verifier', contract_version: '2' },
      cases: [{ id: 'a', outcome: 'passed' }],
    };
    const run = await record('a'.repeat(40), { report: 'r.json' }, { 'r.json': JSON.stringify(report) });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'recorded']);
    expect(JSON.parse(run.file(run.outputs['evidence-path'] ?? ''))).toMatchObject({
      format: 'rollout-gate/evidence',
      source: { repository: 'acme/agents', run_id: 8123, workflow, commit: 'a'.repeat(40) },
      reports: [report],
    });
    const other = await record('b'.repeat(40), { report: 'r.json' }, { 'r.json': JSON.stringify(report) });
    expect([other.status, other.outputs['reason-code']]).toEqual([1, 'input_invalid']);
    expect(other.result.message).toContain('is for commit');
  });

  it.each([
    ['no file', { report: 'none.xml' }, {}, 'file_unreadable', 'none.xml'],
    ['XML that is cut short', junitInputs, { 'junit.xml': '<testsuites>' }, 'input_invalid', 'junit.xml:1:'],
    ['JUnit without its context', { report: 'junit.xml' }, { 'junit.xml': junit() }, 'input_invalid', 'input dataset'],
    ['JSON of another form', { report: 'r.json' }, { 'r.json': '{}' }, 'input_invalid', 'r.json:'],
  ])('fails the job with %s', async (_sentence, inputs, workspace, code, words) => {
    const run = await record('a'.repeat(40), inputs, workspace as Record<string, string>);
    expect([run.status, run.outputs['decision'], run.outputs['reason-code']]).toEqual([1, 'fault', code]);
    expect(run.result.message).toContain(words);
    expect(run.summary).toContain('Could not be evaluated');
  });

  it('runs on any event', async () => {
    const run = await world.run({
      event: 'push',
      inputs: { command: 'record-eval', ...junitInputs, commit: 'c'.repeat(40) },
      workspace: { 'junit.xml': junit() },
    });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'recorded']);
  });
});
