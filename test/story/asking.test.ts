import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgeOptions, type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, ticketPriority } from '../support/scenes.ts';

/** Who is asked for a review and who is told that it is their turn, and how often. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

const judge = (pull: PullRequest, options: JudgeOptions = {}) => world.judge(pull, { ...options, asks: true });

/** A file of a surface that the change declares. */
const tool = 'tools/create_ticket.json';

/** Every request that was made, in order; those that were answered since too. */
function asked(pull: PullRequest): readonly string[] {
  const { users, teams } = world.sandbox.world;
  return pull.timeline.flatMap((event) =>
    event.kind === 'review_requested'
      ? [users.get(event.reviewerId ?? 0)?.login ?? teams.get(event.teamId ?? 0)?.slug ?? '?']
      : [],
  );
}

function commentsOf(pull: PullRequest): readonly string[] {
  return [...world.sandbox.world.issueComments.values()]
    .filter(({ issueNumber }) => issueNumber === pull.number)
    .map(({ body }) => body);
}

const turns = (pull: PullRequest): readonly string[] => commentsOf(pull).filter((body) => body.includes('Your turn'));

async function setPolicy(change: (text: string) => string): Promise<void> {
  const files = { '.github/rollout-gate.yml': change(sampleFiles['.github/rollout-gate.yml'] ?? '') };
  await world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });
}

async function push(files: Record<string, string>): Promise<void> {
  await world.sandbox.push(world.repository, 'a', { files, pusher: world.people.alice });
}

/** GitHub takes a team off the list when one of its members has reviewed. */
function answered(pull: PullRequest): void {
  pull.requestedTeamIds = [];
  pull.requestedReviewerIds = [];
}

describe('review requests', () => {
  test('go to the teams of the required roles, once, however often it is judged', async () => {
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    await judge(pull);
    expect(asked(pull)).toEqual(['engineering', 'safety-review']);
  });

  test('are made once for a patch: a push that leaves it the same asks nobody again, another patch does', async () => {
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    answered(pull);
    await push({ [tool]: '{ "name": "one" }\n' });
    await judge(pull);
    expect(asked(pull)).toHaveLength(4);
    answered(pull);
    await push({ [tool]: '{ "name": "two" }\n' });
    await push({ [tool]: '{ "name": "one" }\n' });
    await judge(pull);
    expect(asked(pull)).toHaveLength(4);
  });

  test('are not made again while GitHub still asks', async () => {
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    for (const text of ['one', 'two', 'three']) {
      await push({ [tool]: `{ "name": "${text}" }\n` });
      await judge(pull);
    }
    const sent = world.sandbox.exchanges.filter(({ requestBody }) =>
      JSON.stringify(requestBody ?? '').includes('requestReviews'),
    );
    expect(sent).toHaveLength(1);
    expect(turns(pull)).toEqual([]);
    expect(commentsOf(pull)).toHaveLength(1);
  });

  test('are not made to who has spoken on this head, where more people are needed', async () => {
    await setPolicy((text) => text.replace('{ teams: [engineering] }', '{ users: [bob, erin, dan], approvals: 2 }'));
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await judge(pull);
    expect(asked(pull).toSorted()).toEqual(['dan', 'erin', 'safety-review']);
  });

  test('are never made on a draft, and come when it is ready', async () => {
    await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: world.people.alice });
    const draft = { author: world.people.alice, title: 'a', head: 'a', draft: true };
    const pull = await world.sandbox.openPullRequest(world.repository, draft);
    await judge(pull);
    expect(asked(pull)).toEqual([]);
    await world.sandbox.updatePullRequest(pull, world.people.alice, { draft: false });
    await judge(pull);
    expect(asked(pull)).toEqual(['engineering', 'safety-review']);
  });

  test('wait while the author can mend something', async () => {
    const pull = await world.open('a', { 'prompts/support/system.md': 'Be brief.\n' });
    const { decision } = await judge(pull);
    expect(decision?.next_actions.some(({ by }) => by === 'author')).toBe(true);
    expect(asked(pull)).toEqual([]);
  });

  test('are not made where the gate only observes', async () => {
    await setPolicy((text) => text.replace('enforcement: enforce', 'enforcement: observe'));
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    expect(asked(pull)).toEqual([]);
    expect(turns(pull)).toEqual([]);
  });

  test('name people only whose approval would count', async () => {
    await setPolicy((text) => text.replace('{ teams: [engineering] }', '{ users: [alice, bob, erin] }'));
    await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: world.people.alice });
    await world.sandbox.push(world.repository, 'a', { files: { [tool]: '{}\n' }, pusher: world.people.erin });
    const { alice } = world.people;
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await judge(pull);
    expect(asked(pull)).toEqual(['bob', 'safety-review']);
  });

  test('go to the owners of the changed paths that nobody has approved', async () => {
    const text = sampleFiles['.github/CODEOWNERS'] ?? '';
    const codeowners = `${text}/tools/search_articles.json @acme/runtime\n`;
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/CODEOWNERS': codeowners },
      pusher: world.people.grace,
    });
    await setPolicy((policy) => policy.replace('{ teams: [engineering] }', '{ codeowners: ["tools/**"] }'));
    const pull = await world.open('a', ticketPriority('one', { 'tools/search_articles.json': '{}\n' }));
    await world.sandbox.review(pull, world.people.dan, 'APPROVE');
    await judge(pull);
    expect(asked(pull)).toEqual(['engineering', 'safety-review']);
  });

  test('go back to who asked for changes once the patch is another one, and to nobody else', async () => {
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    await world.sandbox.review(pull, world.people.bob, 'REQUEST_CHANGES', 'Be kinder.');
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
    answered(pull);
    await judge(pull);
    expect(asked(pull)).toHaveLength(2);
    await push({ [tool]: '{ "name": "kind" }\n' });
    await judge(pull);
    expect(asked(pull).slice(2)).toEqual(['bob', 'safety-review']);
  });

  test('that GitHub refuses are said in the check and told once in a comment; nothing else fails', async () => {
    const pull = await world.open('a', ticketPriority());
    world.repository.teams.delete(world.teams['safety-review'].id);
    const { results, writes } = await judge(pull);
    expect(results.flatMap(({ error }, index) => (error === null ? [] : [writes[index]?.kind]))).toEqual([
      'review_request',
    ]);
    const gate = () => [...world.sandbox.world.checkRuns.values()].filter(({ name }) => name === 'rollout-gate');
    expect(gate().at(-1)?.output.summary).toContain('did not let the App ask safety');
    expect(asked(pull)).toEqual(['engineering']);
    expect(turns(pull)).toHaveLength(1);
    expect(turns(pull)[0]).toContain('**Your turn, safety**');
    const requests = await world.requestsOf(() => judge(pull));
    expect(requests).toHaveLength(1);
    expect(gate()).toHaveLength(1);
  });
});

