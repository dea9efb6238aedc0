import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DoctorCode, doctor } from '../../../src/generated/codes.ts';
import { sampleFiles } from '../../../src/sandbox/seed/files.ts';
import type { RulesetRule } from '../../../src/sandbox/state/repository.ts';
import { type Drift, type Drifting, openDrifting, otherRules, without } from '../../support/drifting.ts';
import { addMergeQueue } from '../../support/merge-queue.ts';

/** The gate was required, and is no more: nobody tells an App of it (T40). */
let at: Drifting;
beforeEach(async () => {
  at = await openDrifting();
});
afterEach(() => at.app.close());

const requires = (context: string, integration_id?: number): readonly RulesetRule[] => [
  {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: [{ context, ...(integration_id === undefined ? {} : { integration_id }) }],
      strict_required_status_checks_policy: false,
    },
  },
];
const enforcement = (changed: 'disabled' | 'evaluate'): Drift => ({
  change: ({ world }) => world.sandbox.editRuleset(world.ruleset, { enforcement: changed }),
  mend: ({ world }) => world.sandbox.editRuleset(world.ruleset, { enforcement: 'active' }),
});

describe('one sweep tells in one issue, and the next after the mend closes it, that', () => {
  test.each<[string, Drift, DoctorCode]>([
    ['the rule is gone', otherRules([]), 'gate_not_required'],
    ['another check is required instead', otherRules(requires('gate', 1)), 'gate_not_required'],
    ['the check is required from any source', otherRules(requires('rollout-gate')), 'gate_not_pinned'],
    ['it is pinned to another App', otherRules(requires('rollout-gate', 77)), 'gate_pinned_elsewhere'],
    ['it is pinned to GitHub Actions', otherRules(requires('rollout-gate', 15_368)), 'gate_pinned_to_actions'],
    ['the ruleset is disabled', enforcement('disabled'), 'gate_not_required'],
    ['the ruleset only evaluates', enforcement('evaluate'), 'gate_not_required'],
    [
      'the ruleset is deleted',
      {
        change: ({ world }) => world.sandbox.world.rulesets.delete(world.ruleset.id),
        mend: ({ world }) => world.sandbox.world.rulesets.set(world.ruleset.id, world.ruleset),
      },
      'gate_not_required',
    ],
    [
      'the merge queue takes refused commits along',
      {
        change: ({ world }) => addMergeQueue(world.sandbox, world.repository, { grouping_strategy: 'HEADGREEN' }),
        mend: ({ world }) => {
          for (const { id } of world.sandbox.world.rulesets.values()) {
            if (id !== world.ruleset.id) world.sandbox.world.rulesets.delete(id);
          }
        },
      },
      'queue_not_all_green',
    ],
    ['a permission was taken', without('checks'), 'installation_permission_missing'],
  ])('%s', async (_name, { change, mend }, code) => {
    await change(at);
    expect(await at.look()).toEqual(['POST /issues', `POST /issues/${at.issue().number}/comments`]);
    expect(at.found()).toEqual([code]);
    expect(await at.app.metrics()).toContain(`rollout_gate_drift_total{code="${code}"} 1`);
    const { number, body, state, labels } = at.issue();
    expect({ state, labels, said: at.said() }).toEqual({
      state: 'open',
      labels: ['rollout-gate-drift'],
      said: ['found'],
    });
    const lines = String(body)
      .split('\n')
      .filter((one) => one.startsWith('- '));
    expect(lines).toEqual([expect.stringContaining(`${doctor[code].next} (\`${code}\`)`)]);

    expect(await at.look()).toEqual([]);
    await mend(at);
    expect(await at.look()).toEqual([`POST /issues/${number}/comments`, `PATCH /issues/${number}`]);
    expect({ state: at.issue().state, said: at.said() }).toEqual({ state: 'closed', said: ['found', 'gone'] });
    expect(await at.look()).toEqual([]);
    // Without the permission nothing can be judged meanwhile, and each try says so.
    expect(at.app.faults.filter((fault) => !fault.includes('access_tokens'))).toEqual([]);
  });
});

