import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let count = 0;
async function open(files: Record<string, string> = {}): Promise<PullRequest> {
  const { sandbox, repository, people } = world;
  const head = `topic/${++count}`;
  await sandbox.push(repository, head, {
    pusher: people.alice,
    files: { [`notes/${count}.md`]: `${count}\n`, ...files },
  });
  return sandbox.openPullRequest(repository, { author: people.alice, title: head, head });
}

const events = async (event: string): Promise<Record<string, unknown>[]> => {
  await world.sandbox.settled();
  return world.hooks.filter((hook) => hook.headers['x-github-event'] === event).map((hook) => hook.payload);
};

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

describe('pushing to the head', () => {
  it('moves the head, tells synchronize, and records who pushed', async () => {
    const { sandbox, repository, people, app } = world;
    const pull = await open();
    const before = pull.head.sha;
    const after = await sandbox.push(repository, pull.head.ref, {
      pusher: people.bob,
      author: people.alice,
      files: { 'y.md': 'y\n' },
    });
    expect(pull.head.sha).toBe(after);
    expect((await events('pull_request')).at(-1)).toMatchObject({ action: 'synchronize', before, after });
    const { data } = await app.rest.repos.listActivities({ ...here, ref: pull.head.ref });
    expect(data.map((one) => [one.activity_type, one.actor?.login])).toEqual([
      ['push', 'bob'],
      ['branch_creation', 'alice'],
    ]);
    const suites = await app.rest.checks.listSuitesForRef({ ...here, ref: after });
    expect(suites.data.check_suites[0]).toMatchObject({ before, after, head_branch: pull.head.ref });
    expect(sandbox.world.checkSuites.get(Number(suites.data.check_suites[0]?.id))?.pusherId).toBe(people.bob.id);
  });

  it('is told in pages that a cursor names', async () => {
    const { sandbox, repository, people, app } = world;
    const pull = await open();
    await sandbox.push(repository, pull.head.ref, { pusher: people.bob, files: { 'y.md': 'y\n' } });
    const asked = { ...here, ref: pull.head.ref, per_page: 1 };
    const first = await app.rest.repos.listActivities(asked);
    const after = new URL(/<([^>]+)>; rel="next"/.exec(first.headers.link ?? '')?.[1] ?? '').searchParams.get('after');
    const second = await app.rest.repos.listActivities({ ...asked, after: after ?? '' });
    expect([first, second].map(({ data }) => data.map((one) => one.activity_type))).toEqual([
      ['push'],
      ['branch_creation'],
    ]);
    expect(second.headers.link).toBeUndefined();
  });

  it('makes a check suite for the branch where the commit came first, and none where it came later', async () => {
    const { sandbox, repository, people, app } = world;
    const pull = await open();
    await sandbox.moveBranch(repository, 'aside', pull.head.sha, people.bob);
    const after = await sandbox.push(repository, 'aside', { pusher: people.bob, files: { 'y.md': 'y\n' } });
    await sandbox.moveBranch(repository, pull.head.ref, after, people.erin);
    const query = `query($owner: String!, $repo: String!, $oid: GitObjectID!) { repository(owner: $owner, name: $repo) {
      object(oid: $oid) { ... on Commit { checkSuites(first: 5) { nodes { branch { name } push { pusher { login } } } } } }
    } }`;
    const suites = { nodes: [{ branch: { name: 'aside' }, push: { pusher: { login: 'bob' } } }] };
    const told = { repository: { object: { checkSuites: suites } } };
    expect(await app.graphql(query, { ...here, oid: after })).toEqual(told);
    await sandbox.deleteBranch(repository, 'aside', people.bob);
    expect(await app.graphql(query, { ...here, oid: after })).toMatchObject({
      repository: { object: { checkSuites: { nodes: [{ branch: null }] } } },
    });
  });

  it('by force leaves a trace in timeline and activity', async () => {
    const { sandbox, repository, people } = world;
    const pull = await open();
    const before = pull.head.sha;
    const after = await sandbox.push(repository, pull.head.ref, {
      pusher: people.erin,
      force: true,
      files: { 'z.md': 'z\n' },
    });
    expect(pull.timeline).toMatchObject([{ kind: 'head_ref_force_pushed', before, after, actorId: people.erin.id }]);
    expect(sandbox.world.activities.at(-1)).toMatchObject({ type: 'force_push', before, after });
  });

  it('dismisses approvals where the ruleset says so', async () => {
    const { sandbox, repository, people } = world;
    const parameters = {
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: 1,
      required_review_thread_resolution: false,
    };
    const ruleset = sandbox.createRuleset(repository, { rules: [{ type: 'pull_request', parameters }] });
    const pull = await open();
    expect(sandbox.mergeAllowed(pull).reasons.join()).toMatch(/1 approving review/);
    const review = await sandbox.review(pull, people.bob, 'APPROVE');
    expect(sandbox.mergeAllowed(pull).reasons.join()).not.toMatch(/approving/);
    await sandbox.push(repository, pull.head.ref, { pusher: people.alice, files: { 'q.md': 'q\n' } });
    expect(review.state).toBe('DISMISSED');
    ruleset.enforcement = 'disabled';
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

describe('reviews', () => {
  it.each(['APPROVE', 'REQUEST_CHANGES'] as const)('the author can’t %s the own pull request', async (event) => {
    const pull = await open();
    const alice = world.as(world.sandbox.userToken(world.people.alice));
    const attempt = alice.rest.pulls.createReview({ ...here, pull_number: pull.number, event, body: 'b' });
    expect((await refusal(attempt)).status).toBe(422);
  });

  it('say the commit they saw, end a request, and are dismissed with a message', async () => {
    const { sandbox, people, app } = world;
    const pull = await open();
    const at = { ...here, pull_number: pull.number };
    await app.rest.pulls.requestReviewers({ ...at, reviewers: ['carol'], team_reviewers: ['runtime'] });
    expect((await refusal(app.rest.pulls.requestReviewers({ ...at, reviewers: ['alice'] }))).status).toBe(422);
    await app.rest.pulls.removeRequestedReviewers({ ...at, reviewers: ['carol'] });
    await app.rest.pulls.requestReviewers({ ...at, reviewers: ['carol'] });
    expect((await events('pull_request')).slice(-4).map((payload) => payload['action'])).toEqual([
      'review_requested',
      'review_requested',
      'review_request_removed',
      'review_requested',
    ]);
    const carol = world.as(sandbox.userToken(people.carol));
    const review = await carol.rest.pulls.createReview({ ...at, event: 'APPROVE' });
    expect(review.data).toMatchObject({ state: 'APPROVED', commit_id: pull.head.sha, author_association: 'MEMBER' });
    const left = await app.rest.pulls.listRequestedReviewers(at);
    expect([left.data.users.length, left.data.teams.map((team) => team.slug)]).toEqual([0, ['runtime']]);
    const gone = await app.rest.pulls.dismissReview({ ...at, review_id: review.data.id, message: 'too old' });
    expect(gone.data.state).toBe('DISMISSED');
    expect((await events('pull_request_review')).at(-1)).toMatchObject({
      action: 'dismissed',
      review: { state: 'dismissed' },
    });
    expect(
      (await refusal(app.rest.pulls.dismissReview({ ...at, review_id: review.data.id, message: 'again' }))).status,
    ).toBe(422);
  });

  it('that ask for changes need a body', async () => {
    const pull = await open();
    const bob = world.as(world.sandbox.userToken(world.people.bob));
    const attempt = bob.rest.pulls.createReview({ ...here, pull_number: pull.number, event: 'REQUEST_CHANGES' });
    expect((await refusal(attempt)).status).toBe(422);
  });
});

describe('files', () => {
  it('show both names of a rename and come at most 100 a page', async () => {
    const { sandbox, repository, people, app } = world;
    const many = Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [`many/${index}.md`, `${index} of many\n`]),
    );
    const text = 'One\nTwo\nThree\nFour\nFive\n';
    await sandbox.push(repository, 'main', { pusher: people.grace, files: { 'old.md': text } });
    const pull = await open({ ...many });
    await sandbox.push(repository, pull.head.ref, { pusher: people.alice, files: { 'old.md': null, 'new.md': text } });
    const at = { ...here, pull_number: pull.number };
    const first = await app.rest.pulls.listFiles({ ...at, per_page: 300 });
    expect(first.data).toHaveLength(100);
    expect(first.headers.link).toMatch(/page=2.*rel="next"/);
    const all = await app.paginate(app.rest.pulls.listFiles, { ...at, per_page: 100 });
    expect(all).toHaveLength(132);
    expect(all.find((file) => file.filename === 'new.md')).toMatchObject({
      status: 'renamed',
      previous_filename: 'old.md',
    });
  });

  it('stop at 3,000', async () => {
    const { app } = world;
    const many = Object.fromEntries(Array.from({ length: 3010 }, (_, index) => [`huge/${index}.md`, `${index}\n`]));
    const pull = await open(many);
    const one = { ...here, pull_number: pull.number };
    expect((await app.rest.pulls.get(one)).data.changed_files).toBe(3011);
    const at = { ...one, per_page: 100 };
    const last = await app.rest.pulls.listFiles({ ...at, page: 30 });
    expect([last.data.length, last.headers.link]).toEqual([100, expect.not.stringContaining('rel="next"')]);
    expect((await app.rest.pulls.listFiles({ ...at, page: 31 })).data).toEqual([]);
  });

  it('of a comparison stop at 300', async () => {
    const { sandbox, repository, people, app } = world;
    const many = Object.fromEntries(Array.from({ length: 310 }, (_, index) => [`lots/${index}.md`, `${index}\n`]));
    await sandbox.push(repository, 'wide', { pusher: people.alice, from: 'main', files: many });
    const { data } = await app.rest.repos.compareCommitsWithBasehead({ ...here, basehead: 'main...wide' });
    expect([data.status, data.ahead_by, data.files?.length]).toEqual(['ahead', 1, 300]);
  });

  it('above 1 MB come raw only, as text and object not', async () => {
    const { sandbox, repository, people, app } = world;
    const large = 'x'.repeat(1024 * 1024 + 1);
    await sandbox.push(repository, 'large', {
      pusher: people.alice,
      files: { 'large.txt': large, 'small.txt': 'ü\n' },
    });
    const at = { ...here, path: 'large.txt', ref: 'large' };
    expect((await refusal(app.rest.repos.getContent(at))).status).toBe(403);
    const object = await app.rest.repos.getContent({ ...at, mediaType: { format: 'object' } });
    expect(object.data).toMatchObject({ content: '', encoding: 'none', size: large.length });
    const raw = await app.rest.repos.getContent({ ...at, mediaType: { format: 'raw' } });
    expect((raw.data as unknown as string).length).toBe(large.length);
    const small = await app.rest.repos.getContent({ ...at, path: 'small.txt' });
    expect(Buffer.from((small.data as { content: string }).content, 'base64').toString()).toBe('ü\n');
  });
});

describe('writing through the API', () => {
  it('commits by blob, tree, commit and ref, and by contents', async () => {
    const { sandbox, repository, people } = world;
    const bob = world.as(sandbox.userToken(people.bob));
    const main = repository.refs.get('refs/heads/main') ?? '';
    const blob = await bob.rest.git.createBlob({ ...here, content: 'hello\n' });
    expect(blob.data.sha).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    const entry = { path: 'deep/hello.txt', mode: '100644', type: 'blob', sha: blob.data.sha } as const;
    // a commit is taken as base_tree too
    const tree = await bob.rest.git.createTree({ ...here, base_tree: main, tree: [entry] });
    const commit = await bob.rest.git.createCommit({ ...here, message: 'hello', tree: tree.data.sha, parents: [main] });
    await bob.rest.git.createRef({ ...here, ref: 'refs/heads/api', sha: commit.data.sha });
    expect((await refusal(bob.rest.git.createRef({ ...here, ref: 'refs/heads/api', sha: main }))).status).toBe(422);
    expect((await refusal(bob.rest.git.updateRef({ ...here, ref: 'heads/api', sha: main }))).status).toBe(422);
    await bob.rest.git.updateRef({ ...here, ref: 'heads/api', sha: main, force: true });
    const file = {
      ...here,
      path: 'deep/hello.txt',
      branch: 'api',
      message: 'm',
      content: Buffer.from('1').toString('base64'),
    };
    const made = await bob.rest.repos.createOrUpdateFileContents(file);
    expect(made.status).toBe(201);
    expect((await refusal(bob.rest.repos.createOrUpdateFileContents(file))).status).toBe(422);
    expect((await refusal(bob.rest.repos.createOrUpdateFileContents({ ...file, sha: blob.data.sha }))).status).toBe(
      409,
    );
    const { data } = await bob.rest.repos.getCommit({ ...here, ref: 'api' });
    expect([data.author?.login, data.files?.map((one) => one.filename)]).toEqual(['bob', ['deep/hello.txt']]);
  });
});
