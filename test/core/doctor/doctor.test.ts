import { describe, expect, it, test } from 'vitest';
import { appManifest } from '../../../src/core/access/manifest.ts';
import { appFindings } from '../../../src/core/doctor/app.ts';
import { clockFindings } from '../../../src/core/doctor/clock.ts';
import type { AppFact, BranchRule, PolicySurroundings } from '../../../src/core/doctor/facts.ts';
import { gateFindings } from '../../../src/core/doctor/gate.ts';
import { workflowFindings } from '../../../src/core/doctor/policy.ts';
import { queueFindings } from '../../../src/core/doctor/queue.ts';
import { roleFindings, rolesOf } from '../../../src/core/doctor/roles.ts';
import type { DoctorCode } from '../../../src/generated/codes.ts';
import type { EffectivePolicy } from '../../../src/generated/types.ts';
import { readPolicy } from '../../../src/records/policy/reader.ts';

const codesOf = (findings: readonly { readonly code: DoctorCode }[]): readonly DoctorCode[] =>
  findings.map(({ code }) => code);

const { default_permissions: permissions, default_events: events } = appManifest({ name: 'a', url: null, with: [] });
const app: AppFact = { id: 7, permissions, events, installation: { permissions, suspended: false } };
const without = (name: string) => Object.fromEntries(Object.entries(permissions).filter(([other]) => other !== name));

describe('an App', () => {
  it.each<[string, Partial<AppFact>, readonly DoctorCode[]]>([
    ['of the manifest', {}, ['app_ready']],
    ['looked at without a repository', { installation: 'unasked' }, ['app_ready']],
    ['that may not write checks', { permissions: { ...permissions, checks: 'read' } }, ['app_permission_missing']],
    ['that a ruleset can not name', { permissions: { ...permissions, statuses: 'read' } }, ['app_permission_missing']],
    ['without merge queues', { permissions: without('merge_queues') }, ['app_permission_missing']],
    ['that administers', { permissions: { ...permissions, administration: 'write' } }, ['app_permission_excess']],
    [
      'with every optional part',
      { permissions: { ...permissions, security_events: 'read', contents: 'write' } },
      // Alerts of code scanning change decisions.
      ['app_event_missing'],
    ],
    ['without pushes', { events: events.filter((event) => event !== 'push') }, ['app_event_missing']],
    ['without releases', { events: events.filter((event) => event !== 'release') }, ['app_event_later']],
    ['installed nowhere', { installation: null }, ['app_not_installed']],
    ['suspended', { installation: { permissions, suspended: true } }, ['app_suspended']],
    [
      'not accepted yet',
      { installation: { permissions: without('members'), suspended: false } },
      ['installation_permission_missing'],
    ],
  ])('%s', (_name, change, codes) => {
    expect(codesOf(appFindings({ ...app, ...change }))).toEqual(codes);
  });
});

describe('the clock', () => {
  it.each<[number | null, readonly DoctorCode[]]>([
    [null, []],
    [0.4, ['clock_right']],
    [-30, ['clock_right']],
    [31, ['clock_skewed']],
    [-3600, ['clock_skewed']],
  ])('off by %s s', (skew, codes) => {
    expect(codesOf(clockFindings(skew))).toEqual(codes);
  });
});

describe('the gate', () => {
  const check = (integration_id: number | null, context = 'rollout-gate'): BranchRule => ({
    kind: 'required_check',
    context,
    integration_id,
  });
  const workflow = (path: string): BranchRule => ({ kind: 'required_workflow', path });
  it.each<[string, readonly BranchRule[] | null, number | null, boolean, readonly DoctorCode[]]>([
    ['required and pinned to us', [check(7)], 7, false, ['gate_required']],
    ['required twice, once pinned to us', [check(null), check(7)], 7, false, ['gate_required']],
    ['pinned to somebody, whoever we are', [check(9)], null, false, ['gate_pin_unknown']],
    ['pinned to another', [check(9)], 7, false, ['gate_pinned_elsewhere']],
    ['pinned to Actions', [check(15_368)], 7, false, ['gate_pinned_to_actions']],
    ['pinned to Actions, which we say we are', [check(15_368)], 15_368, false, ['gate_pinned_to_actions']],
    ['required by name alone', [check(null)], 7, false, ['gate_not_pinned']],
    ['required under another name', [check(7, 'rollout-gate ')], 7, false, ['gate_not_required']],
    ['not required', [], 7, false, ['gate_not_required']],
    ['not readable', null, 7, false, ['gate_unreadable']],
    ['not required, as a job', [], null, true, ['gate_not_required', 'action_not_enforced']],
    ['pinned to Actions, as a job', [check(15_368)], null, true, ['gate_pinned_to_actions', 'action_not_enforced']],
    ['pinned to an App, as a job', [check(9)], null, true, ['gate_pin_unknown']],
    ['a required workflow', [workflow('.github/workflows/rollout-gate.yml')], null, true, ['gate_required']],
    [
      'another required workflow',
      [workflow('.github/workflows/lint.yml')],
      null,
      true,
      ['gate_not_required', 'action_not_enforced'],
    ],
  ])('%s', (_name, rules, app_id, as_job, codes) => {
    const found = gateFindings({ rules, branch: 'main', app_id, as_job });
    expect(codesOf(found)).toEqual(codes);
    for (const { code, message } of found) {
      const isOpen = ['gate_not_required', 'gate_not_pinned', 'gate_pinned_to_actions', 'action_not_enforced'];
      expect(message.includes('not enforced')).toBe(isOpen.includes(code));
    }
  });
});

