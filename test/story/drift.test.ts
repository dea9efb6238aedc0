import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorCode } from '../../src/generated/codes.ts';
import { doctor } from '../../src/generated/codes.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { Issue } from '../../src/sandbox/state/pull-request.ts';
import type { RulesetRule } from '../../src/sandbox/state/repository.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { addMergeQueue } from '../support/merge-queue.ts';
import { openRecoveringApp, type RecoveringApp } from '../support/recovering-app.ts';
import { ticketPriority } from '../support/scenes.ts';

/** The gate was required, and is no more: nobody tells an App of it (T40). */
let world: JudgingWorld;
let app: RecoveringApp;

beforeEach(async () => {
  world = await openJudgingWorld({ provoked: ({ status }) => status >= 400 });
  app = await openRecoveringApp(world, { mints: true });
  await app.sweep('rules');
  expect(found()).toEqual([]);
  expect(issues()).toEqual([]);
});
afterEach(() => app.close());

const found = () => app.errors.map((fields) => String(Reflect.get(fields, 'code')));
const issues = () =>
  [...world.sandbox.world.issues.values()].filter(({ labels }) => labels.includes('rollout-gate-drift'));
const said = ({ number }: Issue) =>
  [...world.sandbox.world.issueComments.values()]
    .filter(({ issueNumber }) => issueNumber === number)
    .map(({ body }) => /drift-word (\w+) -->/.exec(body)?.[1] ?? body);

function issue(): Issue {
  const [one, ...others] = issues();
  if (one === undefined || others.length > 0) throw new Error(`${others.length + 1} issues`);
  return one;
}

/** The next look at the rules; what it wrote, but for tokens. GitHub's replicas show by then what the last one wrote. */
async function nextLook(): Promise<readonly string[]> {
  app.pass(20_000);
  const requests = await world.requestsOf(() => app.sweep('rules'));
  return requests
    .filter(({ method, path }) => method !== 'GET' && !/access_tokens$|graphql$/.test(path))
    .map(({ method, path }) => `${method} ${path.replace('/repos/acme/agents', '')}`);
}

const requires = (context: string, integration_id?: number): readonly RulesetRule[] => [
  {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: [{ context, ...(integration_id === undefined ? {} : { integration_id }) }],
      strict_required_status_checks_policy: false,
    },
  },
];
type Change = () => unknown;
/** A change of the ruleset, and the way back. */
const rules = (changed: readonly RulesetRule[]): readonly [Change, Change] => {
  let before: readonly RulesetRule[] = [];
  return [
    () => {
      before = world.ruleset.rules;
      world.sandbox.editRuleset(world.ruleset, { rules: changed });
    },
    () => world.sandbox.editRuleset(world.ruleset, { rules: before }),
  ];
};
const enforcement = (changed: 'disabled' | 'evaluate'): readonly [Change, Change] => [
  () => world.sandbox.editRuleset(world.ruleset, { enforcement: changed }),
  () => world.sandbox.editRuleset(world.ruleset, { enforcement: 'active' }),
];
/** A permission that is taken from the installation, or from the App's registration. */
const without = (of: 'installation' | 'app', name: string): readonly [Change, Change] => {
  let before: object = {};
  return [
    () => {
      before = world.installed[of].permissions;
      const left = Object.entries(before).filter(([other]) => other !== name);
      Object.assign(world.installed[of], { permissions: Object.fromEntries(left) });
    },
    () => Object.assign(world.installed[of], { permissions: before }),
  ];
};

