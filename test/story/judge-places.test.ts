import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import { notCounted } from '../support/judged.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** Pull requests in a person's repository, for another base than before, and from forks. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

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
    expect(await notCounted(world, pull)).toEqual(['approval_before_base_change']);
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
