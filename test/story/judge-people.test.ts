import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { packing } from '../../src/adapters/digest/packing.ts';
import { Fault } from '../../src/adapters/fault.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { GithubPullRequestReader } from '../../src/adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../src/adapters/github/pull-request-writer.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { openPullRequests, openPullRequestsOfCommit } from '../../src/adapters/github/commit-pull-requests.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import { needsOf } from '../../src/reconcile/needs.ts';
import { reportFault } from '../../src/reconcile/report-fault.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { User } from '../../src/sandbox/state/identity.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** Who made the change, who may say yes to it, and what is said when nothing can be judged. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

async function notCounted(pull: PullRequest, role = 'engineering'): Promise<readonly string[]> {
  const { decision } = await world.judge(pull);
  return decision?.reviews.find((review) => review.role === role)?.not_counted.map(({ code }) => code) ?? [];
}

describe('who had a hand in the change can not approve it', () => {
  const prompt = { 'prompts/support/system.md': 'Be brief.\n' };

  test('who pushed a commit of somebody else', async () => {
    const { alice, bob } = world.people;
    await world.sandbox.push(world.repository, 'a', { files: prompt, pusher: bob, author: alice });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await world.sandbox.review(pull, bob, 'APPROVE');
    expect(await notCounted(pull)).toEqual(['approver_is_pusher']);
  });

  test('who is named as co-author in a commit', async () => {
    const { alice, bob } = world.people;
    await world.sandbox.push(world.repository, 'a', { files: prompt, pusher: alice, coAuthors: [bob] });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await world.sandbox.review(pull, bob, 'APPROVE');
    expect(await notCounted(pull)).toEqual(['approver_is_co_author']);
  });

  test('who forced another history onto the branch', async () => {
    const { alice, bob } = world.people;
    const pull = await world.open('a', prompt);
    const other = await world.sandbox.push(world.repository, 'b', {
      files: { 'prompts/support/system.md': 'Be kind.\n' },
      pusher: alice,
    });
    await world.sandbox.moveBranch(world.repository, 'a', other, bob);
    await world.sandbox.review(pull, bob, 'APPROVE');
    expect(await notCounted(pull)).toEqual(['approver_is_pusher']);
  });

  /** carol, who holds safety, moves the branch to commits that grace made, and approves. */
  async function movedBySafety(move: (pull: PullRequest) => Promise<void>): Promise<readonly (string | undefined)[]> {
    const pull = await world.open('a', ticketPriority());
    await move(pull);
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
    const { decision, observation } = await world.judge(pull);
    const safety = decision?.reviews.find(({ role }) => role === 'safety');
    expect(observation.snapshot?.pushers.known).toBe(true);
    expect(safety?.given).toEqual([]);
    return safety?.not_counted.map(({ code }) => code) ?? [];
  }

  /** A commit of grace's on a branch of hers, on top of what the pull request has. */
  async function aside(pull: PullRequest, path = 'prompts/aside.md'): Promise<string> {
    const { grace } = world.people;
    if (!world.repository.refs.has('refs/heads/aside')) {
      await world.sandbox.moveBranch(world.repository, 'aside', pull.head.sha, grace);
    }
    return world.sandbox.push(world.repository, 'aside', { files: { [path]: 'x' }, pusher: grace });
  }

  test.each<[name: string, move: (pull: PullRequest) => Promise<void>]>([
    [
      'who brought a commit that somebody had pushed elsewhere first',
      async (pull) => world.sandbox.moveBranch(world.repository, 'a', await aside(pull), world.people.carol),
    ],
    [
      'who brought such a commit before somebody else pushed on top of it',
      async (pull) => {
        await world.sandbox.moveBranch(world.repository, 'a', await aside(pull), world.people.carol);
        const next = { files: { 'prompts/next.md': 'x' }, pusher: world.people.alice };
        await world.sandbox.push(world.repository, 'a', next);
      },
    ],
    [
      'who put back a commit that had been pushed to the branch and taken off it',
      async (pull) => {
        const before = pull.head.sha;
        const files = { 'prompts/once.md': 'x' };
        const sha = await world.sandbox.push(world.repository, 'a', { files, pusher: world.people.grace });
        await world.sandbox.moveBranch(world.repository, 'a', before, world.people.alice);
        await world.judge(pull);
        await world.sandbox.moveBranch(world.repository, 'a', sha, world.people.carol);
      },
    ],
    [
      'who put back a commit that was judged before it was taken off',
      async (pull) => {
        const before = pull.head.sha;
        const files = { 'prompts/once.md': 'x' };
        const sha = await world.sandbox.push(world.repository, 'a', { files, pusher: world.people.grace });
        await world.judge(pull);
        await world.sandbox.moveBranch(world.repository, 'a', before, world.people.alice);
        await world.sandbox.moveBranch(world.repository, 'a', sha, world.people.carol);
      },
    ],
    [
      'who made the branch anew while the pull request was closed',
      async (pull) => {
        const sha = pull.head.sha;
        await world.judge(pull);
        await world.sandbox.deleteBranch(world.repository, 'a', world.people.alice);
        await world.sandbox.moveBranch(world.repository, 'a', sha, world.people.carol);
        await world.sandbox.updatePullRequest(pull, world.people.alice, { state: 'open' });
      },
    ],
  ])('%s', async (_name, move) => {
    expect(await movedBySafety(move)).toEqual(['approver_is_pusher']);
  });

  test('who put back a commit before the pull request was opened', async () => {
    const { alice, carol, grace } = world.people;
    const first = await world.sandbox.push(world.repository, 'a', { files: prompt, pusher: alice });
    const sha = await world.sandbox.push(world.repository, 'a', { files: ticketPriority(), pusher: grace });
    await world.sandbox.moveBranch(world.repository, 'a', first, alice);
    await world.sandbox.moveBranch(world.repository, 'a', sha, carol);
    const pull = await world.sandbox.openPullRequest(world.repository, { author: alice, title: 'a', head: 'a' });
    await world.sandbox.review(pull, carol, 'APPROVE');
    expect(await notCounted(pull, 'safety')).toEqual(['approver_is_pusher']);
  });

  test('a log of the branch that lags behind its head names nobody', async () => {
    const pull = await world.open('a', prompt);
    const { activities } = world.sandbox.world;
    activities.splice(
      activities.findIndex(({ after }) => after === pull.head.sha),
      1,
    );
    const { observation } = await world.judge(pull);
    expect(observation.snapshot?.pushers.known).toBe(false);
  });

  test('a commit whose author is linked to nobody is told', async () => {
    await world.sandbox.push(world.repository, 'a', {
      files: prompt,
      pusher: world.people.alice,
      author: { name: 'Linus', email: 'linus@nowhere.example' },
    });
    const pull = await world.sandbox.openPullRequest(world.repository, {
      author: world.people.alice,
      title: 'a',
      head: 'a',
    });
    const { decision } = await world.judge(pull);
    expect(decision?.reasons.map(({ code }) => code)).toContain('identity_unlinked');
  });
});