describe('one sweep tells in one issue, and the next after the mend closes it, that', () => {
  test.each<[string, readonly [Change, Change], DoctorCode]>([
    ['the rule is gone', rules([]), 'gate_not_required'],
    ['another check is required instead', rules(requires('gate', 1)), 'gate_not_required'],
    ['the check is required from any source', rules(requires('rollout-gate')), 'gate_not_pinned'],
    ['it is pinned to another App', rules(requires('rollout-gate', 77)), 'gate_pinned_elsewhere'],
    ['it is pinned to GitHub Actions', rules(requires('rollout-gate', 15_368)), 'gate_pinned_to_actions'],
    ['the ruleset is disabled', enforcement('disabled'), 'gate_not_required'],
    ['the ruleset only evaluates', enforcement('evaluate'), 'gate_not_required'],
    [
      'the ruleset is deleted',
      [
        () => world.sandbox.world.rulesets.delete(world.ruleset.id),
        () => world.sandbox.world.rulesets.set(world.ruleset.id, world.ruleset),
      ],
      'gate_not_required',
    ],
    [
      'the merge queue takes refused commits along',
      [
        () => addMergeQueue(world.sandbox, world.repository, { grouping_strategy: 'HEADGREEN' }),
        () => {
          for (const { id } of world.sandbox.world.rulesets.values()) {
            if (id !== world.ruleset.id) world.sandbox.world.rulesets.delete(id);
          }
        },
      ],
      'queue_not_all_green',
    ],
    ['a permission was taken', without('installation', 'checks'), 'installation_permission_missing'],
  ])('%s', async (_name, [change, mend], code) => {
    await change();
    expect(await nextLook()).toEqual(['POST /issues', `POST /issues/${issue().number}/comments`]);
    expect(found()).toEqual([code]);
    expect(await app.metrics()).toContain(`rollout_gate_drift_total{code="${code}"} 1`);
    const { body, state, labels } = issue();
    expect({ state, labels, said: said(issue()) }).toEqual({
      state: 'open',
      labels: ['rollout-gate-drift'],
      said: ['found'],
    });
    const [line] = String(body)
      .split('\n')
      .filter((one) => one.startsWith('- '));
    expect(line).toContain(doctor[code].next);
    expect(line).toContain(`\`${code}\``);

    expect(await nextLook()).toEqual([]);
    await mend();
    expect(await nextLook()).toEqual([`POST /issues/${issue().number}/comments`, `PATCH /issues/${issue().number}`]);
    expect({ state: issue().state, said: said(issue()) }).toEqual({ state: 'closed', said: ['found', 'gone'] });
    expect(await nextLook()).toEqual([]);
    // Without the permission nothing can be judged meanwhile, and each try says so.
    expect(app.faults.filter((fault) => !fault.includes('access_tokens'))).toEqual([]);
  });
});

describe('one sweep tells in log and metrics, once or each hour, where no issue can be written, that', () => {
  test.each<[string, Change, DoctorCode]>([
    [
      'the installation is suspended',
      () => world.sandbox.suspendInstallation(world.installed.installation, world.people.grace),
      'app_suspended',
    ],
    [
      'the App is uninstalled',
      () => world.sandbox.deleteInstallation(world.installed.installation, world.people.grace),
      'app_not_installed',
    ],
    [
      'the repository is taken from the installation',
      () => world.sandbox.removeRepositories(world.installed.installation, [world.repository], world.people.grace),
      'app_not_installed',
    ],
    [
      'the repository is archived',
      () => world.sandbox.archiveRepository(world.repository, true, world.people.grace),
      'repository_archived',
    ],
    ['the App may no longer write issues', without('installation', 'issues')[0], 'installation_permission_missing'],
  ])('%s', async (_name, change, code) => {
    await change();
    expect(await nextLook()).toEqual([]);
    expect(found()).toEqual([code]);
    expect(await app.metrics()).toContain(`rollout_gate_drift_total{code="${code}"} 1`);
    expect(await nextLook()).toEqual([]);
    // What lasts is told each hour; what is gone can only be told once.
    const lasts = ['app_suspended', 'installation_permission_missing'].includes(code);
    expect(found()).toEqual(lasts ? [code, code] : [code]);
  });
});

const drift = rules([]);

