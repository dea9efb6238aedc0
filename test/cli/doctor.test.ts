import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { DoctorCode } from '../../src/generated/codes.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import { addMergeQueue } from '../support/merge-queue.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate, migrations } from '../../src/adapters/store/schema.ts';
import { openInbox } from '../../src/adapters/store/sqlite-inbox.ts';
import { mostTries } from '../../src/reconcile/ports/inbox.ts';
import { schemaErrors } from './published-schema.ts';
import { ran } from './terminal.ts';

let world: JudgingWorld;
beforeEach(async () => {
  world = await openJudgingWorld();
});
afterEach(() => world.close());

const now = (): Date => new Date();
const policyPath = '.github/rollout-gate.yml';

function asApp(): Record<string, string> {
  const { app, privateKeyPem, webhookSecret } = world.installed;
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: privateKeyPem,
    WEBHOOK_SECRET: webhookSecret.length < 32 ? 'f00dcafe'.repeat(4) + '0123456789' : webhookSecret,
    GITHUB_API_URL: world.sandbox.url,
  };
}

async function doctor(environment: Record<string, string> = asApp(), words: readonly string[] = ['acme/agents']) {
  const result = await ran(['doctor', ...words, '--json'], { environment, now });
  const report: unknown = JSON.parse(result.out || '{"version":1,"findings":[]}');
  expect(schemaErrors('doctor-report', report)).toEqual([]);
  const found = (report as { findings: { level: string; code: DoctorCode; message: string }[] }).findings;
  const bad = found.filter(({ level }) => level !== 'ok').map(({ code }) => code);
  return { ...result, found, bad };
}

const push = (files: Record<string, string | null>) =>
  world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });

test('says that a repository is archived', async () => {
  await world.sandbox.archiveRepository(world.repository, true, world.people.grace);
  expect((await doctor()).bad).toEqual(['repository_archived']);
});

test('finds nothing to mend in the sample world, looks as the App, and changes nothing', async () => {
  let result = { bad: ['?'], status: -1, found: [] as { code: string }[] };
  const requests = await world.requestsOf(async () => {
    result = await doctor();
  });
  expect(result.bad).toEqual([]);
  expect(result.status).toBe(0);
  expect(result.found.map(({ code }) => code)).toEqual(
    expect.arrayContaining([
      'settings_usable',
      'app_ready',
      'clock_right',
      'policy_usable',
      'role_ready',
      'gate_required',
    ]),
  );
  const writes = requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/access_tokens'));
  expect(writes).toEqual([]);
});

test('reads how the merge queue groups, where there is one', async () => {
  expect((await doctor()).found.map(({ code }) => code)).not.toContain('queue_all_green');
  addMergeQueue(world.sandbox, world.repository);
  expect((await doctor()).found.map(({ code }) => code)).toContain('queue_all_green');
  addMergeQueue(world.sandbox, world.repository, { grouping_strategy: 'HEADGREEN' });
  expect((await doctor()).bad).toEqual(['queue_not_all_green']);
});

