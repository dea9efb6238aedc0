import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorCode } from '../../../src/generated/codes.ts';
import { repositorySweeps } from '../../../src/reconcile/schedule.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../../support/recovering-app.ts';
import { evalsWorkflow, ticketPriority } from '../../support/scenes.ts';

/**
 * What is done to an installed App and to a repository under it (F22): ids are the keys, one finding, no faults that go
 * round in circles, a gate that stays as it was, and all well once it is mended.
 */
let world: JudgingWorld;
let app: RecoveringApp;
/** Waits for nothing but bob. */
let pull: PullRequest;

beforeEach(async () => {
  world = await openJudgingWorld({ provoked: ({ status }) => status >= 400 });
  app = await openRecoveringApp(world, { mints: true });
  await app.sweep();
  pull = await world.open('a', ticketPriority());
  const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
  await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
  await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket' });
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
  await app.work();
  expect([gate(), found(), app.faults]).toEqual([expect.stringMatching(/^in_progress: .*engineering/), [], []]);
}, 30_000);
afterEach(() => app.close());

const hour = 3_600_000;
const found = () => app.errors.map((fields) => String(Reflect.get(fields, 'code')));
const issues = () =>
  [...world.sandbox.world.issues.values()].filter(({ labels }) => labels.includes('rollout-gate-drift'));

function gate(): string {
  const own = [...world.sandbox.world.checkRuns.values()].findLast(
    ({ name, headSha }) => name === 'rollout-gate' && headSha === pull.head.sha,
  );
  return own === undefined ? 'nothing' : `${own.conclusion ?? own.status}: ${own.output.title}`;
}

const approve = () => world.sandbox.review(pull, world.people.bob, 'APPROVE');
const elsewhere = () => world.sandbox.createOrganization({ login: 'elsewhere' });

interface Trouble {
  readonly name: string;
  readonly change: () => Promise<void>;
  readonly mend: () => Promise<void>;
  readonly code: DoctorCode;
  /** Told each hour for as long as it lasts; else once. */
  readonly lasts: boolean;
  /** Whether an issue of the repository says so. */
  readonly isTold: boolean;
}

const troubles: readonly Trouble[] = [
  {
    name: 'an installation that is suspended',
    change: () => world.sandbox.suspendInstallation(world.installed.installation, world.people.grace),
    mend: () => world.sandbox.unsuspendInstallation(world.installed.installation, world.people.grace),
    code: 'app_suspended',
    lasts: true,
    isTold: false,
  },
  {
    name: 'an installation without a permission',
    change: async () => {
      const { checks: _taken, ...left } = world.installed.installation.permissions;
      world.installed.installation.permissions = left;
    },
    mend: () => {
      const { installation, app: registered } = world.installed;
      return world.sandbox.acceptPermissions(installation, registered.permissions, world.people.grace);
    },
    code: 'installation_permission_missing',
    lasts: true,
    isTold: true,
  },
  {
    name: 'a repository that was transferred to where the App is not',
    change: () => world.sandbox.transferRepository(world.repository, elsewhere(), world.people.grace),
    mend: async () => {
      await world.sandbox.transferRepository(world.repository, world.organization, world.people.grace);
    },
    code: 'app_not_installed',
    lasts: false,
    isTold: false,
  },
  {
    name: 'a repository that was archived',
    change: () => world.sandbox.archiveRepository(world.repository, true, world.people.grace),
    mend: () => world.sandbox.archiveRepository(world.repository, false, world.people.grace),
    code: 'repository_archived',
    lasts: false,
    isTold: false,
  },
];