describe('one sweep tells in log and metrics, where no issue can be written, that', () => {
  test.each<[string, Drift['change'], DoctorCode, times: number]>([
    [
      'the installation is suspended',
      ({ world }) => world.sandbox.suspendInstallation(world.installed.installation, world.people.grace),
      'app_suspended',
      2,
    ],
    [
      'the App is uninstalled',
      ({ world }) => world.sandbox.deleteInstallation(world.installed.installation, world.people.grace),
      'app_not_installed',
      1,
    ],
    [
      'the repository is taken from the installation',
      ({ world }) =>
        world.sandbox.removeRepositories(world.installed.installation, [world.repository], world.people.grace),
      'app_not_installed',
      1,
    ],
    [
      'the repository is archived',
      ({ world }) => world.sandbox.archiveRepository(world.repository, true, world.people.grace),
      'repository_archived',
      1,
    ],
    ['the App may no longer write issues', without('issues').change, 'installation_permission_missing', 2],
  ])('%s', async (_name, change, code, times) => {
    await change(at);
    expect(await at.look()).toEqual([]);
    expect(at.found()).toEqual([code]);
    expect(await at.app.metrics()).toContain(`rollout_gate_drift_total{code="${code}"} 1`);
    expect(await at.look()).toEqual([]);
    // What lasts is told at each look; what is gone can only be told once.
    expect(at.found()).toEqual(Array.from({ length: times }, () => code));
    expect(at.app.warnings).toEqual([]);
  });

  test('the rule is gone, where the App may no longer write issues', async () => {
    without('issues').change(at);
    otherRules([]).change(at);
    expect(await at.look()).toEqual([]);
    expect(at.found()).toEqual(['installation_permission_missing', 'gate_not_required']);
    expect([at.app.faults, at.app.warnings]).toEqual([[], []]);
  });
});

const drift = otherRules([]);

describe('a policy', () => {
  const policy = String(sampleFiles['.github/rollout-gate.yml']);
  const push = (text: string | null) =>
    at.world.sandbox.push(at.world.repository, 'main', {
      files: { '.github/rollout-gate.yml': text },
      pusher: at.world.people.grace,
    });
  const observing = policy.replace('enforcement: enforce', 'enforcement: observe');

  test.each([
    ['that only observes asks for no rule', observing],
    ['that is gone means silence', null],
    ['that can not be used is a matter of its own', 'version: 1\nenforcement: perhaps\n'],
  ])('%s', async (_name, text) => {
    await push(text);
    await drift.change(at);
    await at.look();
    expect(at.issues()).toEqual([]);
    expect(at.found()).toEqual([]);
  });

  test.each<[string, string | null, 'open' | 'closed']>([
    ['that only observes from now on closes the issue', observing, 'closed'],
    ['that is gone leaves it', null, 'open'],
    ['that can not be used leaves it', 'version: 1\nenforcement: perhaps\n', 'open'],
  ])('%s', async (_name, text, state) => {
    await drift.change(at);
    await at.look();
    await push(text);
    await at.look();
    expect(at.issue().state).toBe(state);
  });

  test('that enforces from a day on asks for the rule from then on', async () => {
    await drift.change(at);
    const from = new Date(Date.now() + 90 * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
    await push(observing.replace('enforcement: observe', `enforcement: { default: observe, enforce_from: "${from}" }`));
    await at.look();
    expect(at.issues()).toEqual([]);
    at.app.pass(2 * 3_600_000);
    await at.look();
    expect(at.issue().state).toBe('open');
  });

  test.each([
    ['that is not there means silence about an archived repository, too', null],
    ['that only observes means silence about an archived repository, too', observing],
  ])('%s', async (_name, text) => {
    await push(text);
    at.app.forget();
    await at.look();
    await at.world.sandbox.archiveRepository(at.world.repository, true, at.world.people.grace);
    expect(await at.look()).toEqual([]);
    expect(at.found()).toEqual([]);
  });
});
