import { appManifest } from '../../src/core/access/manifest.ts';
import { appFindings } from '../../src/core/doctor/app.ts';
import type { AppFact, BranchRule } from '../../src/core/doctor/facts.ts';
import { gateFindings } from '../../src/core/doctor/gate.ts';
import { readSettings } from '../../src/settings/settings.ts';
import type { Attack } from './attack.ts';

const check = (integration_id: number | null, context = 'rollout-gate'): BranchRule => ({
  kind: 'required_check',
  context,
  integration_id,
});

/** Rulesets that no longer enforce the gate (T40). */
const rules: readonly (readonly [name: string, code: string, rules: readonly BranchRule[] | null, asJob?: boolean])[] =
  [
    ['without any rule', 'gate_not_required', []],
    ['that requires another name', 'gate_not_required', [check(7, 'rollout-gate (observe)')]],
    ['that requires the name with a blank', 'gate_not_required', [check(7, 'rollout-gate ')]],
    ['that requires the name in capitals', 'gate_not_required', [check(7, 'Rollout-Gate')]],
    ['that requires it by name alone', 'gate_not_pinned', [check(null)]],
    ['that pins it to another app', 'gate_pinned_elsewhere', [check(9)]],
    ['that pins it to Actions', 'gate_pinned_to_actions', [check(15_368)]],
    ['that hides itself', 'gate_unreadable', null],
    [
      'that requires a workflow of another name',
      'gate_not_required',
      [{ kind: 'required_workflow', path: '.github/workflows/x-rollout-gate.yml' }],
    ],
    ['that pins it to Actions, as a job', 'action_not_enforced', [check(15_368)], true],
  ];

const drift: readonly Attack[] = rules.map(([name, refusedWith, list, as_job = false]) => ({
  threat: 'T40',
  name: `a ruleset ${name}`,
  refusedWith,
  attempt: () => {
    const codes = gateFindings({ rules: list, branch: 'main', app_id: 7, as_job }).map(({ code }) => code);
    return { codes, through: codes.includes('gate_required') };
  },
}));

const { default_permissions: permissions, default_events: events } = appManifest({ name: 'a', url: null, with: [] });
const without = (name: string) => Object.fromEntries(Object.entries(permissions).filter(([other]) => other !== name));
const app: AppFact = { id: 7, permissions, events, installation: { permissions, suspended: false } };

const apps: readonly (readonly [threat: Attack['threat'], name: string, code: string, change: Partial<AppFact>])[] = [
  ['T40', 'that was uninstalled', 'app_not_installed', { installation: null }],
  ['T40', 'that was suspended', 'app_suspended', { installation: { permissions, suspended: true } }],
  ['T40', 'that may no longer write checks', 'app_permission_missing', { permissions: without('checks') }],
  [
    'T40',
    'whose installation lost a permission',
    'installation_permission_missing',
    { installation: { permissions: without('members'), suspended: false } },
  ],
  ['T40', 'that is not told of pushes', 'app_event_missing', { events: events.filter((event) => event !== 'push') }],
  ['T21', 'that may administer', 'app_permission_excess', { permissions: { ...permissions, administration: 'write' } }],
  ['T21', 'that may read secrets', 'app_permission_excess', { permissions: { ...permissions, secrets: 'read' } }],
  ['T21', 'that may write workflows', 'app_permission_excess', { permissions: { ...permissions, workflows: 'write' } }],
];

const asApp: readonly Attack[] = apps.map(([threat, name, refusedWith, change]) => ({
  threat,
  name: `an App ${name}`,
  refusedWith,
  attempt: () => {
    const codes = appFindings({ ...app, ...change }).map(({ code }) => code);
    return { codes, through: codes.includes('app_ready') };
  },
}));

const secret = 'x'.repeat(40);
const starts: readonly (readonly [name: string, environment: Record<string, string>])[] = [
  ['nothing set, where a wizard would open', {}],
  ['no App id', { PRIVATE_KEY_PATH: 'key.pem', WEBHOOK_SECRET: secret }],
  ['no key', { APP_ID: '1', WEBHOOK_SECRET: secret }],
  ['an App id that is a path', { APP_ID: '../1', PRIVATE_KEY_PATH: 'key.pem', WEBHOOK_SECRET: secret }],
];

const atStart: readonly Attack[] = starts.map(([name, environment]) => ({
  threat: 'T3',
  name: `a start with ${name}`,
  refusedWith: 'settings_invalid',
  attempt: () => {
    const read = readSettings(environment);
    return { codes: 'mistakes' in read ? ['settings_invalid'] : [], through: 'settings' in read };
  },
}));

export const attacksOnTheSetup: readonly Attack[] = [...drift, ...asApp, ...atStart];
