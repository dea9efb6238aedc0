import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { COMMENT_MARKER } from '../../src/report/comment/sticky-comment.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, manyProblems, ticketPriority } from '../support/scenes.ts';

/** Readings that meet a world in motion, and objects that only look like ours. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

function gates(sha: string) {
  return [...world.sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === sha && run.name === 'rollout-gate',
  );
}

async function codesOf(pull: PullRequest): Promise<readonly string[]> {
  const { decision } = await world.judge(pull, { memory: readingMemory() });
  return decision?.reasons.map(({ code }) => code) ?? [];
}

describe('a head that moves', () => {
  test('between two reads is read anew, and judged as it is then', async () => {
    const pull = await world.open('a', ticketPriority());
    const before = pull.head.sha;
    const { decision } = await world.judge(pull, {
      before: async (request) => {
        if (request !== 2) return;
        await world.sandbox.push(world.repository, 'a', { files: { 'prompts/x.md': 'x' }, pusher: world.people.alice });
      },
    });
    expect(pull.head.sha).not.toBe(before);
    expect(decision?.subject.head_sha).toBe(pull.head.sha);
    expect(gates(before)).toEqual([]);
    expect(gates(pull.head.sha)).toHaveLength(1);
  });

  test('at every read is a fault that is worth a retry, and nothing is written', async () => {
    const pull = await world.open('a', ticketPriority());
    const judged = world.judge(pull, {
      before: async (request) => {
        await world.sandbox.push(world.repository, 'a', {
          files: { 'prompts/x.md': String(request) },
          pusher: world.people.alice,
        });
      },
    });
    await expect(judged).rejects.toMatchObject({ code: 'github_answer_incomplete', retryable: true });
    expect(gates(pull.head.sha)).toEqual([]);
  });

  test('between reading and writing gets no check for what was not read', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    const before = pull.head.sha;
    await world.judge(pull, {
      before: async (request) => {
        if (request !== 2) return;
        await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: world.people.alice });
      },
    });
    expect(gates(before).map(({ conclusion }) => conclusion)).toEqual(['success']);
    expect(gates(pull.head.sha)).toEqual([]);
  });
});

describe('what could not be read', () => {
  const never = (...paths: string[]) => world.sandbox.faults.add({ fault: { kind: 'fields', paths }, times: 99 });

  test('a record file that does not come is a fault, not a record that is missing', async () => {
    const pull = await world.open('a', manyProblems(2));
    never('repository.pullRequest.head.nodes.commit.headRecord1');
    await expect(world.judge(pull)).rejects.toBeInstanceOf(Fault);
  });

  test('previous names of renamed files make the surfaces unknown', async () => {
    const text = sampleFiles['README.md'] ?? '';
    const pull = await world.open('a', { 'README.md': null, 'docs/README.md': text });
    world.sandbox.faults.add({ fault: { kind: 'status', status: 500 }, path: /\/pulls\/\d+\/files/, times: 9 });
    expect(await codesOf(pull)).toContain('surfaces_unreadable');
    world.sandbox.faults.clear();
    expect(await codesOf(pull)).toEqual(['not_governed']);
  });

  test('comments make the answers unknown, and no second sticky comment is written', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    never('repository.pullRequest.comments');
    const { decision } = await world.judge(pull, { memory: readingMemory() });
    expect(decision?.reasons.map(({ code }) => code)).toContain('answers_unreadable');
    expect(world.sandbox.world.issueComments.size).toBe(1);
  });

  test('changes of the base make every approval unknown', async () => {
    const pull = await world.open('a', ticketPriority());
    never('repository.pullRequest.timelineItems');
    expect(await codesOf(pull)).toContain('reviews_unreadable');
  });

  test('jobs of a run make its check runs unknown', async () => {
    const pull = await world.open('a', ticketPriority());
    const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
    await world.sandbox.completeJob({ ...job, jobName: 'evals / offline' });
    world.sandbox.faults.add({ fault: { kind: 'status', status: 500 }, path: /\/jobs$/, times: 9 });
    const { decision } = await world.judge(pull);
    const signal = decision?.signals.find(({ name }) => name === 'offline_eval_passed');
    expect(signal).toMatchObject({ value: 'unknown', refused: [{ code: 'evidence_job_unread' }] });
  });
});

describe('a run of a push', () => {
  test("does not count once the default branch's workflow is another one", async () => {
    const pull = await world.open('a', ticketPriority());
    const text = `${sampleFiles[evalsWorkflow] ?? ''}# stricter now\n`;
    await world.sandbox.push(world.repository, 'main', {
      files: { [evalsWorkflow]: text },
      pusher: world.people.grace,
    });
    const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha, event: 'push' };
    await world.sandbox.completeJob({ ...job, jobName: 'evals / offline' });
    const { decision, observation } = await world.judge(pull);
    expect(observation.snapshot?.checks.list[0]?.run?.workflow_is_default).toBe(false);
    expect(decision?.signals.find(({ name }) => name === 'offline_eval_passed')?.value).toBe('unknown');
  });
});

describe('objects that only look like ours', () => {
  test('a comment of somebody else with our marker is left alone', async () => {
    const pull = await world.open('a', ticketPriority());
    const theirs = await world.sandbox.comment(pull, world.people.erin, `${COMMENT_MARKER}\n\n**Go**`);
    await world.judge(pull);
    const bodies = [...world.sandbox.world.issueComments.values()].filter(
      ({ issueNumber }) => issueNumber === pull.number,
    );
    expect(bodies).toHaveLength(2);
    expect(bodies.find(({ id }) => id === theirs.id)?.body).toBe(`${COMMENT_MARKER}\n\n**Go**`);
  });

  test("another app's check run of our name and external id is not taken for ours", async () => {
    const pull = await world.open('a', ticketPriority());
    const { installation } = world.sandbox.installApp({ owner: world.organization, slug: 'gate-twin' });
    await world.sandbox.postCheckRun(world.sandbox.asInstallation(installation), world.repository, {
      name: 'rollout-gate',
      headSha: pull.head.sha,
      externalId: 'rg1:x:y',
      status: 'completed',
      conclusion: 'success',
    });
    const { observation } = await world.judge(pull);
    expect(observation.own_checks).toEqual([]);
    expect(observation.lookalikes).toEqual([{ kind: 'check', made_by: 'gate-twin' }]);
    expect(gates(pull.head.sha).map(({ appId }) => appId)).toContain(world.installed.app.id);
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
  });

  test('a comment of ours that somebody deleted is written anew', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull, { memory: readingMemory() });
    const memory = readingMemory();
    await world.judge(pull, { memory });
    const [own] = world.sandbox.world.issueComments.values();
    world.sandbox.world.issueComments.delete(own?.id ?? 0);
    const { writes } = await world.judge(pull, { memory });
    expect(writes.map(({ kind }) => kind)).toEqual(['comment']);
  });
});

describe('a write that nobody answered', () => {
  test('is not sent again while nobody can tell whether it happened', async () => {
    const pull = await world.open('a', ticketPriority());
    world.sandbox.faults.add({ operation: 'WriteJudgement', when: 'after', fault: { kind: 'status', status: 502 } });
    const paths = ['repository.pullRequest.head.nodes.commit.checkSuites'];
    world.sandbox.faults.add({ operation: 'LookUpWrites', fault: { kind: 'fields', paths }, times: 99 });
    const { results } = await world.judge(pull, { memory: readingMemory() });
    expect(results.some(({ error }) => error !== null)).toBe(true);
    expect(gates(pull.head.sha)).toHaveLength(1);
  });
});
