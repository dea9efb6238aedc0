import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import type { Exchange } from '../../src/sandbox/http/exchange.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, manyProblems, readingJob, ticketPriority } from '../support/scenes.ts';

/** Requests of judging, exactly, with their preconditions (github-checked section 3). */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

const read = 'read';
const write = 'write';

function kindOf({ method, operation, path }: Exchange): string {
  if (operation === 'JudgePullRequest') return read;
  if (operation === 'WriteJudgement') return write;
  return operation ?? `${method} ${path.split('?')[0]?.replace('/repos/acme/agents', '') ?? ''}`;
}

/** The log of the head branch, read at the same time as other facts that only REST has. */
const pusher = 'GET /activity';

async function cost(pull: PullRequest, options: Parameters<JudgingWorld['judge']>[1] = {}): Promise<readonly string[]> {
  return (await world.requestsOf(() => world.judge(pull, options))).map(kindOf);
}

describe('judging in the App', () => {
  test('a pull request seen for the first time: 2 reads (what it is, then what its policy and records ask for), 1 write', async () => {
    const pull = await world.open('a', ticketPriority());
    expect(await cost(pull)).toEqual([read, read, write]);
  });

  test('warm and nothing changed: 1 read', async () => {
    const pull = await world.open('a', ticketPriority());
    await cost(pull);
    expect(await cost(pull)).toEqual([read]);
    expect(await cost(pull)).toEqual([read]);
  });

  test('beside other pull requests: no more, neither when they were judged before nor when one changed', async () => {
    const pulls = [await world.open('a', ticketPriority('one')), await world.open('b', ticketPriority('two'))];
    const [first, second] = pulls as [PullRequest, PullRequest];
    expect(await cost(first)).toEqual([read, read, write]);
    expect(await cost(second)).toEqual([read, read, write]);
    expect(await cost(first)).toEqual([read]);
    await world.sandbox.review(second, world.people.bob, 'APPROVE');
    expect(await cost(second)).toEqual([read, pusher, write]);
    expect(await cost(first)).toEqual([read]);
  });

  test('beside one that another process judged: 1 read more, and none when it is warm', async () => {
    const [first, second] = [
      await world.open('a', ticketPriority('one')),
      await world.open('b', ticketPriority('two')),
    ];
    await cost(first);
    await cost(second, { memory: readingMemory() });
    expect(await cost(first)).toEqual([read, read]);
    expect(await cost(first)).toEqual([read]);
  });

  test('warm and an approval arrived: 1 read, who pushed, 1 write for check runs and sticky comment together', async () => {
    const pull = await world.open('a', ticketPriority());
    await cost(pull);
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    expect(await cost(pull)).toEqual([read, pusher, write]);
    expect(await cost(pull)).toEqual([read]);
  });

  test('warm and a review that approves nothing: 1 read', async () => {
    const pull = await world.open('a', ticketPriority());
    await cost(pull);
    await world.sandbox.review(pull, world.people.bob, 'COMMENT', 'Why?');
    expect(await cost(pull)).toEqual([read]);
  });

  test('warm and the record changed by a push, roles in the policy: 1 read, 1 write', async () => {
    const pull = await world.open('a', ticketPriority());
    await cost(pull);
    await world.sandbox.push(world.repository, 'a', {
      files: { 'changes/ticket-priority/rollout.yaml': null },
      pusher: world.people.alice,
    });
    expect(await cost(pull)).toEqual([read, write]);
  });

  test('warm and the policy changed so that it names another team, and a push: 2 reads, 1 write', async () => {
    const pull = await world.open('a', ticketPriority());
    await cost(pull);
    const text = (await policyText()).replace('teams: [safety-review]', 'teams: [platform]');
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': text.replace('teams: [release]', 'teams: [release, on-call]') },
      pusher: world.people.grace,
    });
    await world.sandbox.push(world.repository, 'a', { files: { 'prompts/more.md': 'x' }, pusher: world.people.alice });
    expect(await cost(pull)).toEqual([read, read, write]);
  });

  test('an ungoverned pull request seen for the first time: 1 read, 1 write', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    expect(await cost(pull)).toEqual([read, write]);
    expect(await cost(pull)).toEqual([read]);
  });

  test('a repository without a policy: 1 read and no write', async () => {
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    const pull = await world.open('a', ticketPriority());
    expect(await cost(pull)).toEqual([read]);
  });

  test("a bot's pull request whose text was edited: 1 read more for its past texts and 1 for who they name, none when it is warm", async () => {
    const bot = world.sandbox.world.users.get(world.installed.app.botUserId);
    const pull = await world.open('a', ticketPriority(), bot);
    await cost(pull);
    await world.sandbox.updatePullRequest(pull, world.people.alice, { body: 'Requested-by: @alice' });
    await world.sandbox.updatePullRequest(pull, world.people.alice, { body: 'Done.' });
    expect(await cost(pull)).toEqual([read, read, read]);
    expect(await cost(pull)).toEqual([read]);
  });

  test('more than 50 annotations: 1 write more', async () => {
    const pull = await world.open('a', manyProblems(60));
    expect(await cost(pull)).toEqual([read, read, write, write]);
    expect(await cost(pull)).toEqual([read]);
  });

  test('an eval job whose run was not read before: 1 read more, and none when it is warm', async () => {
    const pull = await world.open('a', ticketPriority());
    await cost(pull);
    const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
    const { run } = await world.sandbox.completeJob({ ...job, jobName: 'evals / offline' });
    expect(await cost(pull)).toEqual([read, `GET /actions/runs/${run.id}/jobs`, write]);
    expect(await cost(pull)).toEqual([read]);
  });

  test('a renamed file: 1 read more for every 100 files, and none when it is warm', async () => {
    const text = 'You are the support agent of Acme.\n\nAnswer briefly. Ask before you act.\nNever promise a refund.\n';
    const pull = await world.open('a', { 'prompts/support/system.md': null, 'prompts/support/start.md': text });
    expect(await cost(pull)).toEqual([read, `GET /pulls/${pull.number}/files`, read, write]);
    expect(await cost(pull)).toEqual([read]);
  });

  test('an older approval that may still stand: 1 comparison for it and 1 for the head, 1 read of modes, none when it is warm', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    const approved = pull.head.sha;
    await cost(pull);
    await world.sandbox.push(world.repository, 'a', { files: { 'prompts/more.md': 'x' }, pusher: world.people.alice });
    const { head, base } = pull;
    expect((await cost(pull)).toSorted()).toEqual(
      [
        pusher,
        `GET /compare/${base.sha}...${head.sha}`,
        `GET /compare/${base.sha}...${approved}`,
        'ReadModes',
        read,
        read,
        write,
      ].toSorted(),
    );
    expect(await cost(pull)).toEqual([read]);
  });
});

describe('judging in the Action', () => {
  test('a token that may read teams and no memory: 2 reads, 1 write, and who pushed each time once it is approved', async () => {
    const pull = await world.open('a', ticketPriority());
    expect(await cost(pull, { memory: readingMemory() })).toEqual([read, read, write]);
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    expect(await cost(pull, { memory: readingMemory() })).toEqual([read, read, pusher, write]);
    expect(await cost(pull, { memory: readingMemory() })).toEqual([read, read, pusher]);
  });

  test("the job's own token with another token for the teams: the teams are 1 read more", async () => {
    const pull = await world.open('a', ticketPriority());
    const token = world.sandbox.jobToken(world.repository, readingJob);
    const rolesToken = world.sandbox.installationToken(world.installed.installation);
    const requests = await cost(pull, {
      memory: readingMemory(),
      token,
      rolesToken,
      app: 'github-actions',
      write: false,
    });
    expect(requests.toSorted()).toEqual(['ReadRoles', read, read]);
  });
});

async function policyText(): Promise<string> {
  const { sampleFiles } = await import('../../src/sandbox/seed/files.ts');
  return sampleFiles['.github/rollout-gate.yml'] ?? '';
}
