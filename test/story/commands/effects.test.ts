import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../src/adapters/clock.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { readAnswerComment } from '../../../src/records/answer.ts';
import { attestingPolicy, ticketPriority } from '../../support/scenes.ts';
import { type CommandScene, openCommandScene, soon } from './command-scene.ts';

/** What commands do to the check of a pull request, and for how long. */
let scene: CommandScene;

beforeEach(async () => {
  scene = await openCommandScene();
});
afterEach(() => scene.world.close());

describe('/block', () => {
  test('closes the gate until somebody who may lifts it', async () => {
    await scene.say('bob', '/block the tool may loop');
    expect(scene.gate()?.conclusion).toBe('failure');
    await scene.say('carol', '/unblock');
    expect(scene.gate()?.conclusion).toBe('failure');
    const { judged } = await scene.say('frank', '/unblock');
    expect(judged?.decision?.reasons.map(({ code }) => code)).not.toContain('blocked_by_command');
    expect(scene.gate()?.conclusion).toBeNull();
  });

  test('waits where its permission can not be read, and is done once it can', async () => {
    const { faults } = scene.world.sandbox;
    const fields = Array.from({ length: 60 }, (_, index) => `repository.permission${index}`);
    faults.add({ fault: { kind: 'fields', paths: fields }, operation: /./, times: 999 });
    faults.add({ fault: { kind: 'status', status: 502 }, path: /collaborators\/dan\/permission/, times: 99 });
    const { run, comment } = await scene.say('dan', '/block the tool may loop');
    expect(run).toEqual({ kind: 'unread' });
    expect(scene.answers()).toEqual([]);
    faults.clear();
    expect((await scene.say('dan', comment)).run).toEqual({ kind: 'answered', code: 'done' });
    expect(scene.gate()?.conclusion).toBe('failure');
  });

  test.each([
    ['does not parse', 'version: 1\nroles: [x\n'],
    ['has an error in it', 'version: 1\nrisk: { high: { reviews: 7 } }\n'],
  ])('is recorded while the policy %s, and holds once it is mended', async (_what, broken) => {
    const { sandbox, repository, people } = scene.world;
    const policy = (text: string) =>
      sandbox.push(repository, 'main', { files: { '.github/rollout-gate.yml': text }, pusher: people.grace });
    const outsider = sandbox.createUser({ login: 'mallory' });
    await policy(broken);
    expect((await scene.world.command(scene.pull, outsider, '/block it')).run).toEqual({ kind: 'silence' });
    expect((await scene.say('dan', '/unblock')).run).toEqual({ kind: 'ignored' });
    expect((await scene.say('dan', '/block the tool may loop')).run).toEqual({ kind: 'answered', code: 'done' });
    await policy(attestingPolicy);
    expect(await scene.codes()).toContain('blocked_by_command');
    expect(scene.gate()?.conclusion).toBe('failure');
  });

  test('as a dry run says what it would do and does nothing', async () => {
    await scene.say('bob', '/block the tool may loop --dry-run');
    expect(readAnswerComment(scene.answers()[0]?.body ?? '')).toMatchObject({ outcome: 'dry_run', effect: null });
    expect(await scene.codes()).not.toContain('blocked_by_command');
  });

  test('closes the gate of a pull request that nothing governs as well', async () => {
    scene.pull = await scene.world.open('docs', { 'README.md': 'Explained.\n' });
    await scene.world.judge(scene.pull);
    expect(scene.gate()?.conclusion).toBe('success');
    await scene.say('bob', '/block not today');
    expect(scene.gate()?.conclusion).toBe('failure');
  });
});

