import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer } from 'yauzl';
import { zipOf } from '../../../src/sandbox/driver/zip.ts';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let sha = '';
let clock = new Date();
beforeAll(async () => {
  world = await openWorld({ now: () => clock });
  const { sandbox, repository, people } = world;
  sha = await sandbox.push(repository, 'topic', { pusher: people.alice, files: { 'a.md': 'a\n' } });
  await sandbox.openPullRequest(repository, { author: people.alice, title: 'a', head: 'topic' });
});
afterAll(() => world.close());

const workflow = '.github/workflows/evals.yml';

/** Entries of an archive, read by a library that nobody here wrote. */
function unzipped(bytes: Uint8Array): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const files: Record<string, string> = {};
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (error !== null || zip === undefined) return reject(error);
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (_, stream) => {
          const chunks: Buffer[] = [];
          stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream?.on('end', () => {
            files[entry.fileName] = Buffer.concat(chunks).toString('utf8');
            zip.readEntry();
          });
        });
      });
      zip.on('end', () => resolve(files));
      zip.readEntry();
    });
  });
}

describe('a workflow run', () => {
  it('has jobs whose ids are check runs of its suite, and knows event, path, head and pusher', async () => {
    const { sandbox, repository, app, people } = world;
    const offline = await sandbox.completeJob({
      repository,
      workflow,
      headSha: sha,
      jobName: 'evals / offline',
      more: true,
    });
    const { data: run } = await app.rest.actions.getWorkflowRun({ ...here, run_id: offline.run.id });
    expect(run).toMatchObject({
      event: 'pull_request',
      path: workflow,
      head_sha: sha,
      head_branch: 'topic',
      status: 'in_progress',
    });
    expect(run.pull_requests?.map((pull) => pull.number)).toEqual([1]);
    await sandbox.completeJob({
      repository,
      workflow,
      headSha: sha,
      jobName: 'evals / duplicate-ticket',
      conclusion: 'failure',
    });
    const check = await app.rest.checks.get({ ...here, check_run_id: offline.job.id });
    expect(check.data).toMatchObject({
      name: 'evals / offline',
      app: { slug: 'github-actions' },
      conclusion: 'success',
    });
    expect(check.data.check_suite?.id).toBe(offline.run.checkSuiteId);
    expect(sandbox.world.checkSuites.get(offline.run.checkSuiteId)).toMatchObject({
      pusherId: people.alice.id,
      workflowRunId: offline.run.id,
    });
    expect([offline.run.status, offline.run.conclusion]).toEqual(['completed', 'failure']);
  });

  it('that is run again keeps its id; the newest attempt of each job counts', async () => {
    const { sandbox, repository, app } = world;
    const again = await sandbox.completeJob({
      repository,
      workflow,
      headSha: sha,
      jobName: 'evals / duplicate-ticket',
      attempt: 2,
    });
    const at = { ...here, run_id: again.run.id };
    const named = async (filter: 'latest' | 'all') =>
      (await app.rest.actions.listJobsForWorkflowRun({ ...at, filter })).data.jobs.map(
        (job) => `${job.name} ${job.run_attempt}`,
      );
    expect(await named('latest')).toEqual(['evals / offline 1', 'evals / duplicate-ticket 2']);
    expect(await named('all')).toHaveLength(3);
    const second = await app.rest.actions.listJobsForWorkflowRunAttempt({ ...at, attempt_number: 2 });
    expect(second.data.jobs.map((job) => job.name)).toEqual(['evals / duplicate-ticket']);
    expect(again.run).toMatchObject({ runAttempt: 2, conclusion: 'success' });
  });

  it('of a fork names no pull request and no pusher', async () => {
    const { sandbox, repository } = world;
    const mallory = sandbox.createUser({ login: 'mallory' });
    const fork = sandbox.forkRepository(repository, mallory);
    const headSha = await sandbox.push(fork, 'patch', { pusher: mallory, files: { 'x.md': 'x\n' } });
    await sandbox.openPullRequest(repository, { author: mallory, title: 'x', head: 'mallory:patch' });
    const { run } = await sandbox.completeJob({ repository, workflow, headSha, jobName: 'evals / offline' });
    expect([run.pullNumbers, run.headRepositoryId]).toEqual([[], fork.id]);
    expect(sandbox.world.checkSuites.get(run.checkSuiteId)?.pusherId).toBeNull();
  });
});

describe('an artifact', () => {
  it('is fetched through a signed address that dies after a minute', async () => {
    const { sandbox, repository, installed, app } = world;
    const files = { 'evals.json': '{"ok":true}', 'deep/ü.txt': 'ü' };
    const { artifacts } = await sandbox.completeJob({
      repository,
      workflow,
      headSha: sha,
      jobName: 'evals / offline',
      artifacts: { evals: files },
    });
    const artifact_id = artifacts[0]?.id ?? 0;
    const { data } = await app.rest.actions.getArtifact({ ...here, artifact_id });
    expect([data.name, data.digest]).toEqual(['evals', expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
    const token = sandbox.installationToken(installed.installation);
    const first = await fetch(data.archive_download_url, {
      redirect: 'manual',
      headers: { authorization: `token ${token}` },
    });
    const location = first.headers.get('location') ?? '';
    expect([first.status, new URL(location).origin]).toEqual([302, sandbox.url]);
    const archive = await fetch(location);
    expect(await unzipped(new Uint8Array(await archive.arrayBuffer()))).toEqual(files);
    expect((await fetch(location.replace(/sig=.{4}/, 'sig=0000'))).status).toBe(403);
    clock = new Date(clock.getTime() + 61_000);
    expect((await fetch(location)).status).toBe(403);
    clock = new Date(clock.getTime() + 91 * 86_400_000);
    const expired = world.as(sandbox.installationToken(installed.installation));
    const late = expired.rest.actions.downloadArtifact({ ...here, artifact_id, archive_format: 'zip' });
    expect((await refusal(late)).status).toBe(410);
  });
});

it('the same files give the same archive', () => {
  expect(zipOf({ a: '1' })).toEqual(zipOf({ a: '1' }));
});
