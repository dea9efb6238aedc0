import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let sha = '';
let count = 0;
beforeAll(async () => {
  world = await openWorld();
  // the rules are tried with bodies that GitHub's description refuses too
  world.provoke((method, path) => /check-runs/.test(path) && method !== 'GET');
});
afterAll(() => world.close());
beforeEach(async () => {
  const { sandbox, repository, people } = world;
  sha = await sandbox.push(repository, `checks/${++count}`, { pusher: people.alice, files: { 'n.md': `${count}\n` } });
});

const annotation = (line: number) => ({
  path: 'change.yaml',
  start_line: line,
  end_line: line,
  annotation_level: 'failure' as const,
  message: `problem ${line}`,
});
const annotations = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => annotation(from + index));
const output = { title: 'Blocked', summary: 'Because.' };
const create = (body: Record<string, unknown>) =>
  world.app.request('POST /repos/{owner}/{repo}/check-runs', { ...here, name: 'rollout-gate', head_sha: sha, ...body });

describe('a check run is refused with 422', () => {
  const wide = { ...annotation(1), end_line: 2, start_column: 1 };
  const action = { label: 'Recheck', description: 'again', identifier: 'recheck' };
  const cases: readonly (readonly [string, Record<string, unknown>])[] = [
    ['51 annotations', { output: { ...output, annotations: annotations(1, 52) } }],
    ['a summary of 65,536 bytes', { output: { ...output, summary: 'x'.repeat(65_536) } }],
    ['a summary of fewer characters but more bytes', { output: { ...output, summary: '🦊'.repeat(16_384) } }],
    ['a text of 65,536 bytes', { output: { ...output, text: 'x'.repeat(65_536) } }],
    ['an output without a title', { output: { summary: 's' } }],
    ['columns over several lines', { output: { ...output, annotations: [wide] } }],
    ['completed without a conclusion', { status: 'completed' }],
    ['stale as conclusion', { conclusion: 'stale' }],
    ['a state that is for Actions only', { status: 'waiting' }],
    ['a conclusion that is none', { conclusion: 'ok' }],
    ['a fourth button', { actions: [action, action, action, action] }],
    ['a label of 21 characters', { actions: [{ ...action, label: 'x'.repeat(21) }] }],
    ['an unknown commit', { head_sha: 'f'.repeat(40) }],
    ['no name', { name: undefined }],
  ];
  it.each(cases)('for %s', async (_, body) => {
    expect((await refusal(create(body))).status).toBe(422);
  });

  it('but takes 50 annotations and exactly 65,535 bytes', async () => {
    const large = `${'🦊'.repeat(16_383)}xyz`;
    const { data } = await create({ output: { ...output, summary: large, annotations: annotations(1, 51) } });
    expect([data.output.annotations_count, Buffer.byteLength(data.output.summary ?? '')]).toEqual([50, 65_535]);
  });
});

describe('a check run’s life', () => {
  it('appends annotations with each update', async () => {
    const made = await create({ output: { ...output, annotations: annotations(1, 51) } });
    const check_run_id = Number(made.data.id);
    await world.app.rest.checks.update({
      ...here,
      check_run_id,
      output: { ...output, annotations: annotations(51, 71) },
    });
    const all = await world.app.paginate(world.app.rest.checks.listAnnotations, {
      ...here,
      check_run_id,
      per_page: 100,
    });
    expect(all.map((one) => one.start_line)).toEqual(annotations(1, 71).map((one) => one.start_line));
  });

  it('a conclusion completes it and sets the time', async () => {
    const made = await create({ status: 'in_progress' });
    expect([made.data.status, made.data.completed_at]).toEqual(['in_progress', null]);
    const done = await world.app.rest.checks.update({
      ...here,
      check_run_id: Number(made.data.id),
      conclusion: 'success',
    });
    expect(done.data).toMatchObject({ status: 'completed', conclusion: 'success', completed_at: expect.any(String) });
  });

  it('belongs to its App: another one can’t change it', async () => {
    const { sandbox, organization } = world;
    const other = sandbox.installApp({
      owner: organization,
      slug: 'other',
      permissions: { checks: 'write' },
      events: [],
    });
    const made = await create({});
    const stranger = world.as(sandbox.installationToken(other.installation));
    const attempt = stranger.rest.checks.update({ ...here, check_run_id: Number(made.data.id), conclusion: 'success' });
    expect((await refusal(attempt)).status).toBe(403);
  });

  it('is listed by name, by app, newest only or all', async () => {
    await create({ conclusion: 'failure' });
    await create({ conclusion: 'success' });
    await create({ name: 'review: safety' });
    const list = async (query: Record<string, unknown>) =>
      (await world.app.rest.checks.listForRef({ ...here, ref: sha, ...query })).data;
    expect((await list({})).check_runs.map((run) => [run.name, run.conclusion])).toEqual([
      ['review: safety', null],
      ['rollout-gate', 'success'],
    ]);
    expect((await list({ filter: 'all' })).total_count).toBe(3);
    expect((await list({ check_name: 'review: safety' })).total_count).toBe(1);
    expect((await list({ app_id: 15368 })).total_count).toBe(0);
    expect((await list({ per_page: 1 })).check_runs).toHaveLength(1);
  });

  it('is requested again from its App only', async () => {
    const made = await create({ conclusion: 'success' });
    await world.app.rest.checks.rerequestRun({ ...here, check_run_id: Number(made.data.id) });
    await world.sandbox.settled();
    expect(world.hooks.at(-1)?.payload).toMatchObject({ action: 'rerequested', check_run: { id: made.data.id } });
  });
});

it('a job token’s check run lands in the first suite of the Actions app, whosever workflow that is', async () => {
  const { sandbox, repository } = world;
  const step = { repository, headSha: sha, jobName: 'evals / offline' };
  const genuine = await sandbox.completeJob({
    ...step,
    workflow: '.github/workflows/evals.yml',
    event: 'push',
    conclusion: 'failure',
  });
  await sandbox.completeJob({ ...step, workflow: '.github/workflows/other.yml', event: 'push' });
  const job = world.as(sandbox.jobToken(repository, { checks: 'write', actions: 'read' }));
  const forged = await job.rest.checks.create({
    ...here,
    name: 'evals / offline',
    head_sha: sha,
    conclusion: 'success',
  });
  expect(forged.data.check_suite?.id).toBe(genuine.run.checkSuiteId);
  const jobs = await job.rest.actions.listJobsForWorkflowRun({ ...here, run_id: genuine.run.id, filter: 'all' });
  expect(jobs.data.jobs.map((one) => one.id)).toEqual([genuine.job.id]);
});