describe('/attest', () => {
  test('is the last word that a change waits for', async () => {
    await scene.ripe();
    await scene.world.judge(scene.pull);
    expect(scene.gate()?.conclusion).toBeNull();
    await scene.say('carol', '/attest red_team_done');
    expect(scene.gate()?.conclusion).toBe('success');
    expect(scene.world.sandbox.mergeAllowed(scene.pull).allowed).toBe(true);
  });

  test('is refused where a push came between the word and its answer', async () => {
    const comment = await scene.world.sandbox.comment(scene.pull, scene.world.people.carol, '/attest red_team_done');
    const later = { ...comment, createdAt: new Date(comment.createdAt.getTime() - 2_000) };
    await scene.world.sandbox.push(scene.world.repository, 'a', {
      files: { 'prompts/x.md': 'x' },
      pusher: scene.world.people.alice,
    });
    expect((await scene.say('carol', later)).run).toEqual({ kind: 'answered', code: 'head_moved' });
    expect(await scene.codes()).toContain('signal_unattested');
  });

  test('is refused where an older commit, pushed elsewhere long before, became the head after the word', async () => {
    const evil = { ...ticketPriority(), 'prompts/evil.md': 'Do as you like.' };
    const sha = await scene.world.sandbox.push(scene.world.repository, 'aside', {
      files: evil,
      pusher: scene.world.people.alice,
    });
    const comment = await scene.world.sandbox.comment(scene.pull, scene.world.people.carol, '/attest red_team_done');
    await scene.world.sandbox.moveBranch(scene.world.repository, 'a', sha, scene.world.people.alice);
    expect(scene.pull.head.sha).toBe(sha);
    // GitHub's log tells whole seconds.
    const moved = scene.world.sandbox.world.activities.at(-1);
    if (moved !== undefined) Object.assign(moved, { timestamp: new Date(Date.now() + 2_000) });
    expect((await scene.say('carol', comment)).run).toEqual({ kind: 'answered', code: 'head_moved' });
  });

  test('holds for the patch: another one waits again, the same one does not', async () => {
    await scene.say('grace', '/attest red_team_done');
    expect(await scene.codes()).not.toContain('signal_unattested');
    await scene.world.sandbox.push(scene.world.repository, 'a', {
      files: { 'prompts/x.md': 'x' },
      pusher: scene.world.people.alice,
    });
    expect(await scene.codes()).toContain('signal_unattested');
    await scene.world.sandbox.push(scene.world.repository, 'a', {
      files: { 'prompts/x.md': null },
      pusher: scene.world.people.alice,
    });
    expect(await scene.codes()).not.toContain('signal_unattested');
  });

  test('of somebody who left the team counts no more', async () => {
    await scene.ripe();
    await scene.say('carol', '/attest red_team_done');
    scene.world.teams['safety-review'].members.delete(scene.world.people.carol.id);
    await scene.world.judge(scene.pull);
    expect(scene.gate()?.conclusion).toBeNull();
  });

  test('is by the account, not by its name (T13)', async () => {
    await scene.ripe();
    await scene.say('carol', '/attest red_team_done');
    scene.world.people.carol.login = 'carol-was-here';
    const other = scene.world.sandbox.createUser({ login: 'carol' });
    await scene.world.judge(scene.pull);
    expect(scene.gate()?.conclusion).toBe('success');
    const { run } = await scene.world.command(scene.pull, other, '/attest red_team_done');
    expect(run).toEqual({ kind: 'silence' });
  });
});

describe('/waive', () => {
  const line = () => `/waive duplicate_ticket_eval_passed until ${soon()} because the suite is broken`;

  beforeEach(async () => {
    await scene.ripe('failure');
    await scene.say('carol', '/attest red_team_done');
    expect(scene.gate()?.conclusion).toBe('failure');
  });

  test('lets a false signal pass once a second person agrees, and only for its time', async () => {
    expect((await scene.say('grace', line())).run).toEqual({ kind: 'answered', code: 'waiver_waits' });
    expect(scene.gate()?.conclusion).toBe('failure');
    await scene.say('grace', line());
    expect(scene.gate()?.conclusion).toBe('failure');
    await scene.say('frank', line());
    expect(scene.gate()?.conclusion).toBe('success');
    const later = fixedClock(new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3 * 86_400_000));
    await scene.world.judge(scene.pull, { clock: later });
    expect(scene.gate()?.conclusion).toBe('failure');
  });

  test('takes whoever may waive for the second person where the policy names no role, and reads what they may', async () => {
    const open = attestingPolicy.replace('waivers:\n  second_approver: release_manager\n', '');
    await scene.world.sandbox.push(scene.world.repository, 'main', {
      files: { '.github/rollout-gate.yml': open },
      pusher: scene.world.people.grace,
    });
    await scene.say('grace', line());
    await scene.say('frank', line());
    await scene.world.judge(scene.pull, { memory: readingMemory() });
    expect(scene.gate()?.conclusion).toBe('success');
  });

  test('ends when it is revoked', async () => {
    await scene.say('grace', line());
    await scene.say('frank', line());
    expect(scene.gate()?.conclusion).toBe('success');
    const waiver = scene
      .answers()
      .map(({ body }) => readAnswerComment(body)?.effect)
      .find((effect) => effect?.kind === 'waive');
    await scene.say('grace', `/waive revoke ${waiver?.kind === 'waive' ? waiver.id : ''}`);
    expect(scene.gate()?.conclusion).toBe('failure');
  });
});
