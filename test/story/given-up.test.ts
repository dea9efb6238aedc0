import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mostLapses, mostTries } from '../../src/reconcile/ports/inbox.ts';
import { type Follow, wishOf } from '../../src/reconcile/task.ts';
import { branchTip } from '../../src/sandbox/state/queries.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../support/recovering-app.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What was given up while GitHub was away, once GitHub is well again. */
let world: JudgingWorld;
let app: RecoveringApp;
beforeEach(async () => {
  world = await openJudgingWorld();
  app = await openRecoveringApp(world);
});
afterEach(() => app.close());

const minute = 60_000;
const at = { owner: 'acme', repo: 'agents' };
const place = () => ({ installationId: world.installed.installation.id, repositoryId: world.repository.id });
const dead = async () => (await app.inbox().givenUp('', 999)).map(({ key }) => key);

/** As five tries within an outage leave it. */
async function giveUp(follows: readonly Follow[]): Promise<void> {
  const inbox = app.inbox();
  await inbox.wish(follows.map(wishOf), 0);
  for (;;) {
    const leases = await inbox.take(500, 1, 2);
    if (leases.length === 0) return;
    for (const lease of leases) await inbox.failed(lease, 'github_server_error', 0);
  }
}

test('a push past the gate is found within two sweeps', async () => {
  for (let count = 0; count < 2; count += 1) await app.sweep();
  world.sandbox.faults.add({ operation: 'ReadBranchMoves', fault: { kind: 'status', status: 502 }, times: 100_000 });
  const files = { 'policy/tools.yaml': 'default: allow\n' };
  await world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });
  // The sweep amid it sees where the branch stands, and the next one finds nothing new there.
  await app.sweep('open');
  for (let tries = 0; tries < mostTries; tries += 1) {
    app.pass(16_000);
    await app.work();
  }
  expect(await dead()).toEqual(['default_branch acme/agents']);
  world.sandbox.faults.clear();
  for (let count = 0; count < 2; count += 1) {
    app.pass(10 * minute);
    await app.sweep();
  }
  expect(await dead()).toEqual([]);
  expect([...world.sandbox.world.issues.values()].map(({ title }) => title)).toEqual([
    expect.stringContaining('Past the gate: policy_bundle'),
  ]);
});

describe('work that was given up', () => {
  test('of each kind is done within two sweeps, however much of it there is, and whatever its repository was called', async () => {
    const pull = await world.open('a', ticketPriority());
    await app.work();
    await app.sweep();
    const { id, login } = world.people.bob;
    const author = { id, login, type: 'User' } as const;
    const created_at = new Date().toISOString();
    const { number } = pull;
    const { sha } = pull.head;
    const closed = await world.open('b', { 'README.md': 'x\n' });
    await world.sandbox.updatePullRequest(closed, world.people.alice, { state: 'closed' });
    const command = (id: number, repositoryId: number): Follow => {
      const comment = { id, body: '/block no', number, on: 'pull_request', author, created_at } as const;
      return { key: { kind: 'command', ...at, number, comment: id }, place: { ...place(), repositoryId }, comment };
    };
    // Of a repository that is gone: they stay.
    const gone = Array.from({ length: 150 }, (_, index) => command(9_000 + index, 1));
    const keys: readonly Follow['key'][] = [
      { kind: 'pull_request', ...at, number },
      { kind: 'pull_request', ...at, number: closed.number },
      { kind: 'commit', ...at, sha },
      { kind: 'repository', ...at },
      { kind: 'merge_group', ...at, base_ref: 'main', sha: branchTip(world.repository, 'main') ?? '' },
      { kind: 'policy_edit', ...at, number },
      { kind: 'default_branch', owner: 'ACME', repo: 'Agents' },
      { kind: 'incident', ...at, number },
      { kind: 'press', ...at, sha, button: 'recheck', person: author },
      { kind: 'installation', id: world.installed.installation.id },
    ];
    const follows = keys.map(
      (key): Follow => ({
        key,
        place: key.kind === 'installation' ? { ...place(), repositoryId: null } : place(),
      }),
    );
    await giveUp([...gone, ...follows, command(8_000, world.repository.id)]);
    expect(await dead()).toHaveLength(gone.length + follows.length + 1);
    for (let count = 0; count < 2; count += 1) {
      app.pass(10 * minute);
      await app.sweep();
    }
    expect((await dead()).filter((key) => !key.startsWith('command acme/agents#1 9'))).toEqual([]);
    expect(await dead()).toHaveLength(gone.length);
  });

  test('is tried once a sweep and no more while it can not be done, and not at all where it may end the process', async () => {
    await app.sweep();
    await giveUp([{ key: { kind: 'incident', ...at, number: 1 }, place: place() }]);
    const inbox = app.inbox();
    await inbox.wish([wishOf({ key: { kind: 'repository', ...at }, place: place() })], 0);
    for (let lapses = 0; lapses <= mostLapses; lapses += 1) await inbox.take(500, lapses * 10 + 1, lapses * 10 + 2);
    world.sandbox.faults.add({ operation: 'ReadIncident', fault: { kind: 'status', status: 502 }, times: 1_000 });
    const faults = app.faults.length;
    app.pass(10 * minute);
    await app.sweep();
    expect(app.faults.length - faults).toBe(1);
    expect((await inbox.deadLetters()).map(({ name, fault }) => `${name}: ${fault}`)).toEqual([
      'incident acme/agents#1: internal',
      'repository acme/agents: lease_lost',
    ]);
  });
});
