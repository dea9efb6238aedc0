import { describe, expect, test } from 'vitest';
import { appManifest } from '../../src/core/access/manifest.ts';
import type { AppFact, BranchRule, RulesState, TextState } from '../../src/core/doctor/facts.ts';
import { auditGrants, auditRules } from '../../src/reconcile/audit-rules.ts';
import type { DoctorReader } from '../../src/reconcile/ports-doctor.ts';

/** What counts as drift of a gate that should be enforced (T40). */
const { default_permissions: permissions, default_events: events } = appManifest({ name: 'a', url: null, with: [] });
const without = (name: string) => Object.fromEntries(Object.entries(permissions).filter(([other]) => other !== name));
const whole: AppFact = { id: 7, permissions, events, installation: { permissions, suspended: false } };

describe('of grants', () => {
  test.each<[string, Partial<AppFact>, readonly string[]]>([
    ['what is as it was', {}, []],
    [
      'a permission that no token of ours has',
      { installation: { permissions: without('deployments'), suspended: false } },
      [],
    ],
    [
      'one that judging needs',
      { installation: { permissions: without('members'), suspended: false } },
      ['installation_permission_missing'],
    ],
    ['one that the App itself gave up', { permissions: without('checks') }, ['app_permission_missing']],
    ['an event that is read', { events: events.filter((event) => event !== 'push') }, ['app_event_missing']],
    ['a suspension', { installation: { permissions, suspended: true } }, ['app_suspended']],
  ])('%s', (_name, change, codes) => {
    expect(auditGrants({ ...whole, ...change }).map(({ code }) => code)).toEqual(codes);
  });
});

const reading = (policy: TextState, rules: RulesState): DoctorReader => ({
  repository: async () => ({
    full_name: 'acme/agents',
    default_branch: 'main',
    owner_type: 'Organization',
    archived: false,
  }),
  skewSeconds: () => null,
  text: async () => policy,
  paths: async () => null,
  rules: async () => rules,
  team: async () => 'unreadable',
  user: async () => 'unreadable',
  codeowners: async () => 'unreadable',
});
const pinned: BranchRule = { kind: 'required_check', context: 'rollout-gate', integration_id: 7 };
const policy = (more: string): TextState => ({ text: `version: 1\nsurfaces: { a: { paths: ['a/**'] } }\n${more}` });
const organization = (text: string | null) => ({
  repository: 'acme/policies',
  path: 'gate.yml',
  commit: 'c'.repeat(40),
  blob: '',
  text,
});
const now = new Date('2026-03-01T00:00:00Z');

describe('of rules', () => {
  test.each<[string, TextState, RulesState, ReturnType<typeof organization> | null, boolean | null, readonly string[]]>(
    [
      ['an enforcing policy and its rule', policy('enforcement: enforce\n'), [pinned], null, true, []],
      ['an enforcing policy and no rule', policy('enforcement: enforce\n'), [], null, true, ['gate_not_required']],
      ['rules that may not be seen', policy('enforcement: enforce\n'), 'refused', null, true, ['gate_unreadable']],
      ['rules that GitHub did not tell now', policy('enforcement: enforce\n'), 'unreadable', null, null, []],
      ['a policy that observes', policy('enforcement: observe\n'), [], null, false, []],
      [
        'one risk that is enforced',
        policy('enforcement: { default: observe, high: enforce }\n'),
        [],
        null,
        true,
        ['gate_not_required'],
      ],
      ['no policy', 'absent', [], null, null, []],
      ['a policy that can not be read', 'unreadable', [], null, null, []],
      ['a policy that can not be used', policy('enforcement: perhaps\n'), [], null, null, []],
      [
        "the organisation's word where the policy has none",
        policy(''),
        [],
        organization('version: 1\nenforcement: observe\n'),
        false,
        [],
      ],
      [
        "the policy's word over the organisation's",
        policy('enforcement: enforce\n'),
        [],
        organization('version: 1\nenforcement: observe\n'),
        true,
        ['gate_not_required'],
      ],
      [
        "an organisation's policy that can not be read",
        policy('enforcement: enforce\n'),
        [],
        organization(null),
        null,
        [],
      ],
    ],
  )('%s', async (_name, text, rules, below, enforces, codes) => {
    const audit = await auditRules(reading(text, rules), { app_id: 7, organization: below, now });
    expect({ ...audit, findings: audit.findings.map(({ code }) => code) }).toEqual({ enforces, findings: codes });
  });
});
