import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../src/adapters/clock.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { readAnswerComment } from '../../../src/records/answer.ts';
import type { PersonName } from '../../../src/sandbox/seed/sample.ts';
import { type CommandScene, openCommandScene, soon } from './command-scene.ts';

/** Each command on a pull request is answered, what is none is not, and one is answered once. */
let scene: CommandScene;

beforeEach(async () => {
  scene = await openCommandScene();
});
afterEach(() => scene.world.close());

describe('each command is answered', () => {
  test.each<[person: PersonName, body: string, code: string]>([
    ['alice', '/recheck', 'done'],
    ['alice', '/explain', 'done'],
    ['bob', '/status', 'done'],
    ['dan', '/help', 'done'],
    ['bob', '/block the tool may loop', 'done'],
    ['bob', '/block the tool may loop --dry-run', 'done'],
    ['frank', '/unblock', 'nothing_to_lift'],
    ['dan', '/unblock', 'role_missing'],
    ['carol', '/attest red_team_done', 'done'],
    ['bob', '/attest red_team_done', 'role_missing'],
    ['carol', '/attest offline_eval_passed', 'signal_not_attestable'],
    ['bob', `/waive finding_open until ${soon()} because it is known`, 'role_missing'],
    ['grace', `/waive finding_open until ${soon()} because it is known`, 'nothing_to_waive'],
    ['grace', '/waive finding_open', 'command_malformed'],
    ['grace', '/waive revoke w3', 'waiver_unknown'],
    ['frank', '/resume because it is fine', 'nothing_to_lift'],
    ['bob', '/resume because it is fine', 'role_missing'],
    ['frank', '/resolve because it is fine', 'command_elsewhere'],
    ['frank', '/promote canary', 'command_not_yet'],
  ])('%s: %s → %s', async (person, body, code) => {
    const { run, comment } = await scene.say(person, body);
    expect(run).toEqual({ kind: 'answered', code });
    const [answer, ...more] = scene.answers();
    expect(more).toEqual([]);
    expect(readAnswerComment(answer?.body ?? '')).toMatchObject({
      number: 1,
      previous: null,
      code,
      repository: scene.world.repository.id,
      thread: scene.pull.number,
      command: { comment_id: comment.id, person: { id: scene.world.people[person].id } },
    });
  });
});

describe('nothing is done', () => {
  test.each<[why: string, body: string]>([
    ['for a command that is quoted', '> /block it'],
    ['for one in a code fence', '```\n/block it\n```'],
    ['for one after another line', 'Please\n/block it'],
    ['for one that is indented', ' /block it'],
    ['for an HTML comment', '<!-- /block it -->'],
    ['for a word that is no command', '/blocking it'],
    ['for plain words', 'Looks good.'],
  ])('%s', async (_why, body) => {
    const requests = await scene.world.requestsOf(async () => {
      expect((await scene.say('bob', body)).run).toEqual({ kind: 'ignored' });
    });
    expect(requests).toEqual([]);
    expect(scene.answers()).toEqual([]);
  });

  test('for our own answer, whatever it quotes', async () => {
    await scene.say('bob', '/block it');
    const [own] = scene.answers();
    expect(own?.body.startsWith('/')).toBe(false);
  });
});

test('an outside author gets ten answers an hour, and no more', async () => {
  const { sandbox, open, command } = scene.world;
  const mallory = sandbox.createUser({ login: 'mallory' });
  const pull = await open('from-outside', { 'README.md': 'Mine.\n' }, mallory);
  const kinds: string[] = [];
  for (const body of [...Array.from({ length: 12 }, () => '/help'), '/waive', '/block it']) {
    kinds.push((await command(pull, mallory, body)).run.kind);
  }
  expect(kinds).toEqual([
    ...Array.from({ length: 10 }, () => 'answered'),
    ...Array.from({ length: 4 }, () => 'silence'),
  ]);
  expect(scene.answers()).toHaveLength(10);
  expect((await command(pull, scene.world.people.bob, '/block it')).run).toEqual({ kind: 'answered', code: 'done' });
});

describe('a command counts once', () => {
  test('whatever is delivered twice', async () => {
    const { comment } = await scene.say('bob', '/block it');
    const again = await scene.say('bob', comment);
    expect(again.run).toEqual({ kind: 'answered', code: null });
    expect(again.judged?.writes).toEqual([]);
    expect(scene.answers()).toHaveLength(1);
  });

  test('as it was written: an edit changes nothing', async () => {
    const { comment } = await scene.say('bob', '/status');
    await scene.world.sandbox.editComment(comment, scene.world.people.frank, '/block it');
    await scene.say('bob', comment);
    expect(scene.answers()).toHaveLength(1);
    expect(await scene.codes()).not.toContain('blocked_by_command');
  });

  test('and costs 1 read, 1 answer, 1 read and 1 write', async () => {
    const comment = await scene.world.sandbox.comment(scene.pull, scene.world.people.bob, '/block it');
    const requests = await scene.world.requestsOf(() => scene.say('bob', comment));
    expect(requests.map(({ operation }) => operation)).toEqual([
      'JudgePullRequest',
      'WriteAnswer',
      'JudgePullRequest',
      'WriteJudgement',
    ]);
  });

  test.each(['before', 'after'] as const)('when GitHub says nothing %s it is written', async (when) => {
    scene.world.sandbox.faults.add({ operation: 'WriteAnswer', when, fault: { kind: 'status', status: 502 } });
    await scene.say('bob', '/block it');
    expect(scene.answers()).toHaveLength(1);
    expect(await scene.codes()).toContain('blocked_by_command');
  });

  test('when the process ends between the answer and the judgement', async () => {
    const comment = await scene.world.sandbox.comment(scene.pull, scene.world.people.bob, '/block it');
    const broken = scene.world.command(scene.pull, scene.world.people.bob, comment, {
      before: async () => {
        if (scene.answers().length > 0) throw new Error('killed');
      },
    });
    await expect(broken).rejects.toThrow('killed');
    expect(scene.answers()).toHaveLength(1);
    expect(scene.gate()?.conclusion).toBeNull();
    await scene.world.command(scene.pull, scene.world.people.bob, comment, { memory: readingMemory() });
    expect(scene.answers()).toHaveLength(1);
    expect(scene.gate()?.conclusion).toBe('failure');
  });

  test('and not before all comments could be read', async () => {
    const paths = ['repository.pullRequest.comments'];
    scene.world.sandbox.faults.add({ fault: { kind: 'fields', paths }, times: 9 });
    expect((await scene.say('bob', '/block it')).run).toEqual({ kind: 'unread' });
    expect(scene.answers()).toEqual([]);
  });

  test('while replicas lag behind what we wrote', async () => {
    const before = Date.now();
    scene.world.sandbox.faults.lag = () => (Date.now() - before) / 1_000;
    const { comment } = await scene.say('bob', '/block it');
    expect(scene.gate()?.conclusion).toBe('failure');
    expect((await scene.say('bob', comment)).run).toEqual({ kind: 'answered', code: null });
    scene.world.sandbox.faults.lag = 0;
    expect(scene.answers()).toHaveLength(1);
    expect(await scene.codes()).not.toContain('answers_broken');
  });

  test('and not at all when it is found too late', async () => {
    const comment = await scene.world.sandbox.comment(scene.pull, scene.world.people.bob, '/recheck');
    const clock = fixedClock(new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 16 * 60_000));
    const { run } = await scene.world.command(scene.pull, scene.world.people.bob, comment, { clock });
    expect(run).toEqual({ kind: 'answered', code: 'command_expired' });
  });
});
