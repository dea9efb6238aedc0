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

  test('asks for the same list within an hour, and finds nothing in it that came before its time', async () => {
    const asked: string[] = [];
    const given = (id: number, created_at: string) => ({
      number: 1,
      on: 'pull_request' as const,
      id,
      body: '/status',
      author: { id: 1, login: 'bob', type: 'User' as const },
      created_at,
    });
    const comments = {
      since: async (_: unknown, since: Date) => {
        asked.push(since.toISOString());
        const all = [given(1, '2026-03-02T10:04:59Z'), given(2, '2026-03-02T10:05:00Z')];
        return { complete: true, last: null, given: all, answers: [] };
      },
    };
    const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);
    const first = await sweepCommands(comments, repository, at('10:15:00.700'), at('10:25:00'));
    await sweepCommands(comments, repository, first.watermark, at('10:35:00'));
    expect(first.commands.map(({ id }) => id)).toEqual([2]);
    expect(new Set(asked)).toEqual(new Set(['2026-03-02T10:00:00.000Z']));
  });

  test('gets on where an hour has more comments than can be read at once', async () => {
    const asked: string[] = [];
    const comments = {
      since: async (_: unknown, since: Date) => {
        asked.push(since.toISOString());
        const last = asked.length === 1 ? '2026-03-02T10:14:00Z' : '2026-03-02T10:40:00Z';
        return { complete: false, last, given: [], answers: [] };
      },
    };
    const { watermark } = await sweepCommands(comments, repository, new Date('2026-03-02T10:20:00Z'), minutes(0));
    expect(asked).toEqual(['2026-03-02T10:00:00.000Z', '2026-03-02T10:10:00.000Z']);
    expect(watermark).toEqual(new Date('2026-03-02T10:40:00Z'));
  });
});
