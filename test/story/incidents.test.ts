import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { GithubAnswerWriter } from '../../src/adapters/github/answer-writer.ts';
import { GithubIssueThreads } from '../../src/adapters/github/issue-threads.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { readAnswerComment } from '../../src/records/answer.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { answerIncidentCommand, type IncidentRun, standingNeeds } from '../../src/reconcile/run-incident-command.ts';
import type { PersonName } from '../../src/sandbox/seed/sample.ts';
import type { User } from '../../src/sandbox/state/identity.ts';
import type { Issue, IssueComment, PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type BypassStage, openBypassStage } from '../support/bypass-stage.ts';
import type { JudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** Commands on incident issues, from the comment to the pull requests, against the sandbox. */
let stage: BypassStage;
let world: JudgingWorld;

const key = { owner: 'acme', repo: 'agents' };

beforeEach(async () => {
  stage = await openBypassStage();
  world = stage.world;
  await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
  await stage.detect();
});

afterEach(() => world.close());

function incident(): Issue {
  const [issue] = stage.issues();
  if (issue === undefined) throw new Error('no incident');
  return issue;
}

async function say(person: PersonName | User, body: string | IssueComment, issue = incident()): Promise<IncidentRun> {
  const author = typeof person === 'string' ? world.people[person] : person;
  const comment = typeof body === 'string' ? await world.sandbox.commentOnIssue(issue, author, body) : body;
  const threads = new GithubIssueThreads({
    transport: stage.transport(),
    app: world.installed.app.id,
    organizationPolicy: undefined,
    marks,
    readAnswers: answersReader(sha256),
    memory: stage.memory(),
    standingNeeds,
  });
  const answers = new GithubAnswerWriter({ transport: stage.transport(), memory: stage.memory(), patience: [0, 0] });
  return answerIncidentCommand(
    { threads, answers, clock: systemClock },
    { ...key, number: issue.number },
    {
      id: comment.id,
      body: comment.body,
      number: issue.number,
      on: 'issue',
      author: { id: author.id, login: author.login, type: 'User' },
      created_at: comment.createdAt.toISOString(),
    },
  );
}

const entries = (issue = incident()) => stage.commentsOn(issue.number).flatMap((body) => readAnswerComment(body) ?? []);

const touching = (): Promise<PullRequest> =>
  world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));

async function held(pull: PullRequest): Promise<readonly string[]> {
  const { decision } = await world.judge(pull, { write: false, memory: readingMemory() });
  return (decision?.announced ?? []).filter(({ code }) => code === 'surface_held').map(({ subject }) => subject);
}

describe('each command is answered', () => {
  test.each<[person: PersonName, body: string, outcome: string, code: string]>([
    ['bob', '/status', 'done', 'done'],
    ['dan', '/help', 'done', 'done'],
    ['frank', '/resume because it was looked at', 'done', 'done'],
    ['frank', '/resume --dry-run because it was looked at', 'dry_run', 'done'],
    ['frank', '/resume', 'malformed', 'command_malformed'],
    ['alice', '/resume because it was looked at', 'refused', 'role_missing'],
    ['frank', '/resolve because it is over', 'refused', 'hold_in_force'],
    ['alice', '/resolve because it is over', 'refused', 'role_missing'],
  ])('%s gives %s: %s, %s', async (person, body, outcome, code) => {
    expect((await say(person, body)).run).toEqual({ kind: 'answered', code });
    expect(entries().at(-1)).toMatchObject({ number: 2, outcome, code, thread: incident().number });
    expect(incident().state).toBe('open');
  });

  test('once, however often it is delivered', async () => {
    const comment = await world.sandbox.commentOnIssue(incident(), world.people.frank, '/resume because looked at');
    expect((await say('frank', comment)).lifts).toBe(true);
    stage.forget();
    expect((await say('frank', comment)).run).toEqual({ kind: 'answered', code: null });
    expect(entries()).toHaveLength(2);
  });

  test('by its own words: who may is told, and nobody is mentioned', async () => {
    await say('alice', '/resume because it was looked at');
    await say('bob', '/help');
    await say('bob', '/status');
    const [refused, help, status] = [...world.sandbox.world.issueComments.values()]
      .filter(({ body }) => (readAnswerComment(body)?.number ?? 0) > 1)
      .map(({ body }) => body);
    expect(refused).toContain('It takes');
    expect(help).toContain('/resolve because');
    expect(help).not.toContain('/waive');
    expect(status).toContain('**On hold**');
  });
});

describe('nothing is said', () => {
  test('to a stranger', async () => {
    const mallory = world.sandbox.createUser({ login: 'mallory' });
    const comment = await world.sandbox.commentOnIssue(incident(), mallory, '/resume because I want it');
    expect((await say(mallory, comment)).run).toEqual({ kind: 'silence' });
    expect(entries()).toHaveLength(1);
  });

  test('on an issue that is none of ours, whatever stands in it', async () => {
    const { title, body } = incident();
    const copy = await world.sandbox.openIssue(world.repository, world.people.alice, {
      title,
      body,
      labels: ['rollout-gate-incident'],
    });
    const requests = await world.requestsOf(async () => {
      expect((await say('frank', '/resume because x', copy)).run).toEqual({ kind: 'ignored' });
    });
    expect(requests.filter(({ operation }) => operation === 'WriteAnswer')).toEqual([]);
    expect(await held(await touching())).toEqual(['surface:policy_bundle']);
  });

  test('where there is no policy any more', async () => {
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': null },
      pusher: world.people.grace,
    });
    expect((await say('frank', '/resume because x')).run).toEqual({ kind: 'ignored' });
  });
});

