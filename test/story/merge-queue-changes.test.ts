import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import { pushPolicy } from '../support/judged.ts';
import type { JudgingWorld } from '../support/judging.ts';
import { codes, failure, openQueueStage, prompts, type QueueStage } from '../support/queue-stage.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What changes while pull requests wait in the merge queue. */
let stage: QueueStage;
let world: JudgingWorld;
let clock: QueueStage['clock'];

beforeEach(async () => {
  stage = await openQueueStage();
  ({ world, clock } = stage);
});

afterEach(() => world.close());

describe('what changes on the way', () => {
  test('a record that another member changes fails the group (T11)', async () => {
    const record = 'changes/ticket-priority/rollout.yaml';
    const lines = Array.from({ length: 12 }, (_, index) => `# ${index}`).join('\n');
    const text = `${String(ticketPriority()[record])}${lines}\n`;
    const review = 'changes/ticket-priority/change.yaml';
    const older = String(ticketPriority()[review]).replace('cr-ticket-priority', 'cr-older');
    const before = { ...ticketPriority(), [record]: text, [review]: older, 'tools/create_ticket.json': '{}\n' };
    await world.sandbox.push(world.repository, 'main', { files: before, pusher: world.people.grace });
    const a = await stage.green('a', { ...ticketPriority(), [record]: text.replace('5_percent', '1_percent') });
    const b = await world.open('b', { [record]: `${text}# by another one\n` });
    for (const ruleset of world.sandbox.world.rulesets.values()) ruleset.rules = [];
    await stage.queued([a, b], { min_entries_to_merge: 3, min_entries_to_merge_wait_minutes: 60 });
    expect(codes(await stage.judgeGroup(stage.group(0)))).toEqual([]);
    const judged = await stage.judgeGroup(stage.group(1));
    expect(judged.decisions[0]?.reasons.map(({ code }) => code)).toContain('group_record_differs');
    expect(stage.checkOn(stage.group(1))).toBe(failure);
  });

  test('a policy that is tightened ahead in the group binds those behind it (T10)', async () => {
    const a = await world.open('a', {
      '.github/rollout-gate.yml': `${sampleFiles['.github/rollout-gate.yml'] ?? ''}# stricter\n`,
    });
    const b = await stage.green('b', { 'README.md': 'Explained.\n' });
    for (const ruleset of world.sandbox.world.rulesets.values()) ruleset.rules = [];
    await stage.queued([a, b], { min_entries_to_merge: 3, min_entries_to_merge_wait_minutes: 60 });
    const judged = await stage.judgeGroup(stage.group(1));
    expect(judged.decisions[1]?.reasons.map(({ code }) => code)).toContain('group_rules_differ');
    expect(stage.checkOn(stage.group(1))).toBe(failure);
  });

  test('a policy that is tightened while a group is queued is the one that it is judged by (T10)', async () => {
    await stage.queued([await stage.green('a', ticketPriority())]);
    const before = stage.group(0).headSha;
    await pushPolicy(world, (text) =>
      text.replace('reviews: [engineering, safety]', 'reviews: [engineering, safety, platform-owner]'),
    );
    expect(stage.group(0).headSha).not.toBe(before);
    const only = stage.group(0);
    expect(codes(await stage.judgeGroup(only))).toContain('review_missing');
    expect(stage.checkOn(only)).toBe(failure);
  });

  test('an approval that is dismissed while it is queued fails the group', async () => {
    const pull = await stage.green('a', ticketPriority());
    await stage.queued([pull]);
    const [review] = [...world.sandbox.world.reviews.values()].filter(({ pullNumber }) => pullNumber === pull.number);
    if (review === undefined) throw new Error('there is no review');
    await world.sandbox.dismiss(review, world.people.grace, 'not yet');
    const only = stage.group(0);
    await stage.judgeGroup(only);
    expect(stage.checkOn(only)).toBe(failure);
  });

  test.each(['dequeued', 'pushed to'] as const)('a group whose member was %s gets no answer', async (what) => {
    const pulls = [await stage.green('a', ticketPriority()), await stage.green('b', prompts())];
    await stage.queued(pulls);
    const [first, last] = [stage.group(0), stage.group(1)];
    if (pulls[0] === undefined) throw new Error('nothing is queued');
    if (what === 'dequeued') await world.sandbox.dequeue(pulls[0], world.people.alice);
    else await world.sandbox.push(world.repository, 'a', { files: { 'README.md': 'x\n' }, pusher: world.people.alice });
    const early = await stage.judgeGroup(last);
    // The queue's entry may only be late: it is looked at once more.
    expect([early.writes, early.again]).toEqual([[], clock.now.getTime() + 10_000]);
    clock.now = new Date(clock.now.getTime() + 3 * 60_000);
    expect((await stage.judgeGroup(first)).again).toBeNull();
    expect([stage.checkOn(first), stage.checkOn(last)]).toEqual(['', '']);
    expect(stage.groups()).toHaveLength(1);
  });
});
