import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import type { JudgingWorld } from '../../support/judging.ts';
import { runEvals } from '../../support/ripe.ts';
import { ticketPriority } from '../../support/scenes.ts';
import { openProcessStage, type ProcessStage } from '../process-stage.ts';

/** What administrators do to teams, repositories and installations, under the App and by the sandbox's own webhooks (F22). */
let world: JudgingWorld;
let stage: ProcessStage;
let pull: PullRequest;

beforeEach(async () => {
  stage = await openProcessStage({ provoked: ({ status }) => status >= 400 });
  world = stage.world;
  await stage.start();
  pull = await world.open('a', ticketPriority());
  await runEvals(world, pull);
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
});

afterEach(() => stage.close());

function gate(of = pull): string {
  const own = [...world.sandbox.world.checkRuns.values()].findLast(
    ({ name, headSha }) => name === 'rollout-gate' && headSha === of.head.sha,
  );
  return own === undefined ? 'nothing' : `${own.conclusion ?? own.status}: ${own.output.title}`;
}

const shows = (wanted: RegExp, of = pull): Promise<void> =>
  expect.poll(() => gate(of), { timeout: 15_000, interval: 20 }).toMatch(wanted);

const told = (): string =>
  [...world.sandbox.world.checkRuns.values()].findLast(({ name }) => name === 'rollout-gate')?.output.text ?? '';

async function green(): Promise<void> {
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  await shows(/^success/);
}

describe('a team', () => {
  test('counts members of its child teams, and nobody who was only invited', { timeout: 40_000 }, async () => {
    const { sandbox, organization, teams, people } = world;
    const [nested, invited] = ['nina', 'ivan'].map((login) => {
      const user = sandbox.createUser({ login });
      sandbox.addMember(organization, user, 'member');
      sandbox.addCollaborator(world.repository, user, 'write');
      return user;
    });
    if (nested === undefined || invited === undefined) throw new Error('nobody');
    sandbox.createTeam(organization, { slug: 'backend', parent: teams.engineering, members: [nested] });
    await sandbox.addToTeam(teams.engineering, invited, people.grace, 'pending');
    await sandbox.review(pull, invited, 'APPROVE');
    await shows(/^in_progress: .*engineering/);
    await sandbox.review(pull, nested, 'APPROVE');
    await shows(/^success/);
  });

  test('that somebody leaves takes the approval along, with no push', { timeout: 40_000 }, async () => {
    await green();
    await world.sandbox.removeFromTeam(world.teams.engineering, world.people.bob, world.people.grace);
    await shows(/^in_progress: .*engineering/);
    await world.sandbox.addToTeam(world.teams.engineering, world.people.bob, world.people.grace);
    await shows(/^success/);
  });

  test.each(['renamed', 'deleted'] as const)('that was %s waits as unreadable', { timeout: 40_000 }, async (what) => {
    await green();
    const { sandbox, teams, people } = world;
    if (what === 'renamed') await sandbox.renameTeam(teams.engineering, 'builders', 'builders', people.grace);
    else await sandbox.deleteTeam(teams.engineering, people.grace);
    await shows(/^in_progress/);
    expect(told()).toContain('role_unreadable');
    if (what === 'deleted') return;
    await sandbox.renameTeam(teams.engineering, 'engineering', 'engineering', people.grace);
    await shows(/^success/);
  });
});

/** Requests that something causes until nothing has come for a while: a loop would never end, or be long. */
async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const before = world.sandbox.exchanges.length;
  await work();
  await world.sandbox.settled();
  await sleep(1_500);
  return world.sandbox.exchanges.length - before;
}

describe('a repository', () => {
  test('that was renamed is judged by its id, under its new name', { timeout: 40_000 }, async () => {
    await green();
    await world.sandbox.renameRepository(world.repository, 'assistants', world.people.grace);
    const [review] = [...world.sandbox.world.reviews.values()].filter(
      ({ authorId }) => authorId === world.people.bob.id,
    );
    if (review === undefined) throw new Error('no review');
    await world.sandbox.dismiss(review, world.people.grace, 'look again');
    await shows(/^in_progress: .*engineering/);
  });

  test.each<readonly [string, () => Promise<void>]>([
    [
      'transferred to where the App is not',
      () => {
        const elsewhere = world.sandbox.createOrganization({ login: 'elsewhere' });
        return world.sandbox.transferRepository(world.repository, elsewhere, world.people.grace);
      },
    ],
    ['archived', () => world.sandbox.archiveRepository(world.repository, true, world.people.grace)],
    [
      'of a suspended installation',
      () => world.sandbox.suspendInstallation(world.installed.installation, world.people.grace),
    ],
    [
      'of a deleted installation',
      () => world.sandbox.deleteInstallation(world.installed.installation, world.people.grace),
    ],
  ])('%s makes no loop of faults, and its gate stays as it was', { timeout: 40_000 }, async (_name, change) => {
    await shows(/^in_progress: .*engineering/);
    await world.sandbox.settled();
    const count = await requestsOf(async () => {
      await change();
      await world.sandbox.review(pull, world.people.bob, 'COMMENT', 'hm').catch(() => undefined);
    });
    expect(count).toBeLessThanOrEqual(8);
    expect(gate()).toMatch(/^in_progress/);
  });

  test('whose installation is taken up again is judged anew', { timeout: 40_000 }, async () => {
    const { sandbox, installed, people } = world;
    await shows(/^in_progress: .*engineering/);
    await sandbox.suspendInstallation(installed.installation, people.grace);
    await sandbox.review(pull, people.bob, 'APPROVE');
    await sandbox.settled();
    expect(gate()).toMatch(/^in_progress/);
    await sandbox.unsuspendInstallation(installed.installation, people.grace);
    await shows(/^success/);
  });
});
