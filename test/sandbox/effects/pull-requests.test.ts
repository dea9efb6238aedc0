import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';
import { eventsOf, openPull } from './open-pull.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const open = (files?: Record<string, string>) => openPull(world, files);
const events = (event: string) => eventsOf(world, event);

describe('opening', () => {
  it('is refused without commits, without base, without head, and twice', async () => {
    const { app, sandbox, repository, people } = world;
    const first = await open();
    await sandbox.push(repository, 'same', { pusher: people.bob, files: {} });
    const attempt = (head: string, base: string) => refusal(app.rest.pulls.create({ ...here, title: 't', head, base }));
    expect((await attempt(first.head.ref, 'main')).status).toBe(422);
    expect((await attempt('nowhere', 'main')).status).toBe(422);
    expect((await attempt(first.head.ref, 'nowhere')).status).toBe(422);
    expect((await attempt('main', 'main')).status).toBe(422);
  });

  it('from a fork keeps the fork as head repository', async () => {
    const { sandbox, repository, app } = world;
    const mallory = sandbox.createUser({ login: 'mallory' });
    const fork = sandbox.forkRepository(repository, mallory);
    await sandbox.push(fork, 'patch', { pusher: mallory, files: { 'x.md': 'x\n' } });
    const pull = await sandbox.openPullRequest(repository, { author: mallory, title: 'x', head: 'mallory:patch' });
    const { data } = await app.rest.pulls.get({ ...here, pull_number: pull.number });
    expect([data.head.repo?.full_name, data.head.label, data.author_association]).toEqual([
      'mallory/agents',
      'mallory:patch',
      'NONE',
    ]);
    expect(repository.refs.get(`refs/pull/${pull.number}/head`)).toBe(pull.head.sha);
    const run = await app.rest.checks.create({ ...here, name: 'rollout-gate', head_sha: pull.head.sha });
    // github-checked rule 23
    expect(run.data.pull_requests).toEqual([]);
  });
});

describe('what was once said of a pull request', () => {
  const query = `query($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      lastEditedAt includesCreatedEdit editor { login } assignees(first: 5) { nodes { login } }
      userContentEdits(first: 5) { totalCount nodes { diff editor { login } deletedAt deletedBy { login } } }
      timelineItems(first: 5, itemTypes: [ASSIGNED_EVENT, UNASSIGNED_EVENT]) { nodes { __typename
        ... on AssignedEvent { actor { login } assignee { ... on User { login } } }
        ... on UnassignedEvent { actor { login } assignee { ... on User { login } } } } }
    } } }`;
  const told = async (number: number): Promise<object> => {
    const { repository } = await world.app.graphql<{ repository: { pullRequest: object } }>(query, { ...here, number });
    return repository.pullRequest;
  };

  it('is every text, newest first, but for a past one that somebody deleted', async () => {
    const { sandbox, people } = world;
    const pull = await open();
    const none = { totalCount: 0, nodes: [] };
    expect(await told(pull.number)).toMatchObject({
      lastEditedAt: null,
      includesCreatedEdit: false,
      userContentEdits: none,
    });
    const before = pull.body ?? '';
    await sandbox.updatePullRequest(pull, people.bob, { body: 'Two.' });
    await sandbox.updatePullRequest(pull, people.grace, { body: 'Three.' });
    const [, second, third] = pull.bodyEdits;
    if (second === undefined || third === undefined) throw new Error('no edits');
    await expect(sandbox.deleteBodyEdit(pull, people.grace, third)).rejects.toMatchObject({ status: 422 });
    await sandbox.deleteBodyEdit(pull, people.grace, second);
    expect(await told(pull.number)).toMatchObject({
      includesCreatedEdit: true,
      editor: { login: 'grace' },
      userContentEdits: {
        totalCount: 3,
        nodes: [
          { diff: 'Three.', editor: { login: 'grace' }, deletedAt: null },
          { diff: null, editor: { login: 'bob' }, deletedBy: { login: 'grace' } },
          { diff: before, editor: { login: 'alice' }, deletedAt: null },
        ],
      },
    });
  });

  it('is who was assigned, by whom, and told by webhook', async () => {
    const { sandbox, people } = world;
    const pull = await open();
    await sandbox.assign(pull, people.alice, people.bob);
    await sandbox.assign(pull, people.alice, people.bob);
    await sandbox.assign(pull, people.bob, people.bob, false);
    expect(await told(pull.number)).toMatchObject({
      assignees: { nodes: [] },
      timelineItems: {
        nodes: [
          { __typename: 'AssignedEvent', actor: { login: 'alice' }, assignee: { login: 'bob' } },
          { __typename: 'UnassignedEvent', actor: { login: 'bob' }, assignee: { login: 'bob' } },
        ],
      },
    });
    const actions = (await events('pull_request')).slice(-2).map(({ action, assignee }) => [action, assignee]);
    expect(actions).toMatchObject([
      ['assigned', { login: 'bob' }],
      ['unassigned', { login: 'bob' }],
    ]);
  });
});

describe('retargeting, closing and reopening', () => {
  it('tells the old base, and the timeline keeps it', async () => {
    const { sandbox, repository, people, app } = world;
    await sandbox.push(repository, 'release', { pusher: people.frank, files: { 'r.md': 'r\n' } });
    const pull = await open();
    const from = { ...pull.base };
    await app.rest.pulls.update({ ...here, pull_number: pull.number, base: 'release' });
    expect((await events('pull_request')).at(-1)).toMatchObject({
      action: 'edited',
      changes: { base: { ref: { from: 'main' }, sha: { from: from.sha } } },
    });
    expect(pull.timeline).toMatchObject([
      { kind: 'base_ref_changed', previousRefName: 'main', currentRefName: 'release' },
    ]);
  });

  it('closes, reopens, turns to draft and back', async () => {
    const { sandbox, people } = world;
    const pull = await open();
    for (const change of [{ state: 'closed' }, { state: 'open' }, { draft: true }, { draft: false }] as const) {
      await sandbox.updatePullRequest(pull, people.alice, change);
    }
    const actions = (await events('pull_request')).slice(-4).map((payload) => payload['action']);
    expect(actions).toEqual(['closed', 'reopened', 'converted_to_draft', 'ready_for_review']);
  });

  it('a push that brings the head into the base merges it', async () => {
    const { sandbox, repository, people } = world;
    const pull = await open();
    await sandbox.moveBranch(repository, 'main', pull.head.sha, people.grace);
    expect(pull).toMatchObject({ state: 'closed', mergedById: people.grace.id, mergeCommitSha: pull.head.sha });
    expect(pull.timeline.map((event) => event.kind)).toEqual(['merged', 'closed']);
  });

  it('deleting the head branch closes it', async () => {
    const { sandbox, repository, people } = world;
    const pull = await open();
    await sandbox.deleteBranch(repository, pull.head.ref, people.alice);
    expect(pull.state).toBe('closed');
  });
});
