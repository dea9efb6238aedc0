import { afterAll, beforeAll, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  const { sandbox, repository, people } = world;
  await sandbox.push(repository, 'topic', { pusher: people.alice, files: { 'a.md': 'a\n' } });
  await sandbox.openPullRequest(repository, { author: people.alice, title: 'a', head: 'topic' });
});
afterAll(() => world.close());

const comment = (body: string) => world.app.rest.issues.createComment({ ...here, issue_number: 1, body });

it('a comment by an App names the App, on a pull request the payload says so', async () => {
  const { data } = await comment('hello');
  expect([data.user?.login, data.performed_via_github_app?.slug]).toEqual(['rollout-gate[bot]', 'rollout-gate']);
  await world.sandbox.settled();
  expect(world.hooks.at(-1)?.payload).toMatchObject({
    action: 'created',
    issue: { number: 1, pull_request: { url: expect.stringContaining('/pulls/1') } },
    comment: { body: 'hello' },
  });
});

it('65,536 characters are taken, one more is not, and neither is nothing', async () => {
  await expect(comment('x'.repeat(65_536))).resolves.toMatchObject({ status: 201 });
  expect((await refusal(comment('x'.repeat(65_537)))).status).toBe(422);
  expect((await refusal(comment('  '))).status).toBe(422);
  expect((await refusal(world.app.rest.issues.createComment({ ...here, issue_number: 99, body: 'x' }))).status).toBe(
    404,
  );
});

it('people edit their own comments, with write access those of others; the payload keeps the old text', async () => {
  const { data } = await comment('before');
  const guest = world.as(world.sandbox.userToken(world.sandbox.createUser({ login: 'guest' })));
  const edit = { ...here, comment_id: data.id, body: 'after' };
  expect((await refusal(guest.rest.issues.updateComment(edit))).status).toBe(403);
  await world.as(world.sandbox.userToken(world.people.bob)).rest.issues.updateComment(edit);
  await world.sandbox.settled();
  expect(world.hooks.at(-1)?.payload).toMatchObject({ action: 'edited', changes: { body: { from: 'before' } } });
});

it('issues are found by label, pull requests among them', async () => {
  await world.app.rest.issues.create({ ...here, title: 'Incident', labels: ['blocking-finding'] });
  const labelled = await world.app.rest.issues.listForRepo({ ...here, labels: 'blocking-finding' });
  expect(labelled.data.map((issue) => issue.title)).toEqual(['Incident']);
  const all = await world.app.rest.issues.listForRepo(here);
  expect(all.data.map((issue) => issue.pull_request !== undefined)).toEqual([false, true]);
});