describe('"your turn"', () => {
  const evals = async (pull: PullRequest, conclusion: 'success' | 'failure') => {
    const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha, conclusion };
    await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
    await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket' });
  };

  test('is said to the author when the wait for others ends in something to mend, once', async () => {
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    await evals(pull, 'failure');
    const { decision } = await judge(pull);
    expect(decision?.next_actions.some(({ by }) => by === 'author')).toBe(true);
    expect(turns(pull)).toHaveLength(1);
    expect(turns(pull)[0]).toContain('**Your turn, alice**');
    expect(turns(pull)[0]).not.toContain('@alice');
    await judge(pull);
    await judge(pull, { clock: { now: () => new Date(Date.now() + 7_200_000) } });
    expect(turns(pull)).toHaveLength(1);
  });

  test('is not said to an author who has just pushed, nor twice in an hour', async () => {
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    await push({ 'changes/ticket-priority/change.yaml': 'kind: [\n' });
    await judge(pull);
    expect(turns(pull)).toEqual([]);
    for (const text of ['one', 'two', 'three']) {
      await push({ ...(ticketPriority() as Record<string, string>), [tool]: `{ "name": "${text}" }\n` });
      await judge(pull);
      await evals(pull, 'failure');
      await judge(pull);
    }
    expect(turns(pull)).toHaveLength(1);
  });

  test('is not said on a draft', async () => {
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    await world.sandbox.updatePullRequest(pull, world.people.alice, { draft: true });
    await evals(pull, 'failure');
    await judge(pull);
    expect(turns(pull)).toEqual([]);
  });

  test('is said to a role that no request reaches', async () => {
    await setPolicy((text) => text.replace('{ teams: [engineering] }', '{ permission: maintain }'));
    const pull = await world.open('a', ticketPriority());
    await judge(pull);
    expect(asked(pull)).toEqual(['safety-review']);
    expect(turns(pull)).toHaveLength(1);
    expect(turns(pull)[0]).toContain('**Your turn, engineering**');
    await judge(pull);
    expect(turns(pull)).toHaveLength(1);
  });
});
