import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory, type ReadingMemory } from '../../src/adapters/github/memory.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** Two pull requests with one change_id: the second is stopped by the first, also where the App remembers what that one said. */
let world: JudgingWorld;
let first: PullRequest;
let second: PullRequest;

beforeEach(async () => {
  world = await openJudgingWorld();
  first = await world.open('a', ticketPriority('one'));
  await world.judge(first);
  second = await world.open('b', { ...ticketPriority('one'), 'prompts/more.md': 'x\n' });
});

afterEach(() => world.close());

const list = 'list';
const withSummaries = 'list with summaries';
const gates = 'gates';

const runs = 'repository.openPullRequests.nodes.heads.nodes.commit.checkSuites.nodes.checkRuns.nodes';

/** What was asked about other pull requests, and whether the id is in use. */
async function judged(options: Parameters<JudgingWorld['judge']>[1] = {}): Promise<readonly [boolean, ...string[]]> {
  let isInUse = false;
  const requests = await world.requestsOf(async () => {
    const { decision } = await world.judge(second, options);
    const codes = decision?.reasons.map(({ code }) => code) ?? [];
    expect(codes).not.toContain('id_use_unknown');
    isInUse = codes.includes('change_id_in_use');
  });
  const kinds = requests.flatMap(({ requestBody, operation }) => {
    if (operation !== 'JudgePullRequest') return [];
    const { query, variables } = requestBody as { readonly query: string; readonly variables: { number?: number } };
    if (query.includes('gates: nodes')) return [gates];
    if (!query.includes('openPullRequests') || (variables.number ?? second.number) !== second.number) return [];
    return [query.includes('summary') ? withSummaries : list];
  });
  return [isInUse, ...kinds];
}

/** A process that knows the repository, and nothing of the gates that were written since. */
async function elsewhere(): Promise<ReadingMemory> {
  const memory = readingMemory();
  await world.judge(second, { memory, write: false });
  return memory;
}

/** An approval changes what the first one's check says. */
async function changed(): Promise<void> {
  await world.sandbox.review(first, world.people.bob, 'APPROVE');
  await world.judge(first, { memory: readingMemory() });
}

describe('a change_id in use', () => {
  test('is known by who wrote the check of the other, without asking for it', async () => {
    expect(await judged()).toEqual([true, list]);
    expect(await judged()).toEqual([true, list]);
  });

  test('is kept of the gate alone, of all checks that are written', async () => {
    const memory = readingMemory();
    await world.sandbox.review(first, world.people.bob, 'APPROVE');
    await world.judge(first, { memory });
    const runs = [...world.sandbox.world.checkRuns.values()].filter(({ headSha }) => headSha === first.head.sha);
    const kept = runs.filter(({ nodeId, externalId }) => memory.uses.get(`${nodeId} ${externalId}`) !== undefined);
    expect(runs.length).toBeGreaterThan(1);
    expect(kept.map(({ name }) => name)).toEqual(['rollout-gate']);
  });

  test('is read with the summaries after a restart, and known then', async () => {
    const memory = readingMemory();
    expect(await judged({ memory })).toEqual([true, withSummaries]);
    expect(await judged({ memory })).toEqual([true, list]);
  });

  test('is asked for once where another process wrote the check', async () => {
    const memory = await elsewhere();
    await changed();
    expect(await judged({ memory })).toEqual([true, list, gates]);
    expect(await judged({ memory })).toEqual([true, list]);
  });

  test('is let go when the other takes another id', async () => {
    expect(await judged()).toEqual([true, list]);
    const files = { ...ticketPriority('other'), 'changes/one/change.yaml': null, 'changes/one/rollout.yaml': null };
    await world.sandbox.push(world.repository, 'a', {
      files: { ...files, 'changes/one/ROLLBACK.md': null },
      pusher: world.people.alice,
    });
    await world.judge(first);
    expect(await judged()).toEqual([false, list]);
  });

  test('is found when the other takes it, on the same head', async () => {
    const third = await world.open('c', ticketPriority('third'));
    second = third;
    await world.judge(first);
    expect(await judged()).toEqual([false, list]);
    await world.sandbox.push(world.repository, 'c', {
      files: { 'changes/third/change.yaml': ticketPriority('one')['changes/one/change.yaml'] ?? '' },
      pusher: world.people.alice,
    });
    expect((await judged())[0]).toBe(true);
  });

  test('is let go when the other is closed', async () => {
    expect(await judged()).toEqual([true, list]);
    await world.sandbox.updatePullRequest(first, world.people.alice, { state: 'closed' });
    expect(await judged()).toEqual([false, list]);
    await world.sandbox.updatePullRequest(first, world.people.alice, { state: 'open' });
    expect(await judged()).toEqual([true, list]);
  });

  test('is read with the whole list where the check changed between two questions', async () => {
    const memory = await elsewhere();
    await changed();
    const before = async (request: number): Promise<void> => {
      if (request !== 2) return;
      await world.sandbox.review(first, world.people.carol, 'APPROVE');
      await world.judge(first, { memory: readingMemory() });
    };
    expect(await judged({ memory, before })).toEqual([true, list, gates, withSummaries]);
  });

  test('is read with the whole list where the check went between two questions', async () => {
    const memory = await elsewhere();
    await changed();
    const { checkRuns } = world.sandbox.world;
    const before = async (request: number): Promise<void> => {
      if (request !== 2) return;
      for (const [id, { headSha }] of checkRuns) if (headSha === first.head.sha) checkRuns.delete(id);
    };
    expect(await judged({ memory, before })).toEqual([false, list, gates, withSummaries]);
  });

  test.each([
    ['to the one who asks by ids', ['gates.summary']],
    ['to anybody', ['gates.summary', `${runs}.summary`]],
  ])('that is not told %s never lets pass', async (_name, paths) => {
    const memory = await elsewhere();
    await changed();
    const isWhole = paths.length === 1;
    for (const forbidden of [true, false]) {
      const told = { ...memory, uses: readingMemory().uses };
      world.sandbox.faults.add({ fault: { kind: 'fields', paths, forbidden }, times: 99 });
      const { decision } = await world.judge(second, { memory: told, write: false });
      world.sandbox.faults.clear();
      expect(decision?.reasons.map(({ code }) => code)).toContain(isWhole ? 'change_id_in_use' : 'id_use_unknown');
    }
  });
});
