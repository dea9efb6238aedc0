import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAncestor } from '../../../src/sandbox/git/history.ts';
import { flatten } from '../../../src/sandbox/git/tree.ts';
import { type Sample, seedSample } from '../../../src/sandbox/seed/sample.ts';
import type { Sandbox, SentWebhook } from '../../../src/sandbox/server.ts';
import type { CheckConclusion } from '../../../src/sandbox/state/check.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import type { MergeQueueParameters } from '../../../src/sandbox/state/repository.ts';
import { addMergeQueue, queueIn } from '../../support/merge-queue.ts';
import { openTestSandbox } from '../../support/sandbox.ts';

/** The merge queue as GitHub describes it: groups on branches of their own, required checks on their commits. */
let sandbox: Sandbox;
let sample: Sample;
let now: Date;
let sent: SentWebhook[];

beforeEach(async () => {
  now = new Date('2026-11-21T10:00:00Z');
  sandbox = await openTestSandbox({ now: () => now });
  sample = await seedSample(sandbox, { webhookUrl: 'http://127.0.0.1:9/' });
  sent = [];
  sandbox.onDelivery((one) => sent.push(one));
});

afterEach(() => sandbox.close());

async function post(sha: string, conclusion: CheckConclusion | null): Promise<void> {
  const { app, installation } = sample.installed;
  const actor = {
    kind: 'installation',
    app,
    installation,
    user: sandbox.world.users.get(app.botUserId) ?? sample.people.grace,
    permissions: installation.permissions,
    repositoryIds: null,
  } as const;
  const change = conclusion === null ? { status: 'in_progress' as const } : { conclusion };
  await sandbox.postCheckRun(actor, sample.repository, { name: 'rollout-gate', headSha: sha, ...change });
}

async function open(branch: string, files: Record<string, string>): Promise<PullRequest> {
  await sandbox.push(sample.repository, branch, { files, pusher: sample.people.alice, from: 'main' });
  const pull = await sandbox.openPullRequest(sample.repository, {
    author: sample.people.alice,
    title: branch,
    head: branch,
  });
  await post(pull.head.sha, 'success');
  return pull;
}

/** Pull requests that change a file each, all in the queue. */
async function queued(count: number, rule: Partial<MergeQueueParameters> = {}): Promise<readonly PullRequest[]> {
  addMergeQueue(sandbox, sample.repository, rule);
  const pulls: PullRequest[] = [];
  for (const name of ['a', 'b', 'c', 'd'].slice(0, count)) pulls.push(await open(name, { [`docs/${name}.md`]: name }));
  for (const pull of pulls) await sandbox.enqueue(pull, sample.people.alice);
  return pulls;
}

function heads(): readonly string[] {
  return queueIn(sandbox, sample.repository).map(({ group }) => group?.headSha ?? '');
}

function tip(): string {
  return sample.repository.refs.get('refs/heads/main') ?? '';
}

interface Told {
  readonly action?: string;
  readonly reason?: string;
  readonly number?: number;
  readonly merge_group?: { readonly head_sha: string; readonly base_ref: string };
}

async function webhooks(event: string): Promise<readonly Told[]> {
  await sandbox.settled();
  return sent.filter((one) => one.event === event).map(({ payload }) => payload as Told);
}