describe('a hold', () => {
  test('is lifted by /resume: no pull request announces it any more', async () => {
    const pull = await touching();
    expect(await held(pull)).toEqual(['surface:policy_bundle']);
    expect((await say('frank', '/resume because it was looked at')).lifts).toBe(true);
    expect(await held(pull)).toEqual([]);
    expect(incident().state).toBe('open');
  });

  test('is not lifted by a refused or a dry /resume', async () => {
    const pull = await touching();
    expect((await say('alice', '/resume because it was looked at')).lifts).toBe(false);
    expect((await say('frank', '/resume --dry-run because it was looked at')).lifts).toBe(false);
    expect(await held(pull)).toEqual(['surface:policy_bundle']);
  });

  test('is found from the merged pull request, where the answer names the incident', async () => {
    const pull = await touching();
    await world.judge(pull);
    await world.sandbox.merge(pull, world.people.grace);
    await world.command(pull, world.people.frank, '/resume because it was looked at');
    const answer = [...world.sandbox.world.issueComments.values()].findLast(
      ({ issueNumber, body }) => issueNumber === pull.number && readAnswerComment(body) !== null,
    );
    expect(readAnswerComment(answer?.body ?? '')).toMatchObject({ outcome: 'refused', code: 'command_elsewhere' });
    expect(answer?.body).toContain(`\`#${incident().number}\``);
  });

  test('of a change to a record alone there is none: the incident is resolved right away', async () => {
    await world.sandbox.push(world.repository, 'main', {
      files: { 'changes/other/change.yaml': 'change_id: chg-other\n' },
      pusher: world.people.grace,
    });
    await stage.detect();
    const issue = [...world.sandbox.world.issues.values()].at(-1) as Issue;
    expect((await say('frank', '/resolve because it was looked at', issue)).run).toEqual({
      kind: 'answered',
      code: 'done',
    });
    expect(issue.state).toBe('closed');
  });
});

describe('an incident', () => {
  beforeEach(async () => {
    await say('frank', '/resume because it was looked at');
  });

  test('is closed by /resolve, after its hold was lifted', async () => {
    await say('frank', '/resolve because it was reverted');
    expect(incident()).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(entries().map(({ number, effect }) => [number, effect?.kind])).toEqual([
      [1, 'bypass'],
      [2, 'resume'],
      [3, 'resolve'],
    ]);
  });

  test('is closed after a crash between the answer and the closing', async () => {
    const comment = await world.sandbox.commentOnIssue(incident(), world.people.frank, '/resolve because reverted');
    world.sandbox.faults.add({
      method: 'PATCH',
      path: /\/issues\/\d+$/,
      when: 'before',
      fault: { kind: 'status', status: 502 },
    });
    await say('frank', comment).catch(() => undefined);
    expect(incident().state).toBe('open');
    stage.forget();
    await say('frank', comment);
    expect(incident().state).toBe('closed');
    expect(entries()).toHaveLength(3);
  });

  test('that is over and was opened again stays open, whatever else is asked', async () => {
    await say('frank', '/resolve because it was reverted');
    const comment = await world.sandbox.commentOnIssue(incident(), world.people.bob, '/status');
    await say('bob', comment);
    await world.sandbox.updateIssue(incident(), world.people.bob, { state: 'open' });
    await say('bob', comment);
    expect(incident().state).toBe('open');
  });
});

describe('somebody takes the record away', () => {
  test.each<[what: string, tamper: (record: IssueComment) => Promise<unknown>]>([
    ['edits it', (record) => world.sandbox.editComment(record, world.people.alice, 'Nothing happened.')],
    ['deletes it', (record) => world.sandbox.deleteComment(record, world.people.alice)],
  ])('who %s holds everything, until /resume starts the chain anew and /resolve closes it', async (_what, tamper) => {
    const [record] = [...world.sandbox.world.issueComments.values()];
    await tamper(record as IssueComment);
    // Memory of what was written a moment ago has run out.
    stage.forget();
    const pull = await touching();
    const everything = ['surface:capability_contract', 'surface:policy_bundle'];
    expect(await held(pull)).toEqual(everything);
    await say('bob', '/status');
    await say('frank', '/resolve because it is over');
    expect(entries().at(-1)).toMatchObject({ outcome: 'refused', code: 'answers_broken' });
    expect(await held(pull)).toEqual(everything);
    expect((await say('frank', '/resume because we know')).lifts).toBe(true);
    expect(entries().at(-1)?.effect?.kind).toBe('restart');
    expect(await held(pull)).toEqual([]);
    await say('frank', '/resolve because it is over');
    expect(incident().state).toBe('closed');
  });
});
