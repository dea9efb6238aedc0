import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { GithubDefaultBranchReader } from '../../src/adapters/github/default-branch.ts';
import { GithubIncidents } from '../../src/adapters/github/incidents.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { policyInForce } from '../../src/records/judgement.ts';
import { readAnswerComment } from '../../src/records/answer.ts';
import { type Detected, detectBypasses } from '../../src/reconcile/detect-bypass.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { IssueComment, PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ripen } from '../support/ripe.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What comes to the default branch past the gate: one incident, one record, found however often it is looked for. */
let world: JudgingWorld;
let memory = readingMemory();

beforeEach(async () => {
  world = await openJudgingWorld();
  memory = readingMemory();
  world.ruleset.bypassUserIds.push(world.people.grace.id);
});

afterEach(() => world.close());

const key = { owner: 'acme', repo: 'agents' };

function detect(since: string | null = null, now = new Date()): Promise<Detected> {
  const app = world.installed.app.id;
  const token = world.sandbox.installationToken(world.installed.installation);
  const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
  const patience = [0, 0];
  return detectBypasses(
    {
      reader: new GithubDefaultBranchReader({ transport, app, gate: 'rollout-gate' }),
      writer: new GithubIncidents({ transport, memory, app, marks, patience }),
      clock: { now: () => now },
      gate: { app, name: 'rollout-gate' },
      policyOf: async (source) => policyInForce(source, null),
      sha256,
    },
    key,
    since,
  );
}

const push = (files: Record<string, string | null>): Promise<string> =>
  world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });

const tip = (): string => world.repository.refs.get('refs/heads/main') ?? '';
const issues = () => [...world.sandbox.world.issues.values()];
const recordsOn = (number: number): readonly IssueComment[] =>
  [...world.sandbox.world.issueComments.values()].filter(({ issueNumber }) => issueNumber === number);
const commentsOn = (number: number): readonly string[] =>
  [...world.sandbox.world.issueComments.values()]
    .filter(({ issueNumber }) => issueNumber === number)
    .map(({ body }) => body);

async function judgedGo(): Promise<PullRequest> {
  const pull = await world.open('a', ticketPriority());
  await ripen(world, pull);
  const { decision } = await world.judge(pull);
  expect(decision?.verdict).toBe('go');
  return pull;
}

describe('no bypass', () => {
  test.each(['merge', 'squash'] as const)('is a %s of a pull request whose gate has gone', async (method) => {
    const pull = await judgedGo();
    await world.sandbox.merge(pull, world.people.grace, { method });
    expect((await detect()).bypasses).toEqual([]);
    expect(issues()).toEqual([]);
  });

  test('is a push of what nothing governs, and it costs no comparison with what is judged', async () => {
    await push({ 'README.md': 'Explained.\n' });
    expect((await detect()).bypasses).toEqual([]);
    const pull = await judgedGo();
    const since = tip();
    await world.sandbox.merge(pull, world.people.grace);
    const requests = await world.requestsOf(() => detect(since));
    expect(requests.map(({ operation, path }) => operation ?? path.split('?')[0])).toEqual([
      'ReadDefaultBranch',
      '/repos/acme/agents/activity',
      'ReadBranchMoves',
    ]);
  });

  test('is what came before there was a policy, and the policy itself', async () => {
    await push({ '.github/rollout-gate.yml': null });
    const since = tip();
    await push({ 'prompts/support/system.md': 'Be brief.\n' });
    await push({ '.github/rollout-gate.yml': sampleFiles['.github/rollout-gate.yml'] ?? '' });
    expect((await detect(since)).bypasses).toEqual([]);
  });

  test('is what came before the commit that was looked at last, or long ago', async () => {
    await push({ 'prompts/support/system.md': 'Be brief.\n' });
    expect((await detect(tip())).bypasses).toEqual([]);
    expect((await detect(null, new Date(Date.now() + 7_200_000))).bypasses).toEqual([]);
  });
});

