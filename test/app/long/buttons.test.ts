import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keptWorld } from '../../../src/sandbox/faults/lagging-world.ts';
import type { User } from '../../../src/sandbox/state/identity.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { ticketPriority } from '../../support/scenes.ts';
import { type AppInProcess, startAppInProcess } from '../app-in-process.ts';

/** What a press on a button of the completed check brings, for whom, and how often. */
let world: JudgingWorld;
let app: AppInProcess;

beforeEach(async () => {
  world = await openJudgingWorld();
  app = await startAppInProcess(world);
});

afterEach(async () => {
  await app.stop();
  await world.close();
});

const polling = { timeout: 12_000, interval: 25 };
const gates = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === pull.head.sha && run.name === 'rollout-gate',
  );
const comments = (pull: PullRequest): readonly string[] =>
  [...world.sandbox.world.issueComments.values()]
    .filter(({ issueNumber }) => issueNumber === pull.number)
    .map(({ body }) => body);
const reviews = (pull: PullRequest) =>
  [...world.sandbox.world.reviews.values()].filter(({ pullNumber }) => pullNumber === pull.number);

/** A change that touches a surface which its record doesn't declare: blocked, and the record is drafted. */
async function blocked(): Promise<PullRequest> {
  const pull = await world.open('a', ticketPriority('one', { 'prompts/support/system.md': 'Be brief.\n' }));
  await expect.poll(() => gates(pull).at(-1)?.status, polling).toBe('completed');
  return pull;
}

async function press(pull: PullRequest, identifier: string, who: User = world.people.bob): Promise<void> {
  const run = gates(pull).at(-1);
  if (run === undefined) throw new Error('there is no gate');
  await world.sandbox.press(run, who, identifier);
  await world.sandbox.settled();
}

/** Resolves when the App has asked for that person's permission: then the press was looked at. */
async function lookedAt(times = 1): Promise<void> {
  const asked = () => world.sandbox.exchanges.filter(({ path }) => path.includes('/collaborators/')).length;
  await expect.poll(asked, polling).toBe(times);
  await world.sandbox.settled();
}

describe('the buttons', () => {
  test('stand on the completed check alone, within GitHub’s lengths', async () => {
    const pull = await blocked();
    const actions = gates(pull).at(-1)?.actions ?? [];
    expect(actions.map(({ identifier }) => identifier)).toEqual(['recheck', 'explain', 'draft']);
    for (const { label, description, identifier } of actions) {
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([true, true, true]);
    }
    const waiting = await world.open('b', ticketPriority('two'));
    await expect.poll(() => gates(waiting).at(-1)?.status, polling).toBe('in_progress');
    expect(gates(waiting).at(-1)?.actions).toEqual([]);
  });

  test('Explain answers with one comment for the head, however often it is pressed', async () => {
    const pull = await blocked();
    const explained = () => comments(pull).filter((body) => body.includes('rollout-gate:explain'));
    await press(pull, 'explain');
    await expect.poll(explained, polling).toHaveLength(1);
    expect(explained()[0]).toContain('surface_undeclared');
    await press(pull, 'explain', world.people.alice);
    await lookedAt(2);
    await expect
      .poll(() => world.sandbox.exchanges.filter(({ operation }) => operation === 'ReadMention').length)
      .toBe(2);
    expect(explained()).toHaveLength(1);
  });

  test('Draft record suggests the finished record at its lines, once', async () => {
    const pull = await blocked();
    const own = () => reviews(pull).filter(({ body }) => body.includes('rollout-gate:draft'));
    await press(pull, 'draft');
    await expect.poll(own, polling).toHaveLength(1);
    expect(own()[0]?.state).toBe('COMMENTED');
    const [line] = own()[0]?.lines ?? [];
    expect(line?.path).toBe('changes/one/change.yaml');
    expect(line?.body).toMatch(/^```suggestion\n[\s\S]*prompt_bundle[\s\S]*\n```$/);
    await press(pull, 'draft', world.people.alice);
    await lookedAt(2);
    await expect
      .poll(() => world.sandbox.exchanges.filter(({ operation }) => operation === 'ReadOwnReviews').length)
      .toBe(2);
    expect(own()).toHaveLength(1);
  });

  test.each([
    ['explain', 'ReadMention', (pull: PullRequest) => comments(pull)],
    ['draft', 'ReadOwnReviews', (pull: PullRequest) => reviews(pull).map(({ body }) => body)],
  ] as const)('%s answers once while replicas lag behind what was written', async (button, looking, texts) => {
    const pull = await blocked();
    const own = () => texts(pull).filter((body) => body?.includes(`rollout-gate:${button}`));
    await world.sandbox.settled();
    world.sandbox.faults.replica = keptWorld(world.sandbox.world);
    await press(pull, button);
    await expect.poll(own, polling).toHaveLength(1);
    await press(pull, button, world.people.alice);
    const looks = () => world.sandbox.exchanges.filter(({ operation }) => operation === looking).length;
    await expect.poll(looks, polling).toBe(2);
    // Presses on one commit are worked on one after the other: the third one's look comes after the second one's end.
    await press(pull, button, world.people.carol);
    await expect.poll(looks, polling).toBe(3);
    expect(own()).toHaveLength(1);
  });

  test('Draft record of a file that is not there yet says where to open it', async () => {
    const pull = await world.open('a', { 'policy/tools.yaml': 'default: allow\n' });
    await expect.poll(() => gates(pull).at(-1)?.status, polling).toBe('completed');
    const drafted = () => comments(pull).filter((body) => body.includes('rollout-gate:draft'));
    await press(pull, 'draft');
    await expect.poll(drafted, polling).toHaveLength(1);
    expect(drafted()[0]).toContain('/new/a?filename=');
    expect(reviews(pull)).toEqual([]);
  });

  test('Recheck reads everything anew', async () => {
    const pull = await blocked();
    await world.sandbox.settled();
    const reads = () => world.sandbox.exchanges.filter(({ operation }) => operation === 'JudgePullRequest').length;
    const before = reads();
    await press(pull, 'recheck');
    // Looked at for the press, then read with nothing remembered of the pull request. Replicas being level, it is read again.
    await expect.poll(reads, polling).toBeGreaterThanOrEqual(before + 2);
  });

  test('do nothing for somebody who has no write access and is not the author', async () => {
    const stranger = world.sandbox.createUser({ login: 'mallory' });
    const pull = await blocked();
    await press(pull, 'explain', stranger);
    await lookedAt();
    await press(pull, 'explain');
    const explained = () => comments(pull).filter((body) => body.includes('rollout-gate:explain'));
    await expect.poll(explained, polling).toHaveLength(1);
    await lookedAt(2);
    await new Promise((resolve) => setTimeout(resolve, 400));
    // The second press alone went as far as looking for what it would write.
    expect(world.sandbox.exchanges.filter(({ operation }) => operation === 'ReadMention')).toHaveLength(1);
  });
});