describe('one finding, a closed gate and an end of it', () => {
  test.each(troubles)('of $name', async ({ change, mend, code, lasts, isTold }) => {
    await change();
    // In an archived repository nobody can review either.
    const isApproved = await approve().then(
      () => true,
      () => false,
    );
    await app.work();
    app.pass(hour);
    await app.sweep();
    expect(found()).toEqual([code]);
    expect(issues().map(({ state }) => state)).toEqual(isTold ? ['open'] : []);

    const faults = app.faults.length;
    const requests = await world.requestsOf(async () => {
      app.pass(hour);
      await app.sweep();
    });
    expect(found()).toEqual(lasts ? [code, code] : [code]);
    expect(app.faults.length - faults).toBeLessThanOrEqual(2);
    expect(requests.length).toBeLessThanOrEqual(25);
    const intoRepository = requests.filter(({ path }) => /^\/(repos\/|graphql)/.test(path));
    if (!isTold) expect(intoRepository.map(({ path }) => path)).toEqual([]);
    expect(await app.inbox().deadLetters()).toEqual([]);
    expect(gate()).toMatch(/^in_progress/);
    expect(world.sandbox.mergeAllowed(pull, world.people.bob).allowed).toBe(false);

    await mend();
    if (!isApproved) await approve();
    app.pass(hour);
    await app.sweep();
    expect(gate()).toMatch(/^success/);
    expect(found()).toHaveLength(lasts ? 2 : 1);
    expect(issues().map(({ state }) => state)).toEqual(isTold ? ['closed'] : []);
  });
});

describe('nothing to find, and the gate goes on', () => {
  test('in a repository that was renamed: its id is the key, whatever its name', async () => {
    await world.sandbox.renameRepository(world.repository, 'assistants', world.people.grace);
    world.sandbox.editRuleset(world.ruleset, { rules: [] });
    app.pass(hour);
    const requests = await world.requestsOf(() => app.sweep());
    await approve();
    await app.work();
    expect(gate()).toMatch(/^success/);
    const bodies = requests.flatMap(({ path, requestBody }) => (path.endsWith('access_tokens') ? [requestBody] : []));
    expect(bodies.length).toBeGreaterThan(0);
    expect(JSON.stringify(bodies)).not.toContain('repositories');
    // One issue, whatever the repository is called, and no repository that seems to be gone.
    await world.sandbox.renameRepository(world.repository, 'helpers', world.people.grace);
    app.pass(hour);
    await app.sweep();
    expect(new Set(found())).toEqual(new Set(['gate_not_required']));
    expect(issues().map(({ state }) => state)).toEqual(['open']);
    await world.sandbox.archiveRepository(world.repository, true, world.people.grace);
    app.pass(hour);
    await app.sweep();
    expect(app.errors.at(-1)).toMatchObject({ code: 'repository_archived' });
  });

  test('in a repository that was made private', async () => {
    await world.sandbox.hideRepository(world.repository, true, world.people.grace);
    await approve();
    app.pass(hour);
    await app.sweep();
    expect(gate()).toMatch(/^success/);
    expect([found(), app.faults]).toEqual([[], []]);
  });
});

test('an installation that is suspended behind a look that is under way is no fault of the look', async () => {
  const { installed, repository, people, sandbox } = world;
  await sandbox.suspendInstallation(installed.installation, people.grace);
  app.pass(hour / 2);
  const place = { installationId: installed.installation.id, repositoryId: repository.id };
  const wishes = repositorySweeps({ owner: 'acme', repo: 'agents' }, place);
  await app.inbox().wish(
    wishes.filter(({ key }) => key.startsWith('sweep rules')),
    0,
  );
  const requests = await world.requestsOf(() => app.work());
  expect(requests.filter(({ path }) => path.endsWith(`/installations/${place.installationId}`))).toHaveLength(1);
  expect(app.faults.filter((fault) => !fault.includes('access_tokens'))).toEqual([]);
  expect(requests.filter(({ path }) => path.startsWith('/repos/'))).toEqual([]);
});

test('a private repository whose plan has no rules any more is told of: nothing enforces the gate', async () => {
  await world.sandbox.hideRepository(world.repository, true, world.people.grace);
  // documented: rulesets of private repositories need a paid plan; their rules answer 403 or 404 without one
  world.sandbox.faults.add({ fault: { kind: 'not_found' }, path: /\/rules\/branches/, times: 9 });
  app.pass(hour);
  await app.sweep();
  expect(found()).toEqual(['gate_unreadable']);
  expect(issues().map(({ state }) => state)).toEqual(['open']);
  app.pass(hour);
  await app.sweep();
  expect(issues()).toHaveLength(1);
  world.sandbox.faults.clear();
  app.pass(hour);
  await app.sweep();
  expect(issues().map(({ state }) => state)).toEqual(['closed']);
});