describe('the issue', () => {
  test('is rewritten when something else is wrong besides, and stays one', async () => {
    await drift[0]();
    await nextLook();
    const { number, body } = issue();
    without('installation', 'checks')[0]();
    expect(await nextLook()).toEqual([`PATCH /issues/${number}`]);
    expect(issue().body).not.toBe(body);
    expect(issue().body).toContain('`gate_not_required`');
    expect(issue().body).toContain('`installation_permission_missing`');
  });

  test('is opened again when the drift comes back, not a second one', async () => {
    await drift[0]();
    await nextLook();
    await drift[1]();
    await nextLook();
    await drift[0]();
    await nextLook();
    expect({ state: issue().state, said: said(issue()) }).toEqual({ state: 'open', said: ['found', 'gone', 'found'] });
  });

  test('that somebody closed stays closed for the same drift, and is opened for another', async () => {
    await drift[0]();
    await nextLook();
    await world.sandbox.updateIssue(issue(), world.people.grace, { state: 'closed' });
    expect(await nextLook()).toEqual([]);
    expect({ state: issue().state, labels: issue().labels }).toEqual({
      state: 'closed',
      labels: ['rollout-gate-drift'],
    });
    without('installation', 'checks')[0]();
    await nextLook();
    expect(issue().state).toBe('open');
  });

  test.each<[string, Change]>([
    ['lost its store', () => app.forget()],
    ['lost the label of its issue', () => world.sandbox.unlabel(issue(), world.people.grace, 'rollout-gate-drift')],
    [
      'had its text written over',
      () => world.sandbox.updateIssue(issue(), world.people.grace, { body: 'nothing to see' }),
    ],
  ])('is found again by an App that %s', async (_name, change) => {
    await drift[0]();
    await nextLook();
    const { number } = issue();
    await change();
    await nextLook();
    const own = [...world.sandbox.world.issues.values()].filter(({ authorAppId }) => authorAppId !== null);
    expect(own.map((one) => one.number)).toEqual([number]);
    expect(issue().labels).toEqual(['rollout-gate-drift']);
    expect(issue().body).toContain('`gate_not_required`');
    expect(await nextLook()).toEqual([]);
  });

  test('is not made twice by two looks within seconds, while a replica shows none', async () => {
    await drift[0]();
    world.sandbox.faults.lag = 10;
    await nextLook();
    await app.sweep('rules');
    app.forget();
    world.sandbox.faults.lag = 0;
    await nextLook();
    expect(issues()).toHaveLength(1);
    expect(said(issue())).toEqual(['found']);
  });

  test.each<[string, RegExp, 'before' | 'after']>([
    ['of which GitHub lost the answer', /\/issues$/, 'after'],
    ['that GitHub did not take', /\/issues$/, 'before'],
    ['whose word GitHub did not take', /\/comments$/, 'before'],
  ])('%s is made good once', async (_name, path, when) => {
    await drift[0]();
    world.sandbox.faults.add({ fault: { kind: 'status', status: 502 }, method: 'POST', path, when });
    await nextLook();
    expect(app.faults).toHaveLength(1);
    app.pass(16_000);
    await app.work();
    expect({ state: issue().state, said: said(issue()) }).toEqual({ state: 'open', said: ['found'] });
    expect(app.faults).toHaveLength(1);
  });

  test('of two the oldest stays', async () => {
    await drift[0]();
    await nextLook();
    const { number, title, body } = issue();
    const authorization = `token ${world.sandbox.installationToken(world.installed.installation)}`;
    await fetch(`${world.sandbox.url}/repos/acme/agents/issues`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ title, body, labels: ['rollout-gate-drift'] }),
    });
    await nextLook();
    expect(issues().map((one) => [one.number, one.state])).toEqual([
      [number, 'open'],
      [number + 1, 'closed'],
    ]);
  });

  test('is none of those that others write', async () => {
    await drift[0]();
    await nextLook();
    const { body } = issue();
    world.sandbox.world.issues.clear();
    app.forget();
    const theirs = await world.sandbox.openIssue(world.repository, world.people.erin, {
      title: 'x',
      body: String(body),
      labels: ['rollout-gate-drift'],
    });
    await nextLook();
    expect(issues().map(({ authorAppId }) => authorAppId)).toEqual([null, world.installed.app.id]);
    expect(theirs).toMatchObject({ state: 'open', body });
  });

  test('is no incident, whoever closes it or labels it as one: nothing is on hold', async () => {
    await drift[0]();
    await nextLook();
    const pull = await world.open('a', ticketPriority());
    const held = async () => {
      const { decision } = await world.judge(pull, { write: false });
      return decision?.announced.filter(({ code }) => code === 'surface_held');
    };
    expect(await held()).toEqual([]);
    await world.sandbox.updateIssue(issue(), world.people.grace, { body: 'written over' });
    await world.sandbox.label(issue(), world.people.grace, 'rollout-gate-incident');
    expect(await held()).toEqual([]);
    await world.sandbox.unlabel(issue(), world.people.grace, 'rollout-gate-incident');
    await world.sandbox.updateIssue(issue(), world.people.grace, { state: 'closed' });
    await app.work();
    expect({ state: issue().state, labels: issue().labels }).toEqual({
      state: 'closed',
      labels: ['rollout-gate-drift'],
    });
    await world.sandbox.commentOnIssue(issue(), world.people.frank, '/resume because it was looked at');
    await app.work();
    expect(said(issue())).toEqual(['found', '/resume because it was looked at']);
  });

  test('never takes the place of an incident that was made to look like it', async () => {
    world.ruleset.bypassUserIds.push(world.people.grace.id);
    await world.sandbox.push(world.repository, 'main', {
      files: { 'policy/tools.yaml': 'default: allow\n' },
      pusher: world.people.grace,
    });
    await app.work();
    const [incident] = [...world.sandbox.world.issues.values()];
    if (incident === undefined) throw new Error('no incident');
    await drift[0]();
    await nextLook();
    const { body } = issue();
    const records = [...world.sandbox.world.issueComments.values()].filter(
      ({ issueNumber }) => issueNumber === incident.number,
    );
    await world.sandbox.updateIssue(incident, world.people.grace, { body: String(body) });
    await world.sandbox.label(incident, world.people.grace, 'rollout-gate-drift');
    for (const record of records) await world.sandbox.deleteComment(record, world.people.grace);
    await drift[1]();
    await nextLook();
    expect(incident.state).toBe('open');
    await world.sandbox.updateIssue(incident, world.people.grace, { state: 'closed' });
    await app.work();
    expect(incident).toMatchObject({ state: 'open' });
    expect(incident.labels).toContain('rollout-gate-incident');
  });

  test('is not written where issues are switched off, and nothing goes round in circles', async () => {
    await drift[0]();
    world.sandbox.faults.add({ fault: { kind: 'not_found' }, method: 'POST', path: /\/issues$/, times: 9 });
    expect(await nextLook()).toEqual(['POST /issues']);
    expect(app.warnings).toMatchObject([{ repository: 'acme/agents', code: 'github_not_found' }]);
    expect(app.faults).toEqual([]);
    expect(await nextLook()).toEqual(['POST /issues']);
  });

  test('is not written for a moment in which GitHub does not tell the rules', async () => {
    world.sandbox.faults.add({ fault: { kind: 'status', status: 502 }, path: /\/rules\/branches/, times: 9 });
    expect(await nextLook()).toEqual([]);
    expect(found()).toEqual([]);
  });
});

