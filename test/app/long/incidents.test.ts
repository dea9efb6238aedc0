import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAnswerComment } from '../../../src/records/answer.ts';
import { sampleFiles } from '../../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import type { JudgingWorld } from '../../support/judging.ts';
import { ticketPriority } from '../../support/scenes.ts';
import { openProcessStage, type ProcessStage } from '../process-stage.ts';

/** Incidents over real HTTP: what comes past the gate, its hold on the pull requests, and the way out of it. */
let world: JudgingWorld;
let stage: ProcessStage;

beforeEach(async () => {
  stage = await openProcessStage();
  world = stage.world;
  world.ruleset.bypassUserIds.push(world.people.grace.id);
});

afterEach(() => stage.close());

const soon = { timeout: 15_000, interval: 20 };
const issues = () => [...world.sandbox.world.issues.values()];
const answers = () =>
  [...world.sandbox.world.issueComments.values()].flatMap(({ body, issueNumber }) => {
    const entry = readAnswerComment(body);
    return entry === null ? [] : [`#${issueNumber} ${entry.command?.verb ?? 'found'} ${entry.code}`];
  });

const gate = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()].findLast(
    ({ name, headSha }) => name === 'rollout-gate' && headSha === pull.head.sha,
  );
const announces = (pull: PullRequest): boolean => JSON.stringify(gate(pull)?.output ?? {}).includes('is on hold');

const push = (files: Record<string, string>): Promise<string> =>
  world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });

const touching = (branch: string): Promise<PullRequest> =>
  world.open(branch, ticketPriority(branch, { 'policy/data.yaml': 'retention_days: 1\n' }));

test('a direct push holds its surface until /resume, and is over at /resolve', { timeout: 60_000 }, async () => {
  const app = await stage.start();
  const pull = await touching('a');
  await expect.poll(() => gate(pull)?.status, soon).toBe('completed');
  expect(announces(pull)).toBe(false);
  await push({ 'policy/tools.yaml': 'default: allow\n' });
  await expect.poll(() => announces(pull), soon).toBe(true);
  const [issue] = issues();
  if (issue === undefined) throw new Error('no incident');

  await world.sandbox.commentOnIssue(issue, world.people.alice, '/resume because I want it');
  await expect.poll(() => answers().at(-1), soon).toBe(`#${issue.number} resume role_missing`);
  await world.sandbox.commentOnIssue(issue, world.sandbox.createUser({ login: 'mallory' }), '/resume because x');
  await world.sandbox.commentOnIssue(issue, world.people.frank, 'Was that meant?');
  await world.sandbox.commentOnIssue(issue, world.people.frank, '/resume because it was looked at');
  await expect.poll(() => announces(pull), soon).toBe(false);
  await world.sandbox.commentOnIssue(issue, world.people.frank, '/resolve because it was reverted');
  await expect.poll(() => issue.state, soon).toBe('closed');
  expect(answers().filter((one) => one.startsWith(`#${issue.number} `))).toEqual([
    `#${issue.number} found bypass_found`,
    `#${issue.number} resume role_missing`,
    `#${issue.number} resume done`,
    `#${issue.number} resolve done`,
  ]);
  expect(issues()).toHaveLength(1);
  expect(await app.end('SIGTERM')).toBe(0);
});

test('a merge past the gate is told there, and its hold is lifted from the incident', { timeout: 60_000 }, async () => {
  const app = await stage.start();
  const pull = await touching('a');
  const other = await touching('b');
  await expect.poll(() => gate(pull)?.status, soon).toBe('completed');
  await world.sandbox.merge(pull, world.people.grace);
  await expect.poll(() => announces(other), soon).toBe(true);
  const [issue] = issues();
  expect(issue?.body).toContain('The gate had blocked it.');
  const told = () =>
    [...world.sandbox.world.issueComments.values()].filter(
      ({ issueNumber, body }) => issueNumber === pull.number && body.includes('merged past the gate'),
    );
  await expect.poll(() => told().length, soon).toBe(1);
  await world.sandbox.comment(pull, world.people.frank, '/resume because it was looked at');
  await expect.poll(() => answers().at(-1), soon).toBe(`#${pull.number} resume command_elsewhere`);
  if (issue === undefined) throw new Error('no incident');
  await world.sandbox.commentOnIssue(issue, world.people.frank, '/resume because it was looked at');
  await expect.poll(() => announces(other), soon).toBe(false);
  expect(await app.end('SIGTERM')).toBe(0);
});

