import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commentsOn, gateOf, pushPolicy, runsOn } from '../support/judged.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What the policy governs, and what becomes of pull requests when it changes. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

describe('what is not governed', () => {
  test('gets success in one write and no comment', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    const { writes } = await world.judge(pull);
    expect(writes.map(({ kind }) => kind)).toEqual(['check_run']);
    expect(gateOf(world, pull)).toBe('completed success');
    expect(runsOn(world, pull.head.sha)[0]?.output.title).toBe('Not governed');
    expect(commentsOn(world, pull)).toEqual([]);
  });

  test('without a policy nothing is written, whatever the pull request holds', async () => {
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    const pull = await world.open('a', { ...ticketPriority(), '.github/rollout-gate.yml': 'version: 1\n' });
    expect(await world.judge(pull)).toMatchObject({ decision: null, writes: [] });
    expect(runsOn(world, pull.head.sha)).toEqual([]);
  });

  test('a closed pull request is not written to', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.updatePullRequest(pull, world.people.alice, { state: 'closed' });
    expect((await world.judge(pull)).writes).toEqual([]);
    expect(runsOn(world, pull.head.sha)).toEqual([]);
  });

  test('a draft is judged like any other', async () => {
    await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: world.people.alice });
    const pull = await world.sandbox.openPullRequest(world.repository, {
      author: world.people.alice,
      title: 'a',
      head: 'a',
      draft: true,
    });
    await world.judge(pull);
    expect(gateOf(world, pull)).toBe('in_progress');
  });
});

describe('a policy that changes', () => {
  test('review and eval runs that are no longer demanded are completed as neutral', async () => {
    const pull = await world.open('a', { 'prompts/support/system.md': 'Be brief.\n' });
    await world.judge(pull);
    expect(runsOn(world, pull.head.sha, 'eval: offline_eval_passed')[0]?.status).toBe('in_progress');
    await pushPolicy(world, (text) =>
      text.replace('medium: { reviews: [engineering], evals: [offline_eval_passed] }', 'medium: {}'),
    );
    await world.judge(pull);
    expect(runsOn(world, pull.head.sha, 'eval: offline_eval_passed').map(({ conclusion }) => conclusion)).toEqual([
      'neutral',
    ]);
    expect(runsOn(world, pull.head.sha, 'review: engineering').map(({ conclusion }) => conclusion)).toEqual([
      'neutral',
    ]);
  });

  test('what is only observed is reported under another name, neutral, and never under the required one', async () => {
    await pushPolicy(world, (text) => text.replace('enforcement: enforce', 'enforcement: observe'));
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    expect(runsOn(world, pull.head.sha).map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual([
      'rollout-gate (observe) neutral',
    ]);
  });

  test('a policy with errors asks for its mending', async () => {
    await pushPolicy(world, () => 'version: 1\nroles: 7\n');
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    expect(gateOf(world, pull)).toBe('completed action_required');
  });
});
