import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { packing } from '../../../src/adapters/digest/packing.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { GithubPullRequestReader } from '../../../src/adapters/github/pull-request-reader.ts';
import { httpTransport } from '../../../src/adapters/github/transport/http-transport.ts';
import { commands } from '../../../src/app/commands.ts';
import { readAnswerComment } from '../../../src/records/answer.ts';
import { answersReader } from '../../../src/reconcile/answers.ts';
import { marks } from '../../../src/reconcile/marks.ts';
import { needsOf } from '../../../src/reconcile/needs.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import type { JudgingWorld } from '../../support/judging.ts';
import { memoryInbox } from '../../support/memory-inbox.ts';
import { ripen } from '../../support/ripe.ts';
import { samplePolicy, ticketPriority } from '../../support/scenes.ts';
import { openProcessStage, type ProcessStage } from '../process-stage.ts';

/** Commands over real HTTP: signed deliveries into the App as a process, answers and checks out of it. */
let world: JudgingWorld;
let stage: ProcessStage;
let pull: PullRequest;

const policy = samplePolicy({ sections: 'waivers:\n  second_approver: release_manager\n' });

beforeEach(async () => {
  stage = await openProcessStage();
  world = stage.world;
  await world.sandbox.push(world.repository, 'main', {
    files: { '.github/rollout-gate.yml': policy },
    pusher: world.people.grace,
  });
  pull = await world.open('a', ticketPriority());
});

afterEach(() => stage.close());

function tools(memory: ReturnType<typeof readingMemory>) {
  const token = world.sandbox.installationToken(world.installed.installation);
  const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
  const reader = new GithubPullRequestReader({
    transport,
    app: world.installed.app.id,
    marks,
    needsOf,
    readReports: () => [],
    readAnswers: answersReader(packing.sha256),
    sha256: packing.sha256,
    memory,
  });
  return { transport, reader };
}

const answers = () =>
  [...world.sandbox.world.issueComments.values()].flatMap(({ body }) => readAnswerComment(body) ?? []);

const conclusion = () =>
  [...world.sandbox.world.checkRuns.values()].findLast(
    ({ name, headSha }) => name === 'rollout-gate' && headSha === pull.head.sha,
  )?.conclusion;

async function shows(wanted: string | null, timeout = 10_000): Promise<void> {
  await expect.poll(conclusion, { timeout, interval: 20 }).toBe(wanted);
}

/** A word in the second of a push may have been meant for the patch before it, and is refused as `head_moved`. */
async function inALaterSecond(pushed: Date): Promise<void> {
  const second = (time: number): number => Math.floor(time / 1_000);
  while (second(Date.now()) <= second(pushed.getTime())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the App as a process', () => {
  test('answers a command and shows what it did, whatever comes twice', { timeout: 40_000 }, async () => {
    const app = await stage.start();
    await world.sandbox.comment(pull, world.people.bob, '/block the tool may loop');
    await shows('failure');
    await world.sandbox.comment(pull, world.people.bob, 'What do you think?');
    await world.sandbox.comment(pull, world.people.bob, '> /unblock');
    const edited = await world.sandbox.comment(pull, world.people.bob, 'Never mind.');
    await world.sandbox.editComment(edited, world.people.frank, '/unblock');
    await world.sandbox.comment(pull, world.people.frank, '/unblock');
    await shows(null);
    expect(answers().map(({ command, code }) => `${command?.verb ?? ''} ${code}`)).toEqual([
      'block done',
      'unblock done',
    ]);
    expect(await app.end('SIGTERM')).toBe(0);
  });

  test('sees at once that an answer is gone, and goes on after /resume', { timeout: 40_000 }, async () => {
    const app = await stage.start();
    await world.sandbox.comment(pull, world.people.bob, '/block the tool may loop');
    await shows('failure');
    await world.sandbox.settled();
    const answer = [...world.sandbox.world.issueComments.values()].find(({ body }) => readAnswerComment(body) !== null);
    if (answer === undefined) throw new Error('no answer');
    await world.sandbox.deleteComment(answer, world.people.frank);
    await shows(null);
    await world.sandbox.comment(pull, world.people.frank, '/resume because it was settled');
    await expect.poll(() => answers().at(-1)?.effect?.kind, { timeout: 10_000, interval: 20 }).toBe('restart');
    expect(await app.end('SIGTERM')).toBe(0);
  });

  test('killed between the answer and the judgement ends with one answer and its effect', {
    timeout: 60_000,
  }, async () => {
    const first = await stage.start();
    await world.sandbox.comment(pull, world.people.alice, '/status');
    await shows(null);
    world.sandbox.faults.add({
      operation: 'WriteAnswer',
      when: 'after',
      fault: { kind: 'delay', milliseconds: 3_000 },
    });
    await world.sandbox.comment(pull, world.people.bob, '/block the tool may loop');
    await expect.poll(() => answers().length, { timeout: 10_000, interval: 1 }).toBe(2);
    await first.end('SIGKILL');
    expect(conclusion()).toBeNull();
    const second = await stage.start();
    await shows('failure', 40_000);
    expect(answers()).toHaveLength(2);
    expect(await second.end('SIGTERM')).toBe(0);
  });
});

