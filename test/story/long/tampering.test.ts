import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { httpTransport } from '../../../src/adapters/github/transport/http-transport.ts';
import type { FileChanges } from '../../../src/sandbox/driver/repositories.ts';
import type { User } from '../../../src/sandbox/state/identity.ts';
import type { IssueComment } from '../../../src/sandbox/state/pull-request.ts';
import { readingJob, ticketPriority } from '../../support/scenes.ts';
import { type CommandScene, openCommandScene } from '../commands/command-scene.ts';

/** What becomes of answers that somebody with write edits, deletes or copies, and who may vouch for them. */
let scene: CommandScene;

beforeEach(async () => {
  scene = await openCommandScene();
});
afterEach(() => scene.world.close());

const as = (): User => scene.world.people.frank;
const edit = (one: IssueComment | undefined, body: string) =>
  scene.world.sandbox.editComment(one as IssueComment, as(), body);

async function remove(list: readonly (IssueComment | undefined)[]): Promise<void> {
  for (const one of list) await scene.world.sandbox.deleteComment(one as IssueComment, as());
}

/** Answers and, before them, the sticky comment. */
const ours = () => [...scene.world.sandbox.world.issueComments.values()].filter(({ appId }) => appId !== null);

function forgetAnswersOfSticky() {
  const [sticky] = ours();
  return edit(sticky, (sticky?.body ?? '').replace(/<!-- rollout-gate:answers.*-->/, ''));
}

function push(files: FileChanges, force = false): Promise<string> {
  const pusher = scene.world.people.alice;
  return scene.world.sandbox.push(scene.world.repository, 'a', { files, pusher, force });
}

describe('an answer that is tampered with', () => {
  const broken = async (): Promise<boolean> => {
    await scene.world.judge(scene.pull);
    return (await scene.codes()).includes('answers_broken');
  };

  beforeEach(async () => {
    await scene.say('bob', '/block the tool may loop');
    await scene.say('bob', '/status');
  });

  test.each<[what: string, tamper: (list: readonly IssueComment[]) => Promise<unknown>]>([
    ['the newest deleted', (list) => remove([list.at(-1)])],
    ['the oldest deleted', (list) => remove([list[0]])],
    ['all deleted', (list) => remove(list)],
    ['all deleted, and the sticky comment', () => remove(ours())],
    [
      'all deleted, the sticky comment too, and a push before anybody looked',
      async () => {
        await remove(ours());
        await push({ 'prompts/y.md': 'y' });
      },
    ],
    [
      'all deleted, the sticky comment too, and another history forced in before anybody looked',
      async () => {
        await remove(ours());
        await push({ ...ticketPriority(), 'prompts/z.md': 'z' }, true);
      },
    ],
    [
      'the newest and the sticky comment made to look like nothing of ours, and a push before anybody looked',
      async (list) => {
        await edit(list.at(-1), 'nothing');
        await edit(list[0], 'nothing');
        await edit(ours()[0], 'nothing');
        await push({ 'prompts/y.md': 'y' });
      },
    ],
    [
      'all deleted, and the sticky comment edited',
      async (list) => {
        await remove(list);
        await forgetAnswersOfSticky();
      },
    ],
    [
      'all deleted, the sticky comment edited, and a push before anybody looked',
      async (list) => {
        await remove(list);
        await forgetAnswersOfSticky();
        await push({ 'prompts/y.md': 'y' });
      },
    ],
    ['one edited', ([first]) => edit(first, first?.body.replace('loop', 'x') ?? '')],
    ['one edited without a change', ([first]) => edit(first, first?.body ?? '')],
  ])('%s: it waits, stays so, and /resume heals it', async (_what, tamper) => {
    await tamper(scene.answers());
    expect(await broken()).toBe(true);
    await push({ 'prompts/x.md': 'x' });
    expect(await broken()).toBe(true);
    expect((await scene.say('bob', '/resume because I say so')).run).toMatchObject({ code: 'role_missing' });
    expect(await broken()).toBe(true);
    expect((await scene.say('frank', '/resume because the rest stands')).run).toMatchObject({ code: 'done' });
    expect(await broken()).toBe(false);
  });

  test('does not hide a /block by naming its comment', async () => {
    const list = scene.answers();
    const comment = await scene.world.sandbox.comment(
      scene.pull,
      scene.world.people.bob,
      '/block and the prices are wrong',
    );
    const forged = (list.at(-1)?.body ?? '').replace(/"comment_id":\d+/, `"comment_id":${comment.id}`);
    await edit(list.at(-1), forged);
    expect((await scene.say('bob', comment)).run).toEqual({ kind: 'answered', code: 'done' });
    expect((await scene.say('bob', comment)).run).toEqual({ kind: 'answered', code: null });
    const { decision } = await scene.world.judge(scene.pull, { memory: readingMemory() });
    expect(decision?.reasons.filter(({ code }) => code === 'blocked_by_command')).toHaveLength(2);
  });

  test("a comment that looks like an answer and isn't ours changes nothing", async () => {
    const [own] = scene.answers();
    await scene.world.sandbox.comment(scene.pull, scene.world.people.frank, own?.body ?? '');
    expect(await broken()).toBe(false);
    expect(await scene.codes()).toContain('blocked_by_command');
  });
});

describe('a shell that is not the App', () => {
  test("takes no workflow's comment for an answer", async () => {
    await scene.say('bob', '/block it');
    const [own] = scene.answers();
    await scene.world.sandbox.deleteComment(own as IssueComment, scene.world.people.grace);
    const permissions = { contents: 'read', pull_requests: 'write', checks: 'read', issues: 'read' } as const;
    const token = scene.world.sandbox.jobToken(scene.world.repository, permissions);
    const client = httpTransport({ apiUrl: scene.world.sandbox.url, token, userAgent: 'rollout-gate/test' });
    const path = `/repos/acme/agents/issues/${scene.pull.number}/comments`;
    await client.rest({ method: 'POST', path, body: { body: own?.body } });
    const { decision } = await scene.world.judge(scene.pull, {
      memory: readingMemory(),
      token,
      app: 'github-actions',
      write: false,
    });
    expect(decision?.reasons.map(({ code }) => code)).not.toContain('blocked_by_command');
  });

  test('waits where commands were answered, since it can not vouch for the answers', async () => {
    const token = scene.world.sandbox.jobToken(scene.world.repository, readingJob);
    const asAction = async (): Promise<readonly string[]> => {
      const { decision } = await scene.world.judge(scene.pull, {
        memory: readingMemory(),
        token,
        app: 'github-actions',
        write: false,
      });
      return decision?.reasons.map(({ code }) => code) ?? [];
    };
    expect(await asAction()).not.toContain('answers_unreadable');
    await scene.say('bob', '/block it');
    expect(await asAction()).toContain('answers_unreadable');
  });
});