describe('a queue', () => {
  test('builds each entry on the one ahead, on a branch of its own, and asks for checks', async () => {
    const [a, b] = await queued(2);
    const [first, second] = queueIn(sandbox, sample.repository);
    expect(first?.group?.baseSha).toBe(tip());
    expect(second?.group?.baseSha).toBe(first?.group?.headSha);
    expect(first?.group?.ref).toBe(`refs/heads/gh-readonly-queue/main/pr-${a?.number}-${tip()}`);
    expect(sample.repository.refs.get(second?.group?.ref ?? '')).toBe(second?.group?.headSha);
    const commit = sample.repository.git.commit(second?.group?.headSha ?? '');
    expect(commit?.parents).toEqual([first?.group?.headSha, b?.head.sha]);
    expect(flatten(sample.repository.git, commit?.tree ?? '').map(({ path }) => path)).toEqual(
      expect.arrayContaining(['docs/a.md', 'docs/b.md']),
    );
    const asked = await webhooks('merge_group');
    expect(asked.map(({ action, merge_group }) => [action, merge_group?.head_sha, merge_group?.base_ref])).toEqual(
      heads().map((sha) => ['checks_requested', sha, 'refs/heads/main']),
    );
    const actions = (await webhooks('pull_request')).map(({ action }) => action);
    expect(actions.filter((action) => action === 'enqueued')).toHaveLength(2);
  });

  test('merges what is green, and moves the branch to its commit', async () => {
    const [a, b] = await queued(2);
    const [first = '', second = ''] = heads();
    await post(second, 'success');
    expect(a?.state).toBe('open');
    await post(first, 'success');
    expect([a?.mergedAt, b?.mergedAt]).toEqual([now, now]);
    expect(tip()).toBe(second);
    expect(queueIn(sandbox, sample.repository)).toEqual([]);
    const destroyed = (await webhooks('merge_group')).filter(({ action }) => action === 'destroyed');
    expect(destroyed.map(({ reason }) => reason)).toEqual(['merged', 'merged']);
    expect([...sample.repository.refs.keys()].filter((ref) => ref.includes('gh-readonly-queue'))).toEqual([]);
  });

  test('keeps what stands on a merged entry as it is', async () => {
    await queued(2);
    const [first = '', second = ''] = heads();
    await post(first, 'success');
    expect(tip()).toBe(first);
    expect(heads()).toEqual([second]);
  });

  test('takes out what failed and builds the rest anew', async () => {
    const [a] = await queued(3);
    const before = heads();
    await post(before[0] ?? '', 'failure');
    const after = heads();
    expect(after).toHaveLength(2);
    expect(before).not.toContain(after[0]);
    expect(a?.state).toBe('open');
    const [dequeued] = (await webhooks('pull_request')).filter(({ action }) => action === 'dequeued');
    expect([dequeued?.number, dequeued?.reason]).toEqual([a?.number, 'CI_FAILURE']);
    const reasons = (await webhooks('merge_group')).flatMap(({ reason }) => reason ?? []);
    expect(reasons).toEqual(['dequeued', 'invalidated', 'invalidated']);
  });

  test.each([
    [29, 1],
    [30, 0],
  ])('after %i minutes without an answer %i entries are left', async (minutes, left) => {
    await queued(1);
    await post(heads()[0] ?? '', null);
    now = new Date(now.getTime() + minutes * 60_000);
    await sandbox.passTime();
    expect(queueIn(sandbox, sample.repository)).toHaveLength(left);
  });

  test('with HEADGREEN only the last of a group has to pass', async () => {
    const [a, b] = await queued(2, { grouping_strategy: 'HEADGREEN' });
    const [first = '', second = ''] = heads();
    await post(first, 'failure');
    expect(queueIn(sandbox, sample.repository)).toHaveLength(2);
    await post(second, 'success');
    expect([a?.state, b?.state]).toEqual(['closed', 'closed']);
  });

  test('what conflicts with the entry ahead is unmergeable and has no commit', async () => {
    addMergeQueue(sandbox, sample.repository);
    const a = await open('a', { 'README.md': 'one\n' });
    const b = await open('b', { 'README.md': 'two\n' });
    for (const pull of [a, b]) await sandbox.enqueue(pull, sample.people.alice);
    const query = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {
      mergeQueue(branch: "main") { configuration { checkResponseTimeout mergingStrategy }
        entries(first: 10) { nodes { position state headCommit { oid } baseCommit { oid } pullRequest { number } } } } } }`;
    const token = sandbox.installationToken(sample.installed.installation);
    const answer = await fetch(`${sandbox.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { owner: 'acme', name: 'agents' } }),
    });
    const { data } = (await answer.json()) as { data: Record<string, unknown> | null };
    expect(data?.['repository']).toMatchObject({
      mergeQueue: {
        configuration: { checkResponseTimeout: 30, mergingStrategy: 'ALLGREEN' },
        entries: {
          nodes: [
            {
              position: 1,
              state: 'AWAITING_CHECKS',
              headCommit: { oid: heads()[0] },
              pullRequest: { number: a.number },
            },
            { position: 2, state: 'UNMERGEABLE', headCommit: null, pullRequest: { number: b.number } },
          ],
        },
      },
    });
  });

  test.each(['push', 'close', 'dequeue'] as const)('a %s takes a pull request out', async (what) => {
    const [a] = await queued(2);
    if (a === undefined) throw new Error('nothing is queued');
    const before = heads();
    if (what === 'push') await sandbox.push(sample.repository, 'a', { files: { x: 'x' }, pusher: sample.people.alice });
    if (what === 'close') await sandbox.updatePullRequest(a, sample.people.alice, { state: 'closed' });
    if (what === 'dequeue') await sandbox.dequeue(a, sample.people.alice);
    expect(heads()).toHaveLength(1);
    expect(before).not.toContain(heads()[0]);
  });

  test('a push to the branch has every group built anew', async () => {
    await queued(2);
    const before = heads();
    await sandbox.push(sample.repository, 'main', { files: { x: 'x' }, pusher: sample.people.grace });
    expect(heads().filter((sha) => before.includes(sha))).toEqual([]);
    expect(heads().every((sha) => isAncestor(sample.repository.git, tip(), sha))).toBe(true);
  });

  test('people put in and take out over GraphQL', async () => {
    addMergeQueue(sandbox, sample.repository);
    const pull = await open('a', { 'docs/a.md': 'a' });
    const mutate = async (field: string, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
      const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input!`;
      const query = `mutation($input: ${type}) { ${field}(input: $input) { mergeQueueEntry { pullRequest { isInMergeQueue } } } }`;
      const answer = await fetch(`${sandbox.url}/graphql`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${sandbox.userToken(sample.people.alice)}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query, variables: { input } }),
      });
      return answer.json();
    };
    const entry = (isIn: boolean) => ({ mergeQueueEntry: { pullRequest: { isInMergeQueue: isIn } } });
    expect(await mutate('enqueuePullRequest', { pullRequestId: pull.nodeId, expectedHeadOid: pull.head.sha })).toEqual({
      data: { enqueuePullRequest: entry(true) },
    });
    expect(heads()).toHaveLength(1);
    expect(await mutate('dequeuePullRequest', { id: pull.nodeId })).toEqual({
      data: { dequeuePullRequest: entry(false) },
    });
    expect(heads()).toEqual([]);
  });

  test('nothing merges past it, and only what may be merged gets in', async () => {
    addMergeQueue(sandbox, sample.repository);
    const pull = await open('a', { 'docs/a.md': 'a' });
    await expect(sandbox.merge(pull, sample.people.alice)).rejects.toThrow('through the merge queue');
    await post(pull.head.sha, 'failure');
    await expect(sandbox.enqueue(pull, sample.people.alice)).rejects.toThrow('rollout-gate');
  });
});