test('killed between the answer and the closing, it is closed by the next process', { timeout: 90_000 }, async () => {
  const first = await stage.start();
  await push({ 'policy/tools.yaml': 'default: allow\n' });
  await expect.poll(() => answers().length, soon).toBe(1);
  const [issue] = issues();
  if (issue === undefined) throw new Error('no incident');
  await world.sandbox.commentOnIssue(issue, world.people.frank, '/resume because it was looked at');
  await expect.poll(() => answers().length, soon).toBe(2);
  const closing = { method: 'PATCH', path: /\/issues\/\d+$/, times: 100 };
  world.sandbox.faults.add({ ...closing, fault: { kind: 'status', status: 502 } });
  await world.sandbox.commentOnIssue(issue, world.people.frank, '/resolve because it was reverted');
  await expect.poll(() => answers().length, { timeout: 15_000, interval: 1 }).toBe(3);
  await first.end('SIGKILL');
  expect(issue.state).toBe('open');
  world.sandbox.faults.clear();
  const second = await stage.start();
  await expect.poll(() => issue.state, { timeout: 40_000, interval: 20 }).toBe('closed');
  expect(answers()).toHaveLength(3);
  expect(await second.end('SIGTERM')).toBe(0);
});

test('closing the issue or taking its label off lifts nothing: it is put back', { timeout: 60_000 }, async () => {
  const app = await stage.start();
  const pull = await touching('a');
  await push({ 'policy/tools.yaml': 'default: allow\n' });
  await expect.poll(() => announces(pull), soon).toBe(true);
  const [issue] = issues();
  if (issue === undefined) throw new Error('no incident');
  await world.sandbox.updateIssue(issue, world.people.alice, { state: 'closed' });
  await expect.poll(() => issue.state, soon).toBe('open');
  await world.sandbox.unlabel(issue, world.people.alice, 'rollout-gate-incident');
  await expect.poll(() => issue.labels, soon).toEqual(['rollout-gate-incident']);
  await world.sandbox.settled();
  expect(announces(pull)).toBe(true);
  await world.sandbox.commentOnIssue(issue, world.people.frank, '/resume because it was looked at');
  await expect.poll(() => announces(pull), soon).toBe(false);
  await world.sandbox.updateIssue(issue, world.people.alice, { state: 'closed' });
  await world.sandbox.commentOnIssue(issue, world.people.bob, '/status');
  await expect.poll(() => answers().at(-1), soon).toBe(`#${issue.number} status done`);
  expect(issue.state).toBe('closed');
  expect(await app.end('SIGTERM')).toBe(0);
});

test('a policy that is removed or changed by a push is an incident, the first one is none', {
  timeout: 60_000,
}, async () => {
  const text = sampleFiles['.github/rollout-gate.yml'] ?? '';
  const removed = await world.sandbox.push(world.repository, 'main', {
    files: { '.github/rollout-gate.yml': null },
    pusher: world.people.grace,
  });
  const app = await stage.start();
  await push({ '.github/rollout-gate.yml': text });
  const changed = await push({ '.github/rollout-gate.yml': `${text}# Looser.\n` });
  const title = (sha: string): string => `Past the gate: rollout_rules changed in ${sha.slice(0, 7)}`;
  await expect.poll(() => issues().map((issue) => issue.title), soon).toEqual([title(removed), title(changed)]);
  expect(await app.end('SIGTERM')).toBe(0);
});
