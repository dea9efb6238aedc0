import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GithubRepositoryComments } from '../../src/adapters/github/repository-comments.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { sweepCommands, type SweptCommands } from '../../src/reconcile/sweep-commands.ts';
import type { IssueComment, PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** Commands whose delivery was lost. */
let world: JudgingWorld;
let pull: PullRequest;
const repository = { owner: 'acme', repo: 'agents' };
const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

beforeEach(async () => {
  world = await openJudgingWorld();
  pull = await world.open('a', ticketPriority());
  await world.judge(pull);
});

afterEach(() => world.close());

function sweep(now = minutes(2), since = minutes(-1)): Promise<SweptCommands> {
  const token = world.sandbox.installationToken(world.installed.installation);
  const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
  const comments = new GithubRepositoryComments(transport, world.installed.app.id);
  return sweepCommands(comments, repository, since, now);
}

const say = (body: string): Promise<IssueComment> => world.sandbox.comment(pull, world.people.bob, body);

describe('a sweep', () => {
  test('finds commands that nobody answered, as they were given, oldest first', async () => {
    const first = await say('/status');
    await say('Just words.');
    await say('> /block quoted');
    const second = await say('/block the tool may loop');
    const { commands, complete, watermark } = await sweep();
    expect(complete).toBe(true);
    expect(watermark.getTime()).toBeGreaterThan(second.createdAt.getTime());
    expect(commands).toEqual(
      [first, second].map(({ id, body }) => ({
        number: pull.number,
        on: 'pull_request',
        id,
        body,
        author: { id: world.people.bob.id, login: 'bob', type: 'User' },
        created_at: expect.stringMatching(/^20.*Z$/) as string,
      })),
    );
  });

  test('leaves out what was answered, edited or deleted, what is new, and what an app wrote', async () => {
    await world.command(pull, world.people.bob, '/status');
    const edited = await say('Never mind.');
    edited.updatedAt = new Date(edited.createdAt.getTime() + 1_000);
    edited.body = '/block edited in';
    await world.sandbox.deleteComment(await say('/block deleted'), world.people.bob);
    const bot = await say('/block as an app');
    world.sandbox.world.issueComments.set(bot.id, { ...bot, appId: world.installed.app.id });
    await say('/recheck');
    expect((await sweep()).commands.map(({ body }) => body)).toEqual(['/recheck']);
    expect((await sweep(minutes(0))).commands).toEqual([]);
  });

  test('is not led astray by an answer that somebody wrote over', async () => {
    await world.command(pull, world.people.bob, '/status');
    const own = [...world.sandbox.world.issueComments.values()].find(({ body }) => body.includes('"comment_id":'));
    const lost = await say('/block the tool may loop');
    if (own === undefined) throw new Error('no answer');
    const forged = own.body.replace(/"comment_id":\d+/, `"comment_id":${lost.id}`);
    await world.sandbox.editComment(own, world.people.frank, forged);
    own.updatedAt = new Date(own.createdAt.getTime() + 1_000);
    expect((await sweep()).commands.map(({ id }) => id)).toContain(lost.id);
  });

  test('finds those on issues that incidents take, and no others', async () => {
    const token = world.sandbox.installationToken(world.installed.installation);
    const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
    const body = { title: 'Incident' };
    const made = await transport.rest({ method: 'POST', path: '/repos/acme/agents/issues', body });
    const { id } = made.data as { readonly id: number };
    const issue = world.sandbox.world.issues.get(id);
    if (issue === undefined) throw new Error('no issue');
    await world.sandbox.comment(issue, world.people.bob, '/block it');
    await world.sandbox.comment(issue, world.people.bob, '/status');
    expect((await sweep()).commands).toMatchObject([{ on: 'issue', number: issue.number, body: '/status' }]);
  });

  test('keeps its watermark where a page could not be read', async () => {
    await say('/status');
    world.sandbox.faults.add({ path: /\/issues\/comments$/, fault: { kind: 'status', status: 502 } });
    const since = minutes(-1);
    const { complete, watermark } = await sweep(minutes(2), since);
    expect(complete).toBe(false);
    expect(watermark).toEqual(since);
    expect((await sweep()).commands).toHaveLength(1);
  });
});
