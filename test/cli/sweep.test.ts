import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lookIntoStore } from '../../src/adapters/store/look.ts';
import { migrate, migrations } from '../../src/adapters/store/schema.ts';
import { openInbox } from '../../src/adapters/store/sqlite-inbox.ts';
import type { SweepFinding } from '../../src/generated/types.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { killLeftovers, startAppProcess } from '../app/app-processes.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { addMergeQueue, queueIn } from '../support/merge-queue.ts';
import { ticketPriority } from '../support/scenes.ts';
import { schemaErrors } from './published-schema.ts';
import { ran } from './terminal.ts';

let world: JudgingWorld;
let folder: string;
let path: string;
beforeEach(async () => {
  world = await openJudgingWorld();
  folder = mkdtempSync(join(tmpdir(), 'rollout-gate-sweep-'));
  path = join(folder, 'store.sqlite');
});
afterEach(async () => {
  killLeftovers();
  world.sandbox.setWebhookUrl(world.installed.app, null);
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

function asApp(): Record<string, string> {
  const { app, privateKeyPem, webhookSecret } = world.installed;
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: privateKeyPem,
    WEBHOOK_SECRET: webhookSecret,
    GITHUB_API_URL: world.sandbox.url,
    STORE_PATH: path,
  };
}

const minute = 60_000;
const sweep = (words: readonly string[] = [], ahead = 0) =>
  ran(['sweep', ...words], { environment: asApp(), now: () => new Date(Date.now() + ahead) });

async function found(words: readonly string[] = [], ahead = 0) {
  const { out, err, status } = await sweep(['--dry-run', '--json', ...words], ahead);
  const report: unknown = JSON.parse(out || '{"version":1,"kind":"found","found":[]}');
  expect(schemaErrors('sweep-report', report)).toEqual([]);
  return { rows: (report as { found: SweepFinding[] }).found, err, status };
}

const gate = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()].findLast(
    ({ headSha, name }) => headSha === pull.head.sha && name === 'rollout-gate',
  );

/** Everything in the store, as text, but for the App's signs of life, which it leaves every 3 seconds. */
function kept(): string {
  const database = new DatabaseSync(path, { readOnly: true });
  const all = ['work', 'deliveries', "notes WHERE name NOT LIKE 'process %'"];
  const rows = all.map((table) => database.prepare(`SELECT * FROM ${table}`).all());
  database.close();
  return JSON.stringify(rows);
}