describe('the merge queue', () => {
  it.each<[string, readonly BranchRule[] | null, readonly DoctorCode[]]>([
    ['none', [{ kind: 'required_workflow', path: 'a.yml' }], []],
    ['rules that can not be read', null, []],
    ['all green', [{ kind: 'merge_queue', grouping: 'ALLGREEN' }], ['queue_all_green']],
    ['the last one green', [{ kind: 'merge_queue', grouping: 'HEADGREEN' }], ['queue_not_all_green']],
    ['not told', [{ kind: 'merge_queue', grouping: null }], ['queue_not_all_green']],
    [
      'two rules, one of them lax',
      [
        { kind: 'merge_queue', grouping: 'ALLGREEN' },
        { kind: 'merge_queue', grouping: 'HEADGREEN' },
      ],
      ['queue_not_all_green'],
    ],
  ])('%s', (_name, rules, codes) => {
    expect(codesOf(queueFindings(rules, 'main'))).toEqual(codes);
  });
});

describe('roles', () => {
  const nobody: PolicySurroundings = { teams: new Map(), users: new Map(), codeowners: 'absent', paths: [] };
  const owners = { path: 'CODEOWNERS', text: 'docs/ @ada\n/prompts/ ada@example.com\n', error_lines: [] };
  const team = (size: number): Partial<PolicySurroundings> => ({ teams: new Map([['eng', { size }]]) });
  it.each<[string, string, Partial<PolicySurroundings>, readonly DoctorCode[]]>([
    ['a team with people', '{ teams: [eng] }', team(2), ['role_ready']],
    ['a team of nobody', '{ teams: [eng] }', team(0), ['role_team_empty']],
    ['a team that is not there', '{ teams: [eng] }', { teams: new Map([['eng', 'absent']]) }, ['role_team_missing']],
    ['a team that can not be read', '{ teams: [eng] }', {}, ['role_unreadable']],
    ['more approvals than people', '{ teams: [eng], approvals: 3 }', team(2), ['role_too_few']],
    ['a person', '{ users: [ada] }', { users: new Map([['ada', { id: 5 }]]) }, ['role_ready']],
    ['a person who is gone', '{ users: [ada] }', { users: new Map([['ada', 'absent']]) }, ['role_user_missing']],
    [
      'a login taken over',
      '{ users: [{ login: ada, id: 5 }] }',
      { users: new Map([['ada', { id: 6 }]]) },
      ['role_user_changed'],
    ],
    ['owners of docs', '{ codeowners: ["docs/**"] }', { codeowners: owners, paths: ['docs/a.md'] }, ['role_ready']],
    [
      'owners by e-mail alone',
      '{ codeowners: ["prompts/**"] }',
      { codeowners: owners, paths: ['prompts/a.md'] },
      ['role_owners_missing'],
    ],
    [
      'owners where there are none',
      '{ codeowners: ["src/**"] }',
      { codeowners: owners, paths: ['src/a.ts'] },
      ['role_owners_missing'],
    ],
    [
      'owners in a line with an error',
      '{ codeowners: ["docs/**"] }',
      { codeowners: { ...owners, error_lines: [1] }, paths: ['docs/a.md'] },
      ['role_owners_missing'],
    ],
    ['owners without a file', '{ codeowners: ["docs/**"] }', {}, ['role_owners_missing']],
    [
      'owners of paths that can not be listed',
      '{ codeowners: ["docs/**"] }',
      { codeowners: owners, paths: null },
      ['role_unreadable'],
    ],
    ['everyone with maintain', '{ permission: maintain }', {}, ['role_ready']],
  ])('%s', (_name, role, around, codes) => {
    const policy = policyOf(`roles:\n  r: ${role}\n`);
    const found = roleFindings(rolesOf(policy, { owner_type: 'Organization' }), { ...nobody, ...around });
    expect(codesOf(found)).toEqual(codes);
  });

  test("that the policy only names are the team of that name, or maintainers in a person's repository", () => {
    const policy = policyOf('surfaces:\n  prompts: { paths: ["p/**"], requires: { reviews: [ops_lead] } }\n');
    expect(rolesOf(policy, { owner_type: 'Organization' }).get('ops_lead')?.teams).toEqual(['ops-lead']);
    expect(rolesOf(policy, { owner_type: 'User' }).get('ops_lead')).toMatchObject({
      teams: [],
      permission: 'maintain',
    });
  });
});

describe('workflows of signals', () => {
  const policy = policyOf('signals:\n  ok: { job: { workflow: .github/workflows/e.yml, name: e } }\n');
  it.each<[readonly string[] | null, readonly DoctorCode[]]>([
    [['.github/workflows/e.yml'], ['workflow_there']],
    [['.github/workflows/f.yml'], ['workflow_missing']],
    [null, ['files_unread']],
  ])('with the files %j', (paths, codes) => {
    const around = { teams: new Map(), users: new Map(), codeowners: 'absent' as const, paths };
    expect(codesOf(workflowFindings(policy, around))).toEqual(codes);
  });
});

function policyOf(text: string): EffectivePolicy {
  const { effective, problems } = readPolicy(`version: 1\n${text}`, 'policy.yml');
  if (effective === null) throw new Error(problems.map(({ message }) => message).join('; '));
  return effective;
}