describe('a waiver', () => {
  test('that runs out closes the gate by itself, also after a restart', { timeout: 60_000 }, async () => {
    await ripen(world, pull, 'failure');
    await world.judge(pull);
    const first = await stage.start();
    await inALaterSecond(pull.createdAt);
    const until = new Date(Math.floor(Date.now() / 1_000 + 15) * 1_000).toISOString().replace('.000Z', 'Z');
    const line = `/waive duplicate_ticket_eval_passed until ${until} because the suite is broken`;
    await world.sandbox.comment(pull, world.people.grace, line);
    await expect.poll(() => answers().length, { timeout: 10_000, interval: 20 }).toBe(1);
    await world.sandbox.comment(pull, world.people.frank, line);
    await shows('success');
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await stage.start();
    await shows('failure', 30_000);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
    expect(await second.end('SIGTERM')).toBe(0);
  });
});

test('a process that lost its lease writes no answer', async () => {
  const memory = readingMemory();
  const answer = commands({ inbox: memoryInbox(), memory, clock: systemClock, packing });
  const { transport, reader } = tools(memory);
  const { id, login } = world.people.bob;
  const comment = { number: pull.number, on: 'pull_request', id: 99, created_at: new Date().toISOString() } as const;
  const given = { ...comment, author: { id, login, type: 'User' }, body: '/block it' } as const;
  const key = { owner: 'acme', repo: 'agents', number: pull.number };
  const lost = answer(key, given, { transport, reader, isHeld: () => Promise.resolve(false) });
  await expect(lost).rejects.toMatchObject({ code: 'lease_lost' });
  expect(answers()).toEqual([]);
});

describe('strangers', () => {
  test('write nothing: 1,000 comments of each of two', { timeout: 60_000 }, async () => {
    const memory = readingMemory();
    const answer = commands({ inbox: memoryInbox(), memory, clock: systemClock, packing });
    const { transport, reader } = tools(memory);
    await world.judge(pull);
    const key = { owner: 'acme', repo: 'agents', number: pull.number };
    const context = { transport, reader, isHeld: () => Promise.resolve(true) };
    const created_at = new Date().toISOString();
    const requests = await world.requestsOf(async () => {
      for (const login of ['mallory', 'trudy']) {
        const { id } = world.sandbox.createUser({ login });
        for (let comment = 1; comment <= 1_000; comment += 1) {
          const given = { number: pull.number, on: 'pull_request', id: id * 10_000 + comment, created_at } as const;
          const author = { id, login, type: 'User' } as const;
          expect(await answer(key, { ...given, author, body: '/block everything' }, context)).toEqual({
            kind: 'silence',
          });
        }
      }
    });
    const writes = requests.filter(({ operation }) => operation?.startsWith('Write') === true);
    console.log(`2,000 commands of 2 strangers: ${writes.length} writes, ${requests.length} reads`);
    expect(writes).toEqual([]);
    expect(requests.length).toBeLessThanOrEqual(6);
  });
});
