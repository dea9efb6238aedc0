import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { packing } from '../../src/adapters/digest/packing.ts';
import { Fault } from '../../src/adapters/fault.ts';
import { openPullRequests, openPullRequestsOfCommit } from '../../src/adapters/github/commit-pull-requests.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { GithubPullRequestReader } from '../../src/adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../src/adapters/github/pull-request-writer.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { needsOf } from '../../src/reconcile/needs.ts';
import { reportFault } from '../../src/reconcile/report-fault.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** How events lead to pull requests, and what is said when nothing can be judged. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

function readerOptions() {
  return {
    app: world.installed.app.id,
    marks,
    needsOf,
    readReports: () => [],
    readAnswers: answersReader(packing.sha256),
    sha256: packing.sha256,
    memory: readingMemory(),
  };
}

describe('events that name no pull request', () => {
  const transport = () =>
    httpTransport({
      apiUrl: world.sandbox.url,
      token: world.sandbox.installationToken(world.installed.installation),
      userAgent: 'rollout-gate/test',
    });

  test('lead to the open ones by the commit', async () => {
    const pull = await world.open('a', ticketPriority());
    const here = { owner: 'acme', repo: 'agents' };
    expect(await openPullRequestsOfCommit(transport(), here, pull.head.sha)).toEqual([pull.number]);
    await world.sandbox.updatePullRequest(pull, world.people.alice, { state: 'closed' });
    expect(await openPullRequestsOfCommit(transport(), here, pull.head.sha)).toEqual([]);
    expect(await openPullRequestsOfCommit(transport(), here, '0'.repeat(40))).toEqual([]);
  });

  test('lead to all open ones by the repository', async () => {
    const first = await world.open('a', ticketPriority('one'));
    const second = await world.open('b', ticketPriority('two'));
    const { complete, numbers } = await openPullRequests(transport(), { owner: 'acme', repo: 'agents' });
    expect({ complete, numbers: numbers.toSorted((a, b) => a - b) }).toEqual({
      complete: true,
      numbers: [first.number, second.number],
    });
  });

  test('a repository that the token can not see is a fault', async () => {
    const reader = new GithubPullRequestReader({ ...readerOptions(), transport: transport() });
    const missing = reader.observe({ owner: 'acme', repo: 'nothing', number: 1 }, new Date());
    await expect(missing).rejects.toMatchObject({ code: 'github_not_found' });
    const number = reader.observe({ owner: 'acme', repo: 'agents', number: 99 }, new Date());
    await expect(number).rejects.toMatchObject({ code: 'github_not_found' });
  });
});

describe('when nothing could be judged', () => {
  const fault = { code: 'github_server_error', message: 'GitHub answered 502', retryable: true, next: 'Wait.' };

  async function say(pull: PullRequest) {
    const transport = httpTransport({
      apiUrl: world.sandbox.url,
      token: world.sandbox.installationToken(world.installed.installation),
      userAgent: 'rollout-gate/test',
    });
    const key = { owner: 'acme', repo: 'agents', number: pull.number };
    const parts = {
      reader: new GithubPullRequestReader({ ...readerOptions(), transport }),
      writer: new GithubPullRequestWriter(key, { transport, app: world.installed.app.id, patience: [0] }),
      packing,
      clock: systemClock,
    };
    return reportFault(parts, key, fault);
  }

  const gate = (pull: PullRequest) =>
    [...world.sandbox.world.checkRuns.values()]
      .filter((run) => run.headSha === pull.head.sha && run.name === 'rollout-gate')
      .map(({ conclusion }) => conclusion);

  test('the gate closes and says why, once', async () => {
    const pull = await world.open('a', { 'README.md': 'Explained.\n' });
    await world.judge(pull);
    expect(gate(pull)).toEqual(['success']);
    await say(pull);
    expect(gate(pull)).toEqual(['action_required']);
    expect(await say(pull)).toEqual([]);
    await world.judge(pull, { memory: readingMemory() });
    expect(gate(pull)).toEqual(['success']);
  });

  test('nothing is written without a policy, or to a closed pull request', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.sandbox.updatePullRequest(pull, world.people.alice, { state: 'closed' });
    expect(await say(pull)).toEqual([]);
    const other = await world.open('b', { 'README.md': 'x\n' });
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    expect(await say(other)).toEqual([]);
  });

  test('and not even that can be said, that is a fault too', async () => {
    const pull = await world.open('a', ticketPriority());
    world.sandbox.faults.add({ fault: { kind: 'status', status: 503 }, times: 9 });
    await expect(say(pull)).rejects.toBeInstanceOf(Fault);
  });
});