describe('who asked a bot for a change can not approve it', () => {
  let pull: PullRequest;
  beforeEach(async () => {
    const bot = world.sandbox.world.users.get(world.installed.app.botUserId) as User;
    pull = await world.open('a', ticketPriority(), bot);
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
  });

  const edit = (who: User, body: string) => world.sandbox.updatePullRequest(pull, who, { body });

  async function seen() {
    const { decision, observation } = await world.judge(pull, { memory: readingMemory() });
    const safety = decision?.reviews.find(({ role }) => role === 'safety');
    const codes = decision?.reasons.filter(({ code }) => code === 'requester_unknown') ?? [];
    const { known, list } = observation.snapshot?.requesters ?? { known: null, list: [] };
    return {
      known,
      asked: list.map(({ login }) => login),
      given: safety?.given.map(({ person }) => person.login),
      not: [...codes, ...(safety?.not_counted ?? [])].map(({ code }) => code),
    };
  }
  const refused = { known: true, asked: ['carol'], given: [], not: ['approver_asked_agent'] };

  test('unless nobody did', async () => {
    expect(await seen()).toEqual({ known: true, asked: [], given: ['carol'], not: [] });
    const { alice } = world.people;
    await edit(alice, 'Done.');
    await edit(alice, '');
    expect(await seen()).toEqual({ known: true, asked: [], given: ['carol'], not: [] });
  });

  test('though they take themselves out of the assignees again', async () => {
    const { alice, carol } = world.people;
    await world.sandbox.assign(pull, alice, carol);
    expect(await seen()).toEqual(refused);
    await world.sandbox.assign(pull, carol, carol, false);
    expect(pull.assigneeIds).toEqual([]);
    expect(await seen()).toEqual(refused);
  });

  test('though they take their name out of the text again', async () => {
    const { carol } = world.people;
    pull.body = 'Requested-by: @carol\n';
    expect(await seen()).toEqual(refused);
    await edit(carol, 'nothing');
    expect(await seen()).toEqual(refused);
    await edit(carol, 'Requested-by: @alice');
    expect(await seen()).toEqual({ ...refused, asked: ['alice', 'carol'] });
  });

  test('nor can anybody once a past text is deleted, or names nobody who is there', async () => {
    const { alice, carol } = world.people;
    await edit(alice, 'Requested-by: @carol\n');
    await edit(carol, 'nothing');
    const unknown = { known: false, given: [], not: ['requester_unknown', 'requester_unknown'] };
    const [, named] = pull.bodyEdits;
    if (named !== undefined) await world.sandbox.deleteBodyEdit(pull, carol, named);
    expect(await seen()).toEqual({ ...unknown, asked: [] });
    const other = await world.open('b', ticketPriority('other'), world.sandbox.world.users.get(pull.authorId));
    other.body = 'Requested-by: @caroline-before-her-renaming';
    pull = other;
    await world.sandbox.review(pull, carol, 'APPROVE');
    expect(await seen()).toEqual({ ...unknown, asked: [] });
  });

  test("and nobody's own pull request is asked for its past texts", async () => {
    const own = await world.open('b', ticketPriority('other'));
    await world.sandbox.updatePullRequest(own, world.people.alice, { body: 'Requested-by: @bob' });
    const requests = await world.requestsOf(() => world.judge(own));
    expect(
      requests.filter(({ requestBody }) => JSON.stringify(requestBody ?? null).includes('userContentEdits')),
    ).toEqual([]);
  });
});

