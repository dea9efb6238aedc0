import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { notCounted } from '../support/judged.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** Who had a hand in the change, by commits, by the branch's log and by check suites. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

describe('who had a hand in the change can not approve it', () => {
  const prompt = { 'prompts/support/system.md': 'Be brief.\n' };

  test('who pushed a commit of somebody else', async () => {
    const { alice, bob } = world.people;
    await world.sandbox.push(world.repository, 'a', { files: prompt, pusher: bob, author: alice });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await world.sandbox.review(pull, bob, 'APPROVE');
    expect(await notCounted(world, pull)).toEqual(['approver_is_pusher']);
  });

  test('who is named as co-author in a commit', async () => {
    const { alice, bob } = world.people;
    await world.sandbox.push(world.repository, 'a', { files: prompt, pusher: alice, coAuthors: [bob] });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await world.sandbox.review(pull, bob, 'APPROVE');
    expect(await notCounted(world, pull)).toEqual(['approver_is_co_author']);
  });

  test('who forced another history onto the branch', async () => {
    const { alice, bob } = world.people;
    const pull = await world.open('a', prompt);
    const other = await world.sandbox.push(world.repository, 'b', {
      files: { 'prompts/support/system.md': 'Be kind.\n' },
      pusher: alice,
    });
    await world.sandbox.moveBranch(world.repository, 'a', other, bob);
    await world.sandbox.review(pull, bob, 'APPROVE');
    expect(await notCounted(world, pull)).toEqual(['approver_is_pusher']);
  });

  /** carol, who holds safety, moves the branch to commits that grace made, and approves. */
  async function movedBySafety(move: (pull: PullRequest) => Promise<void>): Promise<readonly (string | undefined)[]> {
    const pull = await world.open('a', ticketPriority());
    await move(pull);
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
    const { decision, observation } = await world.judge(pull);
    const safety = decision?.reviews.find(({ role }) => role === 'safety');
    expect(observation.snapshot?.pushers.known).toBe(true);
    expect(safety?.given).toEqual([]);
    return safety?.not_counted.map(({ code }) => code) ?? [];
  }

  /** A commit of grace's on a branch of hers, on top of what the pull request has. */
  async function aside(pull: PullRequest, path = 'prompts/aside.md'): Promise<string> {
    const { grace } = world.people;
    if (!world.repository.refs.has('refs/heads/aside')) {
      await world.sandbox.moveBranch(world.repository, 'aside', pull.head.sha, grace);
    }
    return world.sandbox.push(world.repository, 'aside', { files: { [path]: 'x' }, pusher: grace });
  }

  test.each<[name: string, move: (pull: PullRequest) => Promise<void>]>([
    [
      'who brought a commit that somebody had pushed elsewhere first',
      async (pull) => world.sandbox.moveBranch(world.repository, 'a', await aside(pull), world.people.carol),
    ],
    [
      'who brought such a commit before somebody else pushed on top of it',
      async (pull) => {
        await world.sandbox.moveBranch(world.repository, 'a', await aside(pull), world.people.carol);
        const next = { files: { 'prompts/next.md': 'x' }, pusher: world.people.alice };
        await world.sandbox.push(world.repository, 'a', next);
      },
    ],
    [
      'who put back a commit that had been pushed to the branch and taken off it',
      async (pull) => {
        const before = pull.head.sha;
        const files = { 'prompts/once.md': 'x' };
        const sha = await world.sandbox.push(world.repository, 'a', { files, pusher: world.people.grace });
        await world.sandbox.moveBranch(world.repository, 'a', before, world.people.alice);
        await world.judge(pull);
        await world.sandbox.moveBranch(world.repository, 'a', sha, world.people.carol);
      },
    ],
    [
      'who put back a commit that was judged before it was taken off',
      async (pull) => {
        const before = pull.head.sha;
        const files = { 'prompts/once.md': 'x' };
        const sha = await world.sandbox.push(world.repository, 'a', { files, pusher: world.people.grace });
        await world.judge(pull);
        await world.sandbox.moveBranch(world.repository, 'a', before, world.people.alice);
        await world.sandbox.moveBranch(world.repository, 'a', sha, world.people.carol);
      },
    ],
    [
      'who made the branch anew while the pull request was closed',
      async (pull) => {
        const sha = pull.head.sha;
        await world.judge(pull);
        await world.sandbox.deleteBranch(world.repository, 'a', world.people.alice);
        await world.sandbox.moveBranch(world.repository, 'a', sha, world.people.carol);
        await world.sandbox.updatePullRequest(pull, world.people.alice, { state: 'open' });
      },
    ],
  ])('%s', async (_name, move) => {
    expect(await movedBySafety(move)).toEqual(['approver_is_pusher']);
  });

  test('who put back a commit before the pull request was opened', async () => {
    const { alice, carol, grace } = world.people;
    const first = await world.sandbox.push(world.repository, 'a', { files: prompt, pusher: alice });
    const sha = await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: grace });
    await world.sandbox.moveBranch(world.repository, 'a', first, alice);
    await world.sandbox.moveBranch(world.repository, 'a', sha, carol);
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await world.sandbox.review(pull, carol, 'APPROVE');
    expect(await notCounted(world, pull, 'safety')).toEqual(['approver_is_pusher']);
  });

  test('a log of the branch that lags behind its head names nobody', async () => {
    const pull = await world.open('a', prompt);
    const { activities } = world.sandbox.world;
    activities.splice(
      activities.findIndex(({ after }) => after === pull.head.sha),
      1,
    );
    const { observation } = await world.judge(pull);
    expect(observation.snapshot?.pushers.known).toBe(false);
  });

  test('a commit whose author is linked to nobody is told', async () => {
    await world.sandbox.push(world.repository, 'a', {
      files: prompt,
      pusher: world.people.alice,
      author: { name: 'Linus', email: 'linus@nowhere.example' },
    });
    const pull = await world.sandbox.openPullRequest(world.repository, {
      author: world.people.alice,
      title: 'a',
      head: 'a',
    });
    const { decision } = await world.judge(pull);
    expect(decision?.reasons.map(({ code }) => code)).toContain('identity_unlinked');
  });
});
