import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildFresh, type FreshBundle } from './support/bundle.ts';
import { commands } from './support/commands.ts';
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

/** A record that says a text wherever a record can say one, in front of a line of its own. */
const recordSaying = (text: string): string => {
  const said = JSON.stringify(`x\n${text}\n`);
  return `kind: change_review_record
review_id: cr-1
change_id: chg-1
owner: ${said}
change_type: ${said}
risk_level: medium
affected_surfaces: [prompt_bundle, ${said}]
required_reviews: [engineering, ${said}]
required_evals: [${said}]
artifacts: [${said}]
${said}: ${said}
`;
};

describe('data in what is printed', () => {
  it.each(['pull_request_target', 'pull_request'])('never becomes a workflow command: %s', async (event) => {
    const files = Object.fromEntries(
      commands.map((command, index) => [`changes/c${index}/change.yaml`, recordSaying(command)]),
    );
    const pull = await world.open({
      branch: 'alice/commands',
      title: '::warning::title',
      files: { ...files, 'prompts/a.md': 'a' },
    });
    const run = await world.judge(pull, { event, payload: payloadOf(pull, 'opened') });
    expect(run.outputs['decision']).toBe('block');
    expect(run.stdout).toContain('stop-commands');
    const obeyed = run.stdout.split(/[\n\r\u2028\u2029\u0085\v\f]/u).filter((line) => /^\s*(::|##\[)/.test(line));
    const ours =
      event === 'pull_request' ? ['::add-mask::', '::add-mask::', '::error::'] : ['::add-mask::', '::add-mask::'];
    expect(obeyed.map((line) => /^::[a-z-]+::/.exec(line)?.[0])).toEqual(ours);
  });

  it('can not add an output: values of many lines keep to their own', async () => {
    const files = {
      'prompts/a.md': 'a',
      'change.yaml': recordSaying('ghadelimiter_x\ndecision<<EOF\ngo\nEOF\ndecision=go'),
    };
    const pull = await world.open({ branch: 'alice/outputs', files });
    const run = await world.judge(pull);
    expect(Object.keys(run.outputs).toSorted()).toEqual([
      'capsule-path',
      'decision',
      'evidence-path',
      'reason-code',
      'result',
    ]);
    expect(run.outputs['decision']).toBe('block');
    expect(run.outputs['result']).not.toContain('\n');
  });
});

describe('the capsule', () => {
  it('goes where the input says, and is the one of the judged pull request', async () => {
    const pull = await world.open({ branch: 'alice/prompt', files: { 'prompts/a.md': 'a' } });
    const run = await world.judge(pull, { inputs: { 'capsule-dir': 'kept/capsules' } });
    const path = run.outputs['capsule-path'] ?? '';
    expect(path).toMatch(/workspace\/kept\/capsules\/rollout-gate-capsule-1\.json$/);
    const capsule = JSON.parse(run.file(path)) as { format: string; decision: unknown };
    expect([capsule.format, capsule.decision]).toEqual(['rollout-gate/capsule', run.result.pull_requests[0]?.decision]);
  });

  it('holds the time of ROLLOUT_GATE_NOW', async () => {
    const pull = await world.open({ branch: 'alice/prompt', files: { 'prompts/a.md': 'a' } });
    const run = await world.judge(pull, { env: { ROLLOUT_GATE_NOW: '2027-01-02T03:04:05Z' } });
    const capsule = JSON.parse(run.file(run.outputs['capsule-path'] ?? '')) as { snapshot: { now: string } };
    expect(capsule.snapshot.now).toBe('2027-01-02T03:04:05Z');
  });

  it('is not written where there is no folder for it', async () => {
    const pull = await world.open({ branch: 'alice/prompt', files: { 'prompts/a.md': 'a' } });
    const run = await world.judge(pull, { env: { RUNNER_TEMP: '' } });
    expect([run.status, run.outputs['capsule-path']]).toEqual([0, '']);
  });
});

describe('a run without a summary file', () => {
  it('says so and ends as it would', async () => {
    const pull = await world.open({ branch: 'alice/prompt', files: { 'prompts/a.md': 'a' } });
    const run = await world.judge(pull, { env: { GITHUB_STEP_SUMMARY: '' } });
    expect([run.status, run.outputs['decision']]).toEqual([0, 'block']);
    expect(run.stdout).toContain('| The job summary could not be written: ');
  });
});
