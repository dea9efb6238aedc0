import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/sandbox/state/actor.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let other: Actor;
beforeAll(async () => {
  world = await openWorld();
  const { sandbox, organization } = world;
  other = sandbox.asInstallation(
    sandbox.installApp({
      owner: organization,
      slug: 'other',
      permissions: { checks: 'write', statuses: 'write' },
      events: [],
    }).installation,
  );
});
afterAll(() => world.close());

let count = 0;
async function open(files: Record<string, string> = {}): Promise<PullRequest> {
  const { sandbox, repository, people } = world;
  const head = `merge/${++count}`;
  await sandbox.push(repository, head, {
    pusher: people.alice,
    from: 'main',
    files: { [`m/${count}.md`]: 'm\n', ...files },
  });
  return sandbox.openPullRequest(repository, { author: people.alice, title: head, head });
}

const require = (pinned: boolean): void => {
  const rule = world.ruleset.rules[0];
  if (rule?.type !== 'required_status_checks') throw new Error('the sample requires a check');
  const source = pinned ? { integration_id: world.installed.app.id } : {};
  rule.parameters.required_status_checks = [{ context: 'rollout-gate', ...source }];
};

const post = (actor: Actor, pull: PullRequest, conclusion: 'success' | 'failure') =>
  world.sandbox.postCheckRun(actor, world.repository, { name: 'rollout-gate', headSha: pull.head.sha, conclusion });

const spoofs = ['a status by a user', 'a check run by another App', 'a check run by a job token'] as const;

async function spoof(kind: (typeof spoofs)[number], pull: PullRequest): Promise<void> {
  const { sandbox, repository, people } = world;
  if (kind === 'a check run by another App') await post(other, pull, 'success');
  else if (kind === 'a check run by a job token')
    await post(sandbox.asJob(repository, { checks: 'write' }), pull, 'success');
  else {
    const status = { sha: pull.head.sha, state: 'success', context: 'rollout-gate' } as const;
    await sandbox.postStatus(sandbox.asUser(people.bob), repository, status);
  }
}

describe('a spoofed success under the required name', () => {
  const ours = ['absent', 'failing'] as const;
  const cases = spoofs.flatMap((kind) =>
    [true, false].flatMap((pinned) => ours.map((own) => [kind, pinned, own] as const)),
  );
  // only a check that is not pinned and not there yet can be spoofed: that is why doctor asks for the pin
  it.each(cases)('%s, pinned %s, our own check %s', async (kind, pinned, own) => {
    require(pinned);
    const pull = await open();
    if (own === 'failing') await post(world.sandbox.asInstallation(world.installed.installation), pull, 'failure');
    await spoof(kind, pull);
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(!pinned && own === 'absent');
  });
});

describe('required checks', () => {
  it.each([
    ['success', true],
    ['neutral', true],
    ['skipped', true],
    ['failure', false],
    ['cancelled', false],
    ['timed_out', false],
    ['action_required', false],
  ] as const)('%s lets merge: %s', async (conclusion, allowed) => {
    require(true);
    const pull = await open();
    const run = { name: 'rollout-gate', headSha: pull.head.sha, conclusion };
    await world.sandbox.postCheckRun(world.sandbox.asInstallation(world.installed.installation), world.repository, run);
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(allowed);
  });

  it('the newest run counts, on the head only, and a status of the same name too', async () => {
    const { sandbox, repository, people, installed } = world;
    require(false);
    const us = sandbox.asInstallation(installed.installation);
    const pull = await open();
    await post(us, pull, 'failure');
    await post(us, pull, 'success');
    expect(sandbox.mergeAllowed(pull).allowed).toBe(true);
    const status = { sha: pull.head.sha, state: 'pending', context: 'rollout-gate' } as const;
    await sandbox.postStatus(sandbox.asUser(people.bob), repository, status);
    expect(sandbox.mergeAllowed(pull).reasons).toEqual(['Required status check "rollout-gate" is pending.']);
    await sandbox.push(repository, pull.head.ref, { pusher: people.alice, files: { 'later.md': 'x\n' } });
    expect(sandbox.mergeAllowed(pull).reasons).toEqual(['Required status check "rollout-gate" is expected.']);
  });
});

describe('merging', () => {
  const merge = (pull: PullRequest, body: Record<string, unknown> = {}) =>
    world
      .as(world.sandbox.userToken(world.people.bob))
      .request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', { ...here, pull_number: pull.number, ...body });

  it('is 405 while a required check is missing, 409 when the head moved, then done', async () => {
    const { sandbox, repository, installed, people } = world;
    require(true);
    const pull = await open();
    expect(await refusal(merge(pull))).toMatchObject({ status: 405, message: expect.stringContaining('rollout-gate') });
    await post(sandbox.asInstallation(installed.installation), pull, 'success');
    expect((await refusal(merge(pull, { sha: 'f'.repeat(40) }))).status).toBe(409);
    const { data } = await merge(pull, { sha: pull.head.sha });
    expect(data.merged).toBe(true);
    expect(repository.git.commit(data.sha)?.parents).toHaveLength(2);
    expect(repository.refs.get('refs/heads/main')).toBe(data.sha);
    expect(sandbox.world.activities.at(-1)).toMatchObject({ type: 'pr_merge', actorId: people.bob.id });
    await sandbox.settled();
    const closed = world.hooks.find((hook) => hook.payload.action === 'closed');
    expect(closed?.payload).toMatchObject({ pull_request: { merged: true, merge_commit_sha: data.sha } });
    expect((await refusal(merge(pull))).status).toBe(405);
  });

  it('squashes into one parent', async () => {
    const { sandbox, installed, repository } = world;
    const pull = await open();
    await post(sandbox.asInstallation(installed.installation), pull, 'success');
    const { data } = await merge(pull, { merge_method: 'squash' });
    expect(repository.git.commit(data.sha)?.parents).toHaveLength(1);
  });

  it('is 405 for conflicts and drafts', async () => {
    const { sandbox, repository, people, installed } = world;
    const pull = await open({ 'clash.md': 'one\n' });
    await post(sandbox.asInstallation(installed.installation), pull, 'success');
    await sandbox.push(repository, 'main', { pusher: people.grace, files: { 'clash.md': 'two\n' } });
    expect(pull.mergeable).toBe(false);
    expect((await refusal(merge(pull))).status).toBe(405);
    const draft = await open();
    await sandbox.updatePullRequest(draft, people.alice, { draft: true });
    expect((await refusal(merge(draft))).status).toBe(405);
  });

  it('goes past the rules for those who may bypass them', async () => {
    const { ruleset, people, sandbox } = world;
    const pull = await open();
    ruleset.bypassUserIds.push(people.grace.id);
    expect([sandbox.mergeAllowed(pull).allowed, sandbox.mergeAllowed(pull, people.grace).allowed]).toEqual([
      false,
      true,
    ]);
    await expect(sandbox.merge(pull, people.grace)).resolves.toMatch(/^[0-9a-f]{40}$/);
  });
});
