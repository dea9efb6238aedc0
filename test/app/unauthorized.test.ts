import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLimiter } from '../../src/adapters/github/limiter/limiter.ts';
import { githubTime } from '../../src/adapters/github/transport/github-time.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { openFramework } from '../../src/app/framework.ts';
import { grantChanges } from '../../src/app/grant-changes.ts';
import { createJudging } from '../../src/app/judging.ts';
import { openMetrics } from '../../src/app/metrics/metrics.ts';
import type { Task } from '../../src/reconcile/task.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { inProcessSettings } from '../support/in-process-settings.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { memoryInbox } from '../support/memory-inbox.ts';
import { ticketPriority } from '../support/scenes.ts';

/** A token that ends amid its work: each request in turn is refused once (github-facts F21). */
let world: JudgingWorld;
beforeEach(async () => {
  world = await openJudgingWorld();
});
afterEach(() => world.close());

const none = (): undefined => undefined;

/** The App's work on one task, with its own tokens, as in a process that has just begun. */
async function taskTaker(local: () => number = Date.now) {
  const { sandbox, installed } = world;
  const log = { fatal: none, error: none, warn: none, info: none, debug: none };
  const inbox = memoryInbox();
  const time = githubTime(local);
  const settings = inProcessSettings(installed.app.id, sandbox.url);
  const connect = (token: string) =>
    httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test', onExchange: time.learn });
  const framework = await openFramework({
    settings,
    privateKey: installed.privateKeyPem,
    log,
    connect,
    time,
    grants: grantChanges(inbox),
  });
  const metrics = openMetrics({ inbox: () => inbox.counts(0), queuedWrites: () => 0 });
  const limiter = createLimiter({ limits: null });
  const options = { settings, framework, connect, log, metrics, inbox, limiter, time, redact: (text: string) => text };
  return createJudging(options);
}

const place = () => ({ installationId: world.installed.installation.id, repositoryId: world.repository.id });
const at = (pull: PullRequest) => ({ owner: 'acme', repo: 'agents', number: pull.number });
const judged = (pull: PullRequest): Task => ({ key: { kind: 'pull_request', ...at(pull) }, place: place() });

async function commanded(pull: PullRequest): Promise<Task> {
  const { id, body, createdAt } = await world.sandbox.comment(pull, world.people.bob, '/status');
  const author = { id: world.people.bob.id, login: world.people.bob.login, type: 'User' } as const;
  return {
    key: { kind: 'command', ...at(pull), comment: id },
    place: place(),
    comment: { id, body, number: pull.number, on: 'pull_request', author, created_at: createdAt.toISOString() },
  };
}

function shown(pull: PullRequest) {
  const runs = [...world.sandbox.world.checkRuns.values()].filter(
    (run) => run.headSha === pull.head.sha && run.appId === world.installed.app.id,
  );
  const comments = [...world.sandbox.world.issueComments.values()].filter(
    ({ issueNumber }) => issueNumber === pull.number,
  );
  return {
    runs: runs.map(({ name, status, conclusion }) => `${name} ${status} ${conclusion}`).toSorted(),
    comments: comments.map(({ body }) => body.split('\n')[0]?.replaceAll(/\d+/g, 'n')),
  };
}

describe('one 401 at each request in turn', () => {
  test.each([
    ['of a judgement', async (pull: PullRequest) => judged(pull)],
    ['of a command', commanded],
  ])('%s ends in the same state', async (_name, taskFor) => {
    const work = async (branch: string, refused: number | null) => {
      const pull = await world.open(branch, ticketPriority(branch));
      // Who pushed is asked for then, too.
      await world.sandbox.review(pull, world.people.bob, 'APPROVE');
      const task = await taskFor(pull);
      const judging = await taskTaker();
      const before = world.sandbox.exchanges.length;
      if (refused !== null) world.sandbox.faults.add({ fault: { kind: 'unauthorized' }, index: before + refused });
      await judging.take(task, 'event', async () => true);
      world.sandbox.faults.clear();
      return { requests: world.sandbox.exchanges.length - before, shown: shown(pull) };
    };
    const calm = await work('calm', null);
    expect(calm.shown.runs.some((run) => run.startsWith('rollout-gate '))).toBe(true);
    expect(calm.requests).toBeGreaterThan(4);
    for (let nth = 0; nth < calm.requests; nth += 1) {
      const { shown: left, requests } = await work(`b${nth}`, nth);
      expect({ nth, ...left }).toEqual({ nth, ...calm.shown });
      expect(requests).toBeGreaterThan(calm.requests);
    }
  });
});

test("a pull request that is to be judged again soon comes by the machine's clock, however wrong that is", async () => {
  const ahead = 3_600_000;
  const pull = await world.open('a', ticketPriority());
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  const judging = await taskTaker(() => Date.now() + ahead);
  // Who pushed the head can't be read yet.
  world.sandbox.faults.add({ path: /activity/, fault: { kind: 'status', status: 502 }, times: 99 });
  const follows = await judging.take(judged(pull), 'event', async () => true);
  const [due] = follows.flatMap((follow) => follow.due ?? []);
  const wait = (due ?? 0) - (Date.now() + ahead);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThan(60_000);
});
