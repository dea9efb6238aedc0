import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RulesetRule } from '../../../src/sandbox/state/repository.ts';
import { usualQueue } from '../../../src/sandbox/seed/usual-queue.ts';
import { here, type OpenWorld, openWorld } from '../open-world.ts';

/** What GitHub's rulesets refuse when somebody pushes straight to a branch. */
let world: OpenWorld;

beforeEach(async () => {
  world = await openWorld();
  world.provoke(() => true);
});

afterEach(() => world.close());

const files = { 'README.md': 'Explained.\n' };
const rulesOf = (...rules: RulesetRule[]): void => world.sandbox.editRuleset(world.ruleset, { rules });
const pushed = (who: 'alice' | 'grace', branch = 'main') =>
  world.sandbox.push(world.repository, branch, { files, pusher: world.people[who] });

describe('a push straight to a branch', () => {
  test('of a commit that a required check did not pass is refused, but for those who may bypass', async () => {
    await expect(pushed('alice')).rejects.toThrow('Required status check "rollout-gate" is expected.');
    const tip = await pushed('grace');
    expect(world.repository.refs.get('refs/heads/main')).toBe(tip);
    world.sandbox.editRuleset(world.ruleset, { bypass: [] });
    await expect(pushed('grace')).rejects.toThrow('rule violations');
  });

  test('of a commit that passed elsewhere goes', async () => {
    const head = await pushed('alice', 'alice/x');
    const run = { ...here, name: 'rollout-gate', head_sha: head, conclusion: 'success' } as const;
    await world.app.rest.checks.create(run);
    await world.sandbox.moveBranch(world.repository, 'main', head, world.people.alice);
    expect(world.repository.refs.get('refs/heads/main')).toBe(head);
  });

  test.each<[RulesetRule, string]>([
    [{ type: 'merge_queue', parameters: usualQueue }, 'through the merge queue'],
    [
      {
        type: 'pull_request',
        parameters: {
          dismiss_stale_reviews_on_push: false,
          require_code_owner_review: false,
          require_last_push_approval: false,
          required_approving_review_count: 0,
          required_review_thread_resolution: false,
        },
      },
      'through a pull request',
    ],
  ])('%j is refused', async (rule, why) => {
    rulesOf(rule);
    await expect(pushed('alice')).rejects.toThrow(why);
  });

  test('backwards and away is refused where the ruleset says so', async () => {
    rulesOf({ type: 'non_fast_forward' }, { type: 'deletion' });
    const { repository, sandbox, people } = world;
    const before = repository.refs.get('refs/heads/main') ?? '';
    await pushed('alice');
    await expect(sandbox.moveBranch(repository, 'main', before, people.alice)).rejects.toThrow('force-push');
    await expect(sandbox.deleteBranch(repository, 'main', people.alice)).rejects.toThrow('delete');
  });

  test('is free where the ruleset is switched off, and on other branches', async () => {
    await pushed('alice', 'alice/x');
    world.sandbox.editRuleset(world.ruleset, { enforcement: 'disabled' });
    await pushed('alice');
  });
});

describe('over REST', () => {
  test('a ref is held to the same, as a person and as an App', async () => {
    const { sandbox, people } = world;
    const alice = world.as(sandbox.userToken(people.alice));
    const given = { ...here, path: 'NEW.md', message: 'New', content: 'eA==' };
    await expect(alice.rest.repos.createOrUpdateFileContents(given)).rejects.toMatchObject({ status: 422 });
    const grace = world.as(sandbox.userToken(people.grace));
    expect((await grace.rest.repos.createOrUpdateFileContents(given)).status).toBe(201);
    const writer = sandbox.installationToken({ ...world.installed.installation, permissions: { contents: 'write' } });
    const asApp = { ...given, path: 'APP.md' };
    await expect(world.as(writer).rest.repos.createOrUpdateFileContents(asApp)).rejects.toMatchObject({ status: 422 });
  });

  test('administrators make and change rulesets, others do not', async () => {
    const { sandbox, people } = world;
    const [alice, grace] = [world.as(sandbox.userToken(people.alice)), world.as(sandbox.userToken(people.grace))];
    const given = { ...here, name: 'more', enforcement: 'active' as const, rules: [{ type: 'deletion' as const }] };
    await expect(alice.rest.repos.createRepoRuleset(given)).rejects.toMatchObject({ status: 403 });
    const { data: made } = await grace.rest.repos.createRepoRuleset(given);
    const changed = await grace.request(`PUT /repos/acme/agents/rulesets/${made.id}`, {
      enforcement: 'disabled',
      bypass_actors: [{ actor_id: people.dan.id, actor_type: 'User', bypass_mode: 'always' }],
    });
    expect(changed.data).toMatchObject({ enforcement: 'disabled', bypass_actors: [{ actor_id: people.dan.id }] });
    expect(sandbox.world.rulesets.get(made.id)).toMatchObject({ name: 'more', rules: [{ type: 'deletion' }] });
    // Who may bypass it is for those who may change it (github-checked rule 30).
    const { data: seen } = await alice.rest.repos.getRepoRuleset({ ...here, ruleset_id: made.id });
    expect(seen.bypass_actors).toBeUndefined();
  });
});
