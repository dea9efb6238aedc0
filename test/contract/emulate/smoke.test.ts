import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Octokit } from 'octokit';
import { emulatedGitHub, type EmulatedGitHub, appId, here, installationId } from './emulated-github.ts';

/**
 * The REST calls that the product makes, against a GitHub that was written by others (emulate). It has no GraphQL and
 * other gaps, so that it can only say: this much is not just our sandbox agreeing with us.
 */
let github: EmulatedGitHub;
let installation: Octokit;
let head: string;

beforeAll(async () => {
  github = await emulatedGitHub();
  installation = await github.app.getInstallationOctokit(installationId);
  const { ann } = github;
  const base = await ann.rest.git.getRef({ ...here, ref: 'heads/main' });
  await ann.rest.git.createRef({ ...here, ref: 'refs/heads/warmer', sha: base.data.object.sha });
  const text = Buffer.from('change_id: chg-1\n').toString('base64');
  const file = { ...here, path: 'change.yaml', message: 'Warmer', content: text, branch: 'warmer' };
  head = (await ann.rest.repos.createOrUpdateFileContents(file)).data.commit.sha ?? '';
  await ann.rest.pulls.create({ ...here, title: 'A warmer tone', head: 'warmer', base: 'main' });
});

afterAll(async () => {
  await github.close();
});

describe('the App', () => {
  it('is known by its JSON Web Token', async () => {
    expect((await github.app.octokit.rest.apps.getAuthenticated()).data?.id).toBe(appId);
    const { data } = await github.app.octokit.rest.apps.getRepoInstallation(here);
    expect(data.id).toBe(installationId);
  });

  it('gets an installation token that may do what was granted and nothing more', async () => {
    const { data } = await github.app.octokit.rest.apps.createInstallationAccessToken({
      installation_id: installationId,
      permissions: { contents: 'read' },
    });
    expect(data.permissions).toMatchObject({ contents: 'read' });
    const narrow = github.as(data.token).rest.checks.create({ ...here, name: 'x', head_sha: head });
    await expect(narrow).rejects.toMatchObject({ status: 403 });
  });
});

it('webhooks arrive signed with our secret and name the installation', async () => {
  await expect.poll(() => github.hooks.map((hook) => hook.event)).toContain('pull_request');
  const opened = github.hooks.find((hook) => hook.event === 'pull_request');
  expect(opened).toMatchObject({ genuine: true, payload: { action: 'opened', installation: { id: installationId } } });
});

it('contents are read at a commit', async () => {
  const { data } = await installation.rest.repos.getContent({ ...here, path: 'change.yaml', ref: head });
  expect(data).toMatchObject({ type: 'file', encoding: 'base64' });
  expect(Buffer.from((data as { content: string }).content, 'base64').toString()).toBe('change_id: chg-1\n');
  const missing = installation.rest.repos.getContent({ ...here, path: 'change.yaml', ref: 'main' });
  await expect(missing).rejects.toMatchObject({ status: 404 });
});

it('a required check blocks the merge until it is green', async () => {
  const { ann } = github;
  await ann.rest.repos.updateBranchProtection({
    ...here,
    branch: 'main',
    required_status_checks: { strict: false, contexts: ['rollout-gate'] },
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
  });
  const merge = { ...here, pull_number: 1, merge_method: 'merge' } as const;
  await expect(ann.rest.pulls.merge(merge)).rejects.toThrow(/required status check/i);

  const annotations = [
    { path: 'change.yaml', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'No.' },
  ] as const;
  const output = { title: 'Blocked: 1 finding', summary: '**Because.**', text: 'capsule' };
  const run = await installation.rest.checks.create({
    ...here,
    name: 'rollout-gate',
    head_sha: head,
    external_id: 'digest-1',
    status: 'completed',
    conclusion: 'failure',
    output: { ...output, annotations: [...annotations] },
  });
  await expect(ann.rest.pulls.merge(merge)).rejects.toThrow(/required status check/i);

  await installation.rest.checks.update({
    ...here,
    check_run_id: run.data.id,
    external_id: 'digest-2',
    status: 'completed',
    conclusion: 'success',
    output: { title: 'Go', summary: 'All is given.' },
  });
  const read = await installation.rest.checks.get({ ...here, check_run_id: run.data.id });
  expect(read.data).toMatchObject({ external_id: 'digest-2', conclusion: 'success', output: { title: 'Go' } });
  expect((await ann.rest.pulls.merge(merge)).data.merged).toBe(true);
});