describe('a policy', () => {
  const policy = String(sampleFiles['.github/rollout-gate.yml']);
  const push = (text: string | null) =>
    world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': text },
      pusher: world.people.grace,
    });
  const observing = policy.replace('enforcement: enforce', 'enforcement: observe');

  test.each([
    ['that only observes asks for no rule', observing],
    ['that is gone means silence', null],
    ['that can not be used is a matter of its own', 'version: 1\nenforcement: perhaps\n'],
  ])('%s', async (_name, text) => {
    await push(text);
    await drift[0]();
    await nextLook();
    expect(issues()).toEqual([]);
    expect(found()).toEqual([]);
  });

  test.each<[string, string | null, 'open' | 'closed']>([
    ['that only observes from now on closes the issue', observing, 'closed'],
    ['that is gone leaves it', null, 'open'],
    ['that can not be used leaves it', 'version: 1\nenforcement: perhaps\n', 'open'],
  ])('%s', async (_name, text, state) => {
    await drift[0]();
    await nextLook();
    await push(text);
    await nextLook();
    expect(issue().state).toBe(state);
  });

  test('that enforces from a day on asks for the rule from then on', async () => {
    await drift[0]();
    const from = new Date(Date.now() + 90 * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
    await push(observing.replace('enforcement: observe', `enforcement: { default: observe, enforce_from: "${from}" }`));
    await nextLook();
    expect(issues()).toEqual([]);
    app.pass(2 * 3_600_000);
    await nextLook();
    expect(issue().state).toBe('open');
  });
});