describe('beside a running App', () => {
  const rested = () =>
    vi.waitFor(
      async () => {
        await world.sandbox.settled();
        const look = await lookIntoStore(path, Date.now());
        expect(look).toMatchObject({ counts: { deliveries: 0, work: 3, leased: 0, oldest: null } });
      },
      { timeout: 20_000, interval: 50 },
    );
  beforeEach(async () => {
    const app = await startAppProcess(world, path);
    world.sandbox.setWebhookUrl(world.installed.app, `${app.url}/api/github/webhooks`);
    await rested();
  }, 30_000);

  test('a dry run shows exactly what was lost and changes nothing; the sweep has the App mend it', async () => {
    expect(await found()).toEqual({ rows: [], err: '', status: 0 });
    world.sandbox.deliveryFaults.add({ fault: { kind: 'fail', statusCode: 503 }, event: 'pull_request', times: 1 });
    const failed = await world.open('a', { 'README.md': 'x\n' });
    await rested();
    world.sandbox.deliveryFaults.add({ fault: { kind: 'drop' }, times: 1_000 });
    const comment = await world.sandbox.comment(failed, world.people.bob, '/block the prices are wrong');
    const dropped = await world.open('b', ticketPriority());
    world.sandbox.world.rulesets.clear();
    await world.sandbox.settled();
    const before = kept();
    let result = await found();
    const requests = await world.requestsOf(async () => {
      result = await found([], 2 * minute);
    });
    const [deliveries, others] = [true, false].map((of) =>
      result.rows.filter(({ kind }) => (kind === 'delivery') === of),
    );
    expect(deliveries?.map(({ what }) => what.split(' ')[0])).toContain('pull_request');
    expect(others).toEqual([
      {
        kind: 'command',
        where: `acme/agents#${failed.number}`,
        what: `comment ${comment.id} was not answered`,
        code: null,
      },
      { kind: 'pull_request', where: `acme/agents#${failed.number}`, what: 'would be judged again', code: null },
      { kind: 'pull_request', where: `acme/agents#${dropped.number}`, what: 'would be judged again', code: null },
      { kind: 'drift', where: 'acme/agents', what: expect.any(String), code: 'gate_not_required' },
    ]);
    expect(result.status).toBe(1);
    const one = await found(['ACME/agents'], 2 * minute);
    expect(one).toEqual({ rows: others, err: '', status: 1 });
    const writes = requests.filter(({ method, path: to }) => method !== 'GET' && !/access_tokens$|graphql$/.test(to));
    expect(writes).toEqual([]);
    const queries = requests.flatMap(({ operation }) => operation ?? []).filter((one) => !/^\w+\//.test(one));
    expect(new Set(queries)).toEqual(new Set(['SweepPullRequests']));
    expect(kept()).toBe(before);
    expect([gate(failed), gate(dropped)]).toEqual([undefined, undefined]);

    world.sandbox.deliveryFaults.clear();
    const { out, status } = await sweep();
    expect({ out, status }).toEqual({
      out: `3 sweeps of all repositories are due now, for a running App or its next start; in ${path} wait with them deliveries: 0, pieces of work: 3.\n`,
      status: 0,
    });
    await vi.waitFor(
      () => expect([gate(failed)?.conclusion, gate(dropped)?.status]).toEqual(['success', 'in_progress']),
      {
        timeout: 20_000,
        interval: 50,
      },
    );
    const told = () =>
      [...world.sandbox.world.issues.values()].map(({ labels, body }) => [
        labels,
        String(body).includes('gate_not_required'),
      ]);
    await vi.waitFor(() => expect(told()).toEqual([[['rollout-gate-drift'], true]]), { timeout: 20_000, interval: 50 });
  }, 60_000);

  test('a sweep of one repository mends it, and leaves failed deliveries to the others', async () => {
    world.sandbox.deliveryFaults.add({ fault: { kind: 'drop' }, times: 1_000 });
    const pull = await world.open('a', { 'README.md': 'x\n' });
    await world.sandbox.settled();
    world.sandbox.deliveryFaults.clear();
    const { out, status } = await sweep(['acme/Agents', '--json']);
    expect(schemaErrors('sweep-report', JSON.parse(out))).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({
      kind: 'due',
      sweeps: ['sweep open acme/agents', 'sweep rules acme/agents'],
    });
    expect(status).toBe(0);
    await vi.waitFor(() => expect(gate(pull)?.conclusion).toBe('success'), { timeout: 20_000, interval: 50 });
    expect([...world.sandbox.world.deliveries.values()].filter(({ redelivery }) => redelivery)).toEqual([]);
  }, 60_000);
});

test('the table names each finding; without a store it is all that is open', async () => {
  const pull = await world.open('a', ticketPriority());
  const { out, status } = await sweep(['--dry-run']);
  expect(out).toBe(
    `pull_request  acme/agents#${pull.number}  would be judged again\n1 thing to mend; nothing was changed\n`,
  );
  expect(status).toBe(1);
  expect(existsSync(path)).toBe(false);
});

test('a merge group without a verdict is found', async () => {
  addMergeQueue(world.sandbox, world.repository);
  const pull = await world.open('a', { 'README.md': 'x\n' });
  await world.judge(pull);
  await world.sandbox.enqueue(pull, world.people.alice);
  const [entry] = queueIn(world.sandbox, world.repository);
  const sha = entry?.group?.headSha ?? '';
  expect((await found(['acme/agents'])).rows).toContainEqual({
    kind: 'merge_group',
    where: 'acme/agents',
    what: `the group ${sha.slice(0, 7)} for main has no verdict`,
    code: null,
  });
});

test('a clock that is an hour off is none to be refused for', async () => {
  await world.close();
  world = await openJudgingWorld({ now: () => new Date(Date.now() - 60 * minute) });
  await world.open('a', ticketPriority());
  const { rows, err } = await found();
  expect(err).toBe('');
  expect(rows.map(({ kind }) => kind)).toContain('pull_request');
});

describe('a store', () => {
  const both = [[[]], [['acme/agents']], [['--dry-run']]] as const;

  test.each(both)('of a newer program is a fault, and left as it is: %j', async (words) => {
    openInbox(path).close();
    new DatabaseSync(path).exec('PRAGMA user_version = 99');
    const { status, err, out } = await sweep(words);
    expect({ status, err, out }).toEqual({ status: 3, err: expect.stringContaining('store_newer'), out: '' });
  });

  test.each(both)('of an older program is not brought up to date under an App that uses it: %j', async (words) => {
    const database = new DatabaseSync(path);
    migrate(database, migrations.slice(0, 1));
    expect(await sweep(words)).toMatchObject({ status: 3, err: expect.stringContaining('store_unusable') });
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    database.close();
  });

  test('that is not there is none to write into, and is not made', async () => {
    expect(await sweep()).toMatchObject({ status: 3, err: expect.stringContaining('There is no store') });
    expect(existsSync(path)).toBe(false);
  });
});

describe('what an App with a store no longer reaches', () => {
  const hidden = (text: string) => text.replaceAll(/\d+/g, 'N');
  const remembering = async (at: string, ids: readonly number[]): Promise<void> => {
    const inbox = openInbox(path);
    await inbox.keepNote(at, JSON.stringify(ids), Date.now());
    await inbox.keepNote(`audit enforced ${world.repository.id}`, 'acme/agents', Date.now());
    inbox.close();
  };
  const repositories = () => `audit repositories ${world.installed.installation.id}`;

  test('is told of an archived repository, of all and by its name, and its sweep is refused', async () => {
    await remembering(repositories(), [world.repository.id]);
    await world.sandbox.archiveRepository(world.repository, true, world.people.grace);
    const row = {
      kind: 'drift',
      code: 'repository_archived',
      what: expect.stringContaining('acme/agents is archived'),
    };
    expect((await found()).rows).toEqual([{ ...row, where: `installation ${world.installed.installation.id}` }]);
    expect((await found(['acme/agents'])).rows).toEqual([{ ...row, where: 'acme/agents' }]);
    expect(await sweep(['acme/agents'])).toMatchObject({ status: 3, err: expect.stringContaining('is archived') });
  });

  test('is told of a repository that was taken away, and of an App that was uninstalled', async () => {
    const { installation } = world.installed;
    await remembering(repositories(), [world.repository.id]);
    await remembering('audit installations', [installation.id, 77]);
    await world.sandbox.removeRepositories(installation, [world.repository], world.people.grace);
    const { rows } = await found();
    expect(rows.map(({ where, what, code }) => [hidden(where), hidden(what), code])).toEqual([
      ['the App', 'The installation N is gone: the App was uninstalled', 'app_not_installed'],
      ['installation N', expect.stringContaining('no longer reaches acme/agents'), 'app_not_installed'],
    ]);
  });
});

test("the organisation's defaults say whether anything has to be required", async () => {
  const { organization, people, sandbox, repository } = world;
  sandbox.editRuleset(world.ruleset, { rules: [] });
  const policies = await sandbox.createRepository({ owner: organization, name: 'policies', files: {} });
  const push = (to: typeof repository, file: string, text: string) =>
    sandbox.push(to, 'main', { files: { [file]: text }, pusher: people.grace });
  world.ruleset.bypassUserIds.push(people.grace.id);
  await push(repository, '.github/rollout-gate.yml', 'version: 1\nsurfaces: { a: { paths: ["a/**"] } }\n');
  const drift = async (text: string) => {
    const commit = await push(policies, 'gate.yml', text);
    const environment = { ...asApp(), ORGANIZATION_POLICY: `acme/policies@${commit}:gate.yml` };
    const { out, err } = await ran(['sweep', '--dry-run', '--json', 'acme/agents'], { environment });
    expect(err).toBe('');
    const { found: rows } = JSON.parse(out) as { readonly found: readonly SweepFinding[] };
    return rows.flatMap(({ kind, code }) => (kind === 'drift' ? [code] : []));
  };
  expect(await drift('version: 1\nenforcement: observe\n')).toEqual([]);
  expect(await drift('version: 1\nenforcement: enforce\n')).toEqual(['gate_not_required']);
});

test.each(['agents', 'acme/', 'acme/..', 'acme/agents/x', 'a b/c', 'https://github.com/acme/agents'])(
  'the name %j is a mistake in the command line',
  async (name) => {
    for (const words of [[name], [name, '--dry-run']]) {
      expect(await sweep(words)).toMatchObject({ status: 2, out: '', err: expect.stringContaining('OWNER/REPO') });
    }
  },
);

describe('is a fault', () => {
  test('without settings, which says all that is missing', async () => {
    const { status, err } = await ran(['sweep', '--dry-run']);
    expect({ status, err }).toEqual({ status: 3, err: expect.stringMatching(/APP_ID is missing.*settings_invalid/) });
  });

  test.each([[['acme/nowhere']], [['acme/nowhere', '--dry-run']]])(
    'for a repository where the App is not installed: %j',
    async (words) => {
      openInbox(path).close();
      const before = kept();
      expect(await sweep(words)).toMatchObject({ status: 3, err: expect.stringContaining('github_not_found') });
      expect(kept()).toBe(before);
    },
  );

  test('where the installation is suspended; a dry run of all tells it as drift', async () => {
    openInbox(path).close();
    world.installed.installation.suspendedAt = new Date();
    expect(await sweep(['acme/agents'])).toMatchObject({
      status: 3,
      err: expect.stringMatching(/github_(not_found|forbidden)/),
    });
    expect((await found()).rows).toMatchObject([{ kind: 'drift', code: 'app_suspended' }]);
  });
});