describe('a bypass', () => {
  test('by a push gets one issue with what happened, the four steps and the record, however often it is looked for', async () => {
    const sha = await push({ 'policy/tools.yaml': 'default: allow\n' });
    for (let times = 0; times < 3; times += 1) await detect();
    memory = readingMemory();
    await detect();
    expect(issues()).toHaveLength(1);
    const [issue] = issues();
    expect(issue).toMatchObject({ labels: ['rollout-gate-incident'], state: 'open' });
    expect(issue?.title).toBe(`Past the gate: policy_bundle changed in ${sha.slice(0, 7)}`);
    expect(issue?.body).toContain('pushed by grace without a pull request that was judged');
    expect(issue?.body).toContain('4. Close the incident: `/resolve because …`.');
    expect(issue?.body).not.toContain('@grace');
    const [record, ...more] = commentsOn(issue?.number ?? 0);
    expect(more).toEqual([]);
    expect(readAnswerComment(record ?? '')).toMatchObject({
      repository: world.repository.id,
      thread: issue?.number,
      number: 1,
      previous: null,
      command: null,
      outcome: 'found',
      code: 'bypass_found',
      effect: { kind: 'bypass', by: 'push', commit: sha, surfaces: ['policy_bundle'], verdict: null },
    });
  });

  test('by a merge of a waiting pull request is told there too, once', async () => {
    const pull = await world.open('a', ticketPriority());
    await world.judge(pull);
    const sha = await world.sandbox.merge(pull, world.people.grace);
    await detect();
    await detect();
    const [issue] = issues();
    expect(issue?.body).toContain('The gate was still waiting.');
    expect(commentsOn(pull.number).filter((body) => body.includes(`rollout-gate:bypass ${sha}`))).toHaveLength(1);
    const entry = readAnswerComment(commentsOn(issue?.number ?? 0)[0] ?? '');
    expect(entry?.effect).toMatchObject({ by: 'merge', pull_request: pull.number, verdict: 'wait' });
  });

  test('that was resolved is none anew', async () => {
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    await detect();
    const [issue] = issues();
    if (issue !== undefined) issue.state = 'closed';
    memory = readingMemory();
    await detect();
    expect(issues()).toHaveLength(1);
  });

  test('is not hidden by an issue that somebody else made beforehand', async () => {
    const sha = await push({ 'policy/tools.yaml': 'default: allow\n' });
    const body = `<!-- rollout-gate:incident bypass ${sha} -->`;
    await fetch(`${world.sandbox.url}/repos/acme/agents/issues`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.sandbox.userToken(world.people.grace)}` },
      body: JSON.stringify({ title: 'x', body, labels: ['rollout-gate-incident'] }),
    });
    await detect();
    expect(issues()).toHaveLength(2);
  });

  test('behind more runs of the gate than can be read in one go is not hidden by an old success', async () => {
    const pull = await judgedGo();
    const app = world.sandbox.asInstallation(world.installed.installation);
    for (let count = 0; count < 51; count += 1)
      await world.sandbox.postCheckRun(app, world.repository, {
        name: 'rollout-gate',
        headSha: pull.head.sha,
        status: 'completed',
        conclusion: 'failure',
      });
    await world.sandbox.merge(pull, world.people.grace);
    expect((await detect()).bypasses).toMatchObject([{ by: 'merge', pull_request: pull.number }]);
  });

  test('by a branch that was taken away and made anew is one', async () => {
    const since = tip();
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    const made = world.sandbox.world.activities.pop();
    if (made === undefined) throw new Error('no activity');
    const none = '0'.repeat(40);
    const gone = { ...made, id: made.id + 1, before: since, after: none, type: 'branch_deletion' as const };
    const anew = { ...made, id: made.id + 2, before: none, type: 'branch_creation' as const };
    world.sandbox.world.activities.push(gone, anew);
    expect((await detect(since)).bypasses).toMatchObject([{ commit: made.after, surfaces: ['policy_bundle'] }]);
  });

  test('by several commits in one push is one', async () => {
    const main = tip();
    await world.sandbox.push(world.repository, 'b', {
      files: { 'prompts/support/system.md': 'One.\n' },
      pusher: world.people.grace,
    });
    const sha = await world.sandbox.push(world.repository, 'b', {
      files: { 'policy/tools.yaml': 'default: allow\n' },
      pusher: world.people.grace,
    });
    await world.sandbox.moveBranch(world.repository, 'main', sha, world.people.grace);
    const { bypasses } = await detect(main);
    expect(bypasses).toMatchObject([{ commit: sha, surfaces: ['prompt_bundle', 'policy_bundle'] }]);
  });

  test('by a force push that takes a change away is one', async () => {
    const main = tip();
    const pull = await judgedGo();
    const sha = await world.sandbox.merge(pull, world.people.grace);
    await world.sandbox.moveBranch(world.repository, 'main', main, world.people.grace);
    const { bypasses } = await detect(sha);
    expect(bypasses).toMatchObject([{ by: 'push', commit: main, surfaces: ['capability_contract'] }]);
  });

  test('behind a policy made useless on purpose is found by the policy before it', async () => {
    const since = tip();
    await push({ '.github/rollout-gate.yml': 'version: [\n' });
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    const { bypasses } = await detect(since);
    expect(bypasses.map(({ surfaces }) => surfaces)).toEqual([['rollout_rules'], ['policy_bundle']]);
  });

  test('assigns the people whom the policy names for the surface', async () => {
    const text = (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(
      '{ teams: [safety-review], aliases',
      '{ users: [carol], aliases',
    );
    await push({ '.github/rollout-gate.yml': text });
    const since = tip();
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    await detect(since);
    expect(issues()[0]?.assigneeIds).toEqual([world.people.carol.id]);
  });
});

describe('a hold', () => {
  const announced = async (pull: PullRequest): Promise<readonly string[]> => {
    const { decision } = await world.judge(pull, { write: false });
    return (decision?.announced ?? []).filter(({ code }) => code === 'surface_held').map(({ subject }) => subject);
  };

  test('is announced on pull requests that touch the surface, and on no others', async () => {
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    await detect();
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    expect(await announced(touching)).toEqual(['surface:policy_bundle']);
    expect(await announced(await world.open('b', ticketPriority('two')))).toEqual([]);
  });

  test('is not made by an issue that somebody else wrote, whatever stands in it', async () => {
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    await detect();
    const [issue] = issues();
    const headers = { authorization: `Bearer ${world.sandbox.userToken(world.people.alice)}` };
    const post = (path: string, body: object) =>
      fetch(`${world.sandbox.url}/repos/acme/agents/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    await post('issues', { title: 'x', body: issue?.body, labels: ['rollout-gate-incident'] });
    const copy = issues().at(-1)?.number ?? 0;
    await post(`issues/${copy}/comments`, { body: commentsOn(issue?.number ?? 0)[0] });
    // The copy is then the only one.
    if (issue !== undefined) world.sandbox.world.issues.delete(issue.id);
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    expect(await announced(touching)).toEqual([]);
  });

  test.each<[what: string, tamper: (issue: number) => Promise<void>]>([
    [
      'its record is edited',
      async (number) => {
        const [record] = recordsOn(number);
        await world.sandbox.editComment(record as IssueComment, world.people.bob, `${record?.body ?? ''} `);
      },
    ],
    [
      'its record is made unreadable',
      async (number) => {
        await world.sandbox.editComment(recordsOn(number)[0] as IssueComment, world.people.bob, 'nothing');
      },
    ],
    [
      'its record is deleted',
      async (number) => {
        await world.sandbox.deleteComment(recordsOn(number)[0] as IssueComment, world.people.bob);
      },
    ],
    [
      'its words are edited',
      async (number) => {
        for (const issue of issues()) if (issue.number === number) issue.body = 'nothing';
      },
    ],
  ])('holds on when %s', async (_what, tamper) => {
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    await detect();
    await tamper(issues()[0]?.number ?? 0);
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    expect(await announced(touching)).toContain('surface:policy_bundle');
  });

  test('costs no request, and does not end when somebody closes its incident', async () => {
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    await detect();
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    await announced(touching);
    expect(await world.requestsOf(() => announced(touching))).toHaveLength(1);
    for (const issue of issues()) issue.state = 'closed';
    expect(await announced(touching)).toEqual(['surface:policy_bundle']);
  });
});

describe('GitHub stumbles', () => {
  test.each([
    ['an issue that it made and did not answer for', { method: 'POST', path: /\/issues$/ }],
    ['a record that it wrote and did not answer for', { operation: 'WriteAnswer' }],
  ])('%s is found, not made again', async (_name, where) => {
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    world.sandbox.faults.add({ ...where, when: 'after', fault: { kind: 'status', status: 502 } });
    await detect().catch(() => undefined);
    await detect();
    expect(issues()).toHaveLength(1);
    expect(commentsOn(issues()[0]?.number ?? 0)).toHaveLength(1);
  });

  test('a log that does not reach the newest commit yet is looked at later, never passed over', async () => {
    const since = tip();
    await push({ 'policy/tools.yaml': 'default: allow\n' });
    const late = world.sandbox.world.activities.pop();
    await expect(detect(since)).rejects.toMatchObject({ code: 'github_answer_incomplete', retryable: true });
    if (late !== undefined) world.sandbox.world.activities.push(late);
    expect((await detect(since)).bypasses).toHaveLength(1);
  });
});
