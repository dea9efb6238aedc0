import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../src/adapters/fault.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import type { Judged } from '../../../src/reconcile/judge-pull-request.ts';
import type { FaultRule } from '../../../src/sandbox/faults/plan.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { ripen } from '../../support/ripe.ts';
import { ticketPriority } from '../../support/scenes.ts';

/** Whatever GitHub does to one request, the gate never opens, and the next judgement makes everything right. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

const faults: readonly (readonly [name: string, rule: Pick<FaultRule, 'fault' | 'when'>])[] = [
  ['a 500', { fault: { kind: 'status', status: 500 } }],
  ['a 502 after the effect', { fault: { kind: 'status', status: 502 }, when: 'after' }],
  ['a secondary limit', { fault: { kind: 'limit', status: 403, retryAfter: 60 } }],
  ['a 429 without retry-after', { fault: { kind: 'limit', status: 429 } }],
  ['a cut connection', { fault: { kind: 'cut' } }],
  ['a cut connection after the effect', { fault: { kind: 'cut' }, when: 'after' }],
  ['half an answer', { fault: { kind: 'truncate' }, when: 'after' }],
  ['a 404', { fault: { kind: 'not_found' } }],
];

/** What GitHub shows of ours: the newest run of each name, and how many objects there are. */
function shown(pull: PullRequest) {
  const runs = [...world.sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === pull.head.sha && run.appId === world.installed.app.id,
  );
  const comments = [...world.sandbox.world.issueComments.values()].filter(
    (comment) => comment.issueNumber === pull.number,
  );
  return {
    runs: Object.fromEntries(runs.map((run) => [run.name, `${run.status} ${run.conclusion ?? ''}`.trim()])),
    count: runs.length,
    comments: comments.length,
  };
}

async function judgedOrFault(pull: PullRequest): Promise<Judged | Fault> {
  try {
    return await world.judge(pull, { memory: readingMemory() });
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

async function almostReady(): Promise<PullRequest> {
  const pull = await world.open('a', ticketPriority());
  await ripen(world, pull, 'failure');
  return pull;
}

describe('each request of a judgement that must block, once with each fault', () => {
  test.each(faults)(
    '%s never opens the gate, and the next judgement converges to the same objects',
    async (_name, rule) => {
      const calm = await almostReady();
      const requests = await world.requestsOf(() => judgedOrFault(calm));
      const expected = shown(calm);
      expect(expected.runs['rollout-gate']).toBe('completed failure');
      expect(requests.length).toBeGreaterThanOrEqual(4);
      for (let nth = 0; nth < requests.length; nth += 1) {
        const pull = await world.open(`b${nth}`, ticketPriority(`b${nth}`));
        await ripen(world, pull, 'failure');
        world.sandbox.faults.add({ ...rule, index: world.sandbox.exchanges.length + nth });
        const first = await judgedOrFault(pull);
        world.sandbox.faults.clear();
        if (!(first instanceof Fault)) expect(first.decision?.verdict).not.toBe('go');
        expect(shown(pull).runs['rollout-gate'] ?? '').not.toContain('success');
        await judgedOrFault(pull);
        expect({ nth, ...shown(pull) }).toEqual({ nth, ...expected });
      }
    },
  );
});

describe('writes that nobody answered', () => {
  test('are looked up and not made twice when they happened', async () => {
    const pull = await world.open('a', ticketPriority());
    world.sandbox.faults.add({ operation: 'WriteJudgement', when: 'after', fault: { kind: 'status', status: 502 } });
    const judged = await judgedOrFault(pull);
    expect(judged).toMatchObject({ results: expect.arrayContaining([expect.objectContaining({ error: null })]) });
    expect(shown(pull)).toMatchObject({ count: 6, comments: 1 });
  });

  test('are sent once more when they surely did not happen', async () => {
    const pull = await world.open('a', ticketPriority());
    world.sandbox.faults.add({ operation: 'WriteJudgement', fault: { kind: 'status', status: 502 } });
    await judgedOrFault(pull);
    expect(shown(pull)).toMatchObject({ count: 6, comments: 1 });
  });

  test('are left alone under a secondary limit, which is a fault with the time to wait', async () => {
    const pull = await world.open('a', ticketPriority());
    world.sandbox.faults.add({
      operation: 'WriteJudgement',
      fault: { kind: 'limit', status: 403, retryAfter: 77 },
      times: 9,
    });
    expect(await judgedOrFault(pull)).toMatchObject({ code: 'github_rate_limited', retry_after_seconds: 77 });
    expect(shown(pull)).toMatchObject({ count: 0, comments: 0 });
  });
});

describe('facts that GitHub did not tell', () => {
  const fields = (...paths: string[]): FaultRule => ({ fault: { kind: 'fields', paths }, times: 99 });

  test.each([
    ['checks', 'repository.pullRequest.head.nodes.commit.checkSuites', 'checks_unreadable'],
    ['files', 'repository.pullRequest.files', 'surfaces_unreadable'],
    ['commits', 'repository.pullRequest.commits', 'commits_unreadable'],
    ['reviews', 'repository.pullRequest.reviews', 'reviews_unreadable'],
    ['other pull requests', 'repository.openPullRequests', 'id_use_unknown'],
  ])('%s make the judgement wait, never pass', async (_name, path, code) => {
    const pull = await ready();
    world.sandbox.faults.add(fields(path));
    const judged = await judgedOrFault(pull);
    expect(judged).not.toBeInstanceOf(Fault);
    const { decision } = judged as Judged;
    expect(decision?.verdict).not.toBe('go');
    expect(decision?.reasons.map((reason) => reason.code)).toContain(code);
    world.sandbox.faults.clear();
    expect(((await judgedOrFault(pull)) as Judged).decision?.verdict).toBe('go');
  });

  test.each([
    ['the policy', 'repository.defaultBranch.target.policy'],
    ['the pull request', 'repository.pullRequest.headRefOid'],
  ])('%s are a fault', async (_name, path) => {
    const pull = await ready();
    world.sandbox.faults.add(fields(path));
    expect(await judgedOrFault(pull)).toMatchObject({ code: 'github_answer_incomplete', retryable: true });
  });

  test('one error that does not come again is read over in a smaller piece', async () => {
    const pull = await ready();
    world.sandbox.faults.add({
      fault: { kind: 'fields', paths: ['repository.pullRequest.reviews'] },
      operation: 'JudgePullRequest',
    });
    expect(((await judgedOrFault(pull)) as Judged).decision?.verdict).toBe('go');
  });
});

async function ready(): Promise<PullRequest> {
  const pull = await world.open('a', ticketPriority());
  await ripen(world, pull);
  return pull;
}
