import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { RulesetRule } from '../../src/sandbox/state/repository.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../support/recovering-app.ts';

/** The gate was required, and is no more: nobody tells an App of it. */
let world: JudgingWorld;
let app: RecoveringApp;

beforeEach(async () => {
  world = await openJudgingWorld();
  app = await openRecoveringApp(world);
  await app.sweep();
});
afterEach(() => app.close());

const found = () => app.errors.map((fields) => String(Reflect.get(fields, 'code')));
const requires = (context: string, integration_id?: number): readonly RulesetRule[] => [
  {
    type: 'required_status_checks',
    parameters: {
      required_status_checks: [{ context, ...(integration_id === undefined ? {} : { integration_id }) }],
      strict_required_status_checks_policy: false,
    },
  },
];
const rule = (rules: readonly RulesetRule[]) => () => world.sandbox.editRuleset(world.ruleset, { rules });

describe('a sweep tells that', () => {
  test.each<[string, () => unknown, string]>([
    ['the rule is gone', rule([]), 'gate_not_required'],
    ['another check is required instead', rule(requires('gate', 1)), 'gate_not_required'],
    ['the check is required from any source', rule(requires('rollout-gate')), 'gate_not_pinned'],
    ['it is pinned to another App', rule(requires('rollout-gate', 77)), 'gate_pinned_elsewhere'],
    ['it is pinned to GitHub Actions', rule(requires('rollout-gate', 15_368)), 'gate_pinned_to_actions'],
    [
      'the ruleset is disabled',
      () => world.sandbox.editRuleset(world.ruleset, { enforcement: 'disabled' }),
      'gate_not_required',
    ],
    [
      'the ruleset only evaluates',
      () => world.sandbox.editRuleset(world.ruleset, { enforcement: 'evaluate' }),
      'gate_not_required',
    ],
    ['the ruleset is deleted', () => world.sandbox.world.rulesets.delete(world.ruleset.id), 'gate_not_required'],
    [
      'a permission was taken',
      () => Object.assign(world.installed.installation, { permissions: { metadata: 'read', contents: 'read' } }),
      'installation_permission_missing',
    ],
    [
      'the installation is suspended',
      () => world.sandbox.suspendInstallation(world.installed.installation, world.people.grace),
      'app_suspended',
    ],
  ])('%s', async (_name, change, code) => {
    expect(found()).toEqual([]);
    await change();
    await app.sweep();
    expect(found()).toContain(code);
    expect(await app.metrics()).toContain(`rollout_gate_drift_total{code="${code}"} 1`);
  });
});

test('a policy that only observes asks for no rule', async () => {
  await world.sandbox.push(world.repository, 'main', {
    files: {
      '.github/rollout-gate.yml': String(sampleFiles['.github/rollout-gate.yml']).replace(
        'enforcement: enforce',
        'enforcement: observe',
      ),
    },
    pusher: world.people.grace,
  });
  world.sandbox.editRuleset(world.ruleset, { rules: [] });
  await app.sweep();
  expect(found()).toEqual([]);
});