describe("a person's repository", () => {
  test('lets a role without a definition be held by those with maintain, and asks for no teams', async () => {
    const { alice, bob, erin } = world.people;
    const text = (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(/roles:[\s\S]*?\n\n/, '');
    const repository = await world.sandbox.createRepository({
      owner: alice,
      name: 'mine',
      files: { ...sampleFiles, '.github/rollout-gate.yml': text },
    });
    world.sandbox.addCollaborator(repository, bob, 'maintain');
    world.sandbox.addCollaborator(repository, erin, 'write');
    const { app, installation } = world.sandbox.installApp({ owner: alice, slug: 'rollout-gate-mine' });
    await world.sandbox.push(repository, 'a', { files: { 'prompts/x.md': 'x' }, pusher: erin });
    const pull = await world.sandbox.openPullRequest(repository, { author: erin, title: 'a', head: 'a' });
    await world.sandbox.review(pull, bob, 'APPROVE');
    const { decision, observation } = await world.judge(pull, {
      token: world.sandbox.installationToken(installation),
      app: app.id,
    });
    expect(observation.snapshot?.teams).toEqual([]);
    expect(observation.snapshot?.repository.owner_type).toBe('User');
    expect(decision?.reviews.find(({ role }) => role === 'engineering')?.state).toBe('given');
  });
});

describe('a base that changed after the approval', () => {
  test('voids it', async () => {
    const pull = await world.open('a', { 'prompts/support/system.md': 'Be brief.\n' });
    await world.sandbox.moveBranch(
      world.repository,
      'next',
      world.repository.refs.get('refs/heads/main') ?? '',
      world.people.grace,
    );
    await world.sandbox.review(pull, world.people.bob, 'APPROVE');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await world.sandbox.updatePullRequest(pull, world.people.alice, { base: 'next' });
    expect(await notCounted(pull)).toEqual(['approval_before_base_change']);
  });
});

describe('a fork', () => {
  test('is judged, and its policy and records only claim', async () => {
    const { erin, bob } = world.people;
    const fork = world.sandbox.forkRepository(world.repository, erin);
    const loose = (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(
      'enforcement: enforce',
      'enforcement: observe',
    );
    await world.sandbox.push(fork, 'mine', {
      files: { ...ticketPriority(), '.github/rollout-gate.yml': loose },
      pusher: erin,
    });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: erin, title: 'f', head: 'erin:mine' });
    await world.sandbox.review(pull, bob, 'APPROVE');
    const { decision, observation } = await world.judge(pull);
    expect(decision).toMatchObject({ governed: true, enforcement: 'enforce' });
    expect(decision?.surfaces.detected).toContain('rollout_rules');
    expect(observation.snapshot?.pull_request.head_repository).toBe(fork.id);
    expect(observation.snapshot?.pushers.list.map(({ login }) => login)).toEqual(['erin']);
  });

  test('that is gone leaves the pusher as far as check suites knew him', async () => {
    const { erin } = world.people;
    const fork = world.sandbox.forkRepository(world.repository, erin);
    await world.sandbox.push(fork, 'mine', { files: ticketPriority(), pusher: erin });
    const pull = await world.sandbox.openPullRequest(world.repository, { author: erin, title: 'f', head: 'erin:mine' });
    for (const suite of world.sandbox.world.checkSuites.values()) suite.pusherId = null;
    pull.head.repositoryId = null;
    const { decision, observation } = await world.judge(pull);
    expect(observation.snapshot?.pull_request.head_repository).toBeNull();
    expect(observation.snapshot?.pushers.known).toBe(false);
    expect(decision?.verdict).not.toBe('go');
  });
});

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