test('prints one line a finding, and never the name of a member or a secret', async () => {
  world.installed.app.events = world.installed.app.events.filter((event) => event !== 'push');
  const { out, status } = await ran(['doctor', 'acme/agents'], { environment: asApp(), now });
  expect(out).toMatch(/^problem {2}The App isn't told of push\. Subscribe .* app_event_missing$/m);
  expect(out).toMatch(/\n1 problem, 0 warnings, \d+ ok\n$/);
  expect(out).not.toMatch(/\berin\b|BEGIN|f00dcafe/);
  expect(status).toBe(1);
});

type World = readonly [name: string, change: () => unknown, codes: readonly DoctorCode[]];

const scanning = `${sampleFiles['.github/rollout-gate.yml'] ?? ''}findings: { code_scanning: { min_severity: high } }\n`;

const worlds: readonly World[] = [
  [
    'the policy uses alerts that nobody granted',
    () => push({ '.github/rollout-gate.yml': scanning }),
    ['alerts_unreadable'],
  ],
  ['the ruleset is deleted', () => world.sandbox.world.rulesets.clear(), ['gate_not_required']],
  [
    'the ruleset is switched off',
    () => Object.assign(world.ruleset, { enforcement: 'disabled' }),
    ['gate_not_required'],
  ],
  ['the check is renamed in it', () => required({ context: 'rollout_gate' }), ['gate_not_required']],
  ['it names no source', () => required({ context: 'rollout-gate' }), ['gate_not_pinned']],
  ['it names another App', () => required({ context: 'rollout-gate', integration_id: 77 }), ['gate_pinned_elsewhere']],
  [
    'it names GitHub Actions',
    () => required({ context: 'rollout-gate', integration_id: 15_368 }),
    ['gate_pinned_to_actions'],
  ],
  [
    'it holds for another branch',
    () => Object.assign(world.ruleset, { include: ['refs/heads/x'] }),
    ['gate_not_required'],
  ],
  [
    'the App is suspended',
    () => Object.assign(world.installed.installation, { suspendedAt: now() }),
    ['app_not_installed'],
  ],
  [
    'the owner took members away',
    () => permit(({ members: _, ...rest }) => rest),
    ['installation_permission_missing', ...Array.from({ length: 5 }, () => 'role_unreadable' as const)],
  ],
  ['there is no policy', () => push({ [policyPath]: null }), ['policy_missing']],
  ['the policy has an error', () => push({ [policyPath]: 'version: 1\nsurfaces: 7\n' }), ['policy_problem']],
  [
    'the workflow is gone',
    () => push({ '.github/workflows/evals.yml': null }),
    ['workflow_missing', 'workflow_missing'],
  ],
  [
    'the App may write workflows',
    () =>
      Object.assign(world.installed.app, {
        permissions: { ...world.installed.app.permissions, workflows: 'write' },
      }),
    ['app_permission_excess'],
  ],
];

describe('when something is amiss, as when', () => {
  it.each(worlds)('%s, it says so', async (_name, change, codes) => {
    await change();
    const { bad, status } = await doctor();
    expect(bad.toSorted()).toEqual([...codes].toSorted());
    expect(status).toBe(1);
  });

  test('the key is another, it says that GitHub takes neither', async () => {
    const other = world.sandbox.installApp({ owner: world.organization, slug: 'other' });
    const { bad } = await doctor({ ...asApp(), PRIVATE_KEY: other.privateKeyPem });
    expect(bad).toEqual(['app_unknown']);
  });

  test('the webhook secret is weak, it says so without showing it, and looks on', async () => {
    const { bad, out } = await doctor({ ...asApp(), WEBHOOK_SECRET: 'development' });
    expect(bad).toEqual(['settings_unusable']);
    expect(out).not.toContain('"development"');
    expect(out).toContain('gate_required');
  });

  test('the clock is a minute off, it says so', async () => {
    const environment = {
      GITHUB_TOKEN: world.sandbox.userToken(world.people.grace),
      GITHUB_API_URL: world.sandbox.url,
    };
    const late = (): Date => new Date(Date.now() - 90_000);
    const { out } = await ran(['doctor', 'acme/agents'], { environment, now: late });
    expect(out).toMatch(/The clock is (89|90|91) s behind GitHub's/);
  });

  test('the clock is a minute off, the App alone says so too, and so where it is not installed', async () => {
    const early = (): Date => new Date(Date.now() + 60_000);
    for (const words of [[], ['acme/elsewhere']]) {
      const { out } = await ran(['doctor', ...words], { environment: asApp(), now: early });
      expect(out).toContain('clock_skewed');
      expect(out).toMatch(/The clock is (59|60|61) s ahead of GitHub's/);
    }
  });
});

describe('with a token', () => {
  const token = (value: string, more: Record<string, string> = {}) => ({
    GITHUB_TOKEN: value,
    GITHUB_API_URL: world.sandbox.url,
    ...more,
  });

  test('of a person the pin is compared with APP_ID, or left open', async () => {
    const value = world.sandbox.userToken(world.people.grace);
    expect((await doctor(token(value))).bad).toEqual(['gate_pin_unknown']);
    expect((await doctor(token(value, { APP_ID: String(world.installed.app.id) }))).bad).toEqual([]);
  });

  test('of a job the roles can not be read, and the gate is not called enforced', async () => {
    const value = world.sandbox.jobToken(world.repository, { contents: 'read', metadata: 'read' });
    required({ context: 'rollout-gate' });
    const { bad, out } = await doctor(token(value, { GITHUB_ACTIONS: 'true' }));
    expect(bad).toEqual(expect.arrayContaining(['role_unreadable', 'gate_not_pinned', 'action_not_enforced']));
    expect(out).toContain('not enforced');
  });

  test('that sees no such repository it says so, and one that GitHub refuses is a fault', async () => {
    const value = world.sandbox.userToken(world.people.grace);
    expect((await doctor(token(value), ['acme/absent'])).bad).toEqual(['repository_unreadable']);
    const { status, err } = await doctor(token('wrong'));
    expect({ status, err }).toEqual({ status: 3, err: expect.stringContaining('github_unauthorized') });
  });
});

test('what the policy says can not act on the terminal', async () => {
  await push({ [policyPath]: `${sampleFiles[policyPath]}\n"a\\u202eb\\e[31m": 1\n` });
  const { out } = await ran(['doctor', 'acme/agents'], { environment: asApp(), now });
  expect(out).toContain('policy_key_unknown');
  expect(out).not.toMatch(/[\u001b\u202e]/);
});

function required(check: { context: string; integration_id?: number }): void {
  world.ruleset.rules = [
    {
      type: 'required_status_checks',
      parameters: { required_status_checks: [check], strict_required_status_checks_policy: false },
    },
  ];
}

type Granted = JudgingWorld['installed']['installation']['permissions'];

function permit(change: (granted: Record<string, 'read' | 'write' | 'admin'>) => Granted): void {
  const { installation } = world.installed;
  installation.permissions = change({ ...installation.permissions });
}

describe('the store', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollout-gate-doctor-'));
    path = join(folder, 'store.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const ofStore = async () => {
    const { found } = await doctor({ ...asApp(), STORE_PATH: path }, []);
    return found.filter(({ code }) => code.startsWith('store_'));
  };

  it('that is not there is nothing to speak of, and is not made', async () => {
    expect(await ofStore()).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('is looked at beside the App: what is left, what waits, and what was given up with its fault and mend', async () => {
    const inbox = openInbox(path);
    const old = Date.now() - 400_000;
    await inbox.insert({ id: 'a', event: 'push', body: new Uint8Array() }, old);
    await inbox.routed('a', [{ key: 'pull_request acme/agents#1', detail: '' }], old);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const [lease] = await inbox.take(1, old, old + 1);
      if (lease !== undefined) await inbox.failed(lease, 'github_forbidden', old);
    }
    await inbox.insert({ id: 'b', event: 'push', body: new Uint8Array() }, old);
    const found = await ofStore();
    inbox.close();
    expect(found.map(({ code }) => code)).toEqual(['store_readable', 'store_waiting', 'store_dead_letter']);
    expect(found[0]?.message).toContain('1 deliveries and 0 pieces of work');
    expect(found[1]?.message).toContain('6 minutes');
    expect(found[2]?.message).toMatch(/^pull_request acme\/agents#1 was given up after 5 tries: github_forbidden\. \w/);
  });

  it('of an older program is left as it is', async () => {
    const database = new DatabaseSync(path);
    migrate(database, migrations.slice(0, 1));
    expect(await ofStore()).toMatchObject([{ code: 'store_readable', message: expect.stringContaining('up to date') }]);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    database.close();
  });

  it.each<[string, DoctorCode, () => void]>([
    [
      'a newer program',
      'store_of_newer',
      () => {
        openInbox(path).close();
        new DatabaseSync(path).exec('PRAGMA user_version = 99');
      },
    ],
    ['no program of ours', 'store_unreadable', () => new DatabaseSync(path).exec('CREATE TABLE theirs (a)')],
    ['nobody: an empty file', 'store_unreadable', () => writeFileSync(path, '')],
    ['nobody: no database', 'store_unreadable', () => writeFileSync(path, 'no database '.repeat(500))],
  ])('of %s is a problem: %s', async (_whose, code, make) => {
    make();
    expect(await ofStore()).toMatchObject([{ code, level: 'problem' }]);
  });
});
