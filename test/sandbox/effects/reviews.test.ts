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
