import { describe, expect, it } from 'vitest';
import { detectSurfaces } from '../../../../src/core/change/surfaces/detection.ts';
import { riskFloor, riskOf, worstRisk } from '../../../../src/core/change/surfaces/risk.ts';
import type { FileFact } from '../../../../src/generated/types.ts';
import { file, policyOf, surface } from '../facts.ts';

const policy = policyOf({
  surfaces: {
    prompt_bundle: surface(['prompts/**']),
    policy_bundle: surface(['policy/**'], { risk: 'high' }),
    contracts: surface(['*.yaml', 'changes/**'], { risk: 'low' }),
  },
});
const detected = (list: readonly FileFact[], using = policy) =>
  detectSurfaces({ complete: true, total: list.length, list }, using).detected.map(({ surface: name, paths }) => [
    name,
    ...paths,
  ]);

describe('the diff affects', () => {
  it.each<[sentence: string, files: readonly FileFact[], found: readonly (readonly string[])[]]>([
    ['nothing when no path belongs to a surface', [file('README.md')], []],
    ['a surface whose file is modified', [file('prompts/a.md')], [['prompt_bundle', 'prompts/a.md']]],
    [
      'the surface a file is renamed away from',
      [file('docs/a.md', 'renamed', 'prompts/a.md')],
      [['prompt_bundle', 'prompts/a.md']],
    ],
    [
      "both surfaces of a rename, in the policy's order",
      [file('policy/a', 'renamed', 'prompts/a')],
      [
        ['prompt_bundle', 'prompts/a'],
        ['policy_bundle', 'policy/a'],
      ],
    ],
    [
      'the surface a file is copied from',
      [file('docs/a.md', 'copied', 'policy/a.md')],
      [['policy_bundle', 'policy/a.md']],
    ],
    ['the surface of a removed file', [file('policy/a', 'removed')], [['policy_bundle', 'policy/a']]],
    ['the surface of a submodule in place of its folder', [file('policy')], [['policy_bundle', 'policy']]],
    ["the gate's own rules", [file('.github/rollout-gate.yml')], [['rollout_rules', '.github/rollout-gate.yml']]],
    [
      "the gate's own rules when their file is renamed away",
      [file('x.yml', 'renamed', '.github/rollout-gate/org.yml')],
      [['rollout_rules', '.github/rollout-gate/org.yml']],
    ],
    ['no surface by a wildcard that meets a record', [file('change.yaml'), file('changes/a/rollout.yaml')], []],
    [
      'a surface by a wildcard that meets what only looks like a record',
      [file('changes/a/b/change.yaml')],
      [['contracts', 'changes/a/b/change.yaml']],
    ],
  ])('%s', (_, files, found) => {
    expect(detected(files)).toEqual(found);
  });

  it('what each policy says, whichever was looked at before', () => {
    const others = [['prompts/**'], ['docs/**'], ['prompts/**']].map((paths) =>
      policyOf({ surfaces: { one: surface(paths) } }),
    );
    expect(others.map((using) => detected([file('prompts/a')], using))).toEqual([
      [['one', 'prompts/a']],
      [],
      [['one', 'prompts/a']],
    ]);
  });

  it('a surface that names a record file itself', () => {
    const naming = policyOf({ surfaces: { records: surface(['changes/*/change.yaml']) } });
    expect(detected([file('changes/a/change.yaml')], naming)).toEqual([['records', 'changes/a/change.yaml']]);
  });

  it("the policy's own surface for the gate's rules instead of the built-in one", () => {
    const own = policyOf({ surfaces: { governance: surface(['.github/**'], { risk: 'medium' }) } });
    expect(detected([file('.github/rollout-gate.yml')], own)).toEqual([['governance', '.github/rollout-gate.yml']]);
  });

  it("at high risk the rules that the policy's own rollout_rules forgot", () => {
    const own = policyOf({ surfaces: { rollout_rules: surface(['waves/**'], { risk: 'low' }) } });
    const files = { complete: true, total: 2, list: [file('waves/a'), file('.github/rollout-gate.yml')] };
    expect(detectSurfaces(files, own).detected).toEqual([
      { surface: 'rollout_rules', risk: 'high', paths: ['waves/a', '.github/rollout-gate.yml'] },
    ]);
  });

  it('more than anyone knows when the list is not whole', () => {
    expect(detectSurfaces({ complete: false, total: 4000, list: [] }, policy)).toEqual({ known: false, detected: [] });
  });
});

describe('the risk floor', () => {
  it('is the worst of detected and declared surfaces that the policy knows', () => {
    const { detected: found } = detectSurfaces({ complete: true, total: 1, list: [file('prompts/a')] }, policy);
    expect(riskFloor(found, [], policy)).toBe('medium');
    expect(riskFloor(found, ['policy_bundle'], policy)).toBe('high');
    expect(riskFloor(found, ['unknown_surface', 'toString'], policy)).toBe('medium');
    expect(riskFloor([], [], policy)).toBe('low');
  });

  it('takes an unknown word for high', () => {
    expect([riskOf('low'), riskOf('LOW'), riskOf(''), worstRisk(['low', 'medium'])]).toEqual([
      'low',
      'high',
      'high',
      'medium',
    ]);
  });
});
