import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/generated/types.ts';
import { changePath, changeText, codesOf, decisionOf, policyText, type Scene } from '../../support/snapshot.ts';

describe('surfaces and risk', () => {
  test('an undeclared surface blocks at the line of affected_surfaces, one reason each', () => {
    const policy = policyText.replace('policy_bundle:', 'tools: { paths: ["tools/**"] }\n  policy_bundle:');
    const decision = decisionOf({ policy, files: ['prompts/system.md', 'policy/a.rego', 'tools/x.json'] });
    expect(decision.reasons).toEqual([
      expect.objectContaining({
        code: 'surface_undeclared',
        subject: 'surface:tools',
        where: expect.objectContaining({ file: changePath, line: 7 }),
      }),
      expect.objectContaining({ code: 'surface_undeclared', subject: 'surface:policy_bundle' }),
    ]);
    expect(decision.surfaces).toEqual({
      declared: ['prompt_bundle'],
      detected: ['prompt_bundle', 'tools', 'policy_bundle'],
      undeclared: ['tools', 'policy_bundle'],
      known: true,
    });
  });

  test('a rename counts for both names', () => {
    const renamed = { path: 'prompts/a.rego', previous_path: 'policy/a.rego', change: 'renamed' } as const;
    expect(codesOf(decisionOf({ files: [renamed] }))).toEqual(['surface_undeclared']);
  });

  test('a list of files that is not whole waits', () => {
    const list = [{ path: changePath, previous_path: null, change: 'added' }] as const;
    const decision = decisionOf({ facts: { files: { complete: false, total: 4000, list } } });
    expect(codesOf(decision)).toContain('surfaces_unreadable');
    expect(decision.verdict).not.toBe('go');
    expect(decisionOf({ facts: { files: { complete: false, total: 4000, list: [] } } }).governed).toBe(true);
  });

  test.each([
    [3_000, 'machine', 'It is read again at the next event.'],
    [3_001, 'author', 'split the pull request: GitHub lists no more than 3,000 of its files'],
  ])('a list that is not whole of %i files is for the %s', (total, by, how) => {
    const list = [{ path: changePath, previous_path: null, change: 'added' }] as const;
    const { next_actions } = decisionOf({ facts: { files: { complete: false, total, list } } });
    expect(next_actions.filter((one) => one.how === how).map((one) => one.by)).toEqual([by]);
  });

  test.each([
    ['low', ['risk_below_floor']],
    ['medium', ['risk_below_floor']],
    ['high', []],
    ['extreme', ['risk_unknown']],
  ])('risk_level %s under a floor of high', (risk, codes) => {
    const decision = decisionOf({ change: changeText.replace('risk_level: high', `risk_level: ${risk}`) });
    expect(codesOf(decision)).toEqual(codes);
    expect(decision.risk).toEqual({ declared: risk, floor: 'high', effective: 'high' });
  });

  test('a surface or change type that the policy does not know is advised on, the seed’s names are not', () => {
    const declared = (name: string) => changeText.replace('  - prompt_bundle', `  - prompt_bundle\n  - ${name}`);
    expect(codesOf(decisionOf({ change: declared('prompt_bundel') }))).toEqual(['surface_unknown']);
    expect(codesOf(decisionOf({ change: declared('sandbox_profile_contract') }))).not.toContain('surface_unknown');
    const policy = `${policyText}change_types:\n  policy_update: {}\n`;
    expect(codesOf(decisionOf({ policy }))).toEqual(['change_type_unknown']);
  });
});

describe('what risk, surface and change type demand', () => {
  const policy = policyText
    .replace(
      'risk: high }\n  policy_bundle',
      'risk: high, requires: { reviews: [engineering], signals: [prompt_reviewed] } }\n  policy_bundle',
    )
    .concat('change_types:\n  prompt_update: { requires: { evals: [tone_eval], signals: [cost_reviewed] } }\n');
  const demanded = (scene: Scene) =>
    Object.fromEntries(decisionOf(scene).signals.map(({ name, demanded_by }) => [name, demanded_by]));

  test('each demand says by whom', () => {
    expect(demanded({ policy })).toEqual({
      offline_eval_passed: ['record', 'risk:high'],
      prompt_reviewed: ['surface:prompt_bundle'],
      tone_eval: ['change_type:prompt_update'],
      cost_reviewed: ['change_type:prompt_update'],
      rollback_plan_ready: ['rollout record'],
      trace_regression_check: ['rollout record'],
    });
    expect(decisionOf({ policy }).reviews.map(({ role, demanded_by }) => [role, demanded_by])).toEqual([
      ['engineering', ['record', 'risk:high', 'surface:prompt_bundle']],
      ['safety', ['record', 'risk:high']],
    ]);
  });

  test('without records the policy’s demands stand all the same', () => {
    expect(Object.keys(demanded({ policy, change: null, rollout: null }))).toEqual([
      'offline_eval_passed',
      'prompt_reviewed',
    ]);
  });
});

describe('owners and artifacts', () => {
  const owner = (name: string) => changeText.replace('owner: engineering', `owner: ${name}`);
  const team = (readable: boolean, size: number): Partial<Snapshot> => ({
    teams: [{ team: 'platform-runtime', readable, size, acted: [] }],
  });
  test.each([
    ['a role of the policy', owner('safety'), {}, []],
    ['a team with members', owner('platform_runtime'), team(true, 3), []],
    ['a team without members', owner('platform-runtime'), team(true, 0), ['owner_unresolvable']],
    ['a team that can not be read', owner('platform-runtime'), team(false, 0), ['role_unreadable']],
    ['a team that was not read', owner('platform-runtime'), {}, ['role_unreadable']],
    ['no possible name', owner('"we all"'), {}, ['owner_unresolvable']],
  ] as const)('owner: %s', (_what, change, facts, codes) => {
    expect(codesOf(decisionOf({ change, facts }))).toEqual(codes);
  });

  test('without roles in the policy, or in a person’s repository, any name that could be one stands', () => {
    const change = owner('platform-runtime');
    const repository = { id: 42, full_name: 'ada/agents', owner_type: 'User', default_branch: 'main' } as const;
    expect(codesOf(decisionOf({ change, facts: { repository } }))).toEqual([]);
  });

  test.each([
    ['there', true, []],
    ['not there', false, ['artifact_missing']],
    ['not read', null, ['artifact_unreadable']],
  ] as const)('an artifact that is %s', (_what, exists, codes) => {
    const plan = { path: 'changes/one/ROLLBACK.md', exists: true, length: 300 };
    const signal_files = [plan, ...(exists === null ? [] : [{ path: 'agent.yaml', exists, length: null }])];
    const decision = decisionOf({ change: `${changeText}artifacts: [agent.yaml]\n`, facts: { signal_files } });
    expect(codesOf(decision)).toEqual(codes);
  });

  test('an artifact that the pull request removes is not there', () => {
    const removed = { path: 'agent.yaml', previous_path: null, change: 'removed' } as const;
    const decision = decisionOf({
      change: `${changeText}artifacts: [agent.yaml]\n`,
      files: ['prompts/system.md', removed],
    });
    expect(codesOf(decision)).toEqual(['artifact_missing']);
  });

  test('an artifact that the pull request adds is there', () => {
    expect(
      codesOf(
        decisionOf({ change: `${changeText}artifacts: [agent.yaml]\n`, files: ['prompts/system.md', 'agent.yaml'] }),
      ),
    ).toEqual([]);
  });
});
