import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld } from '../open-world.ts';
import { eventsOf, openPull } from './open-pull.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const open = (files?: Record<string, string>) => openPull(world, files);
const events = (event: string) => eventsOf(world, event);

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
