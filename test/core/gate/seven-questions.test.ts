import { describe, expect, test } from 'vitest';
import { decisionOf, policyText, rolloutText, type Scene } from '../../support/snapshot.ts';
import { surface } from './seed-scenes.ts';

describe('the seven questions of section 11', () => {
  const answers = (scene: Scene) =>
    decisionOf(scene).answers.map(({ answer, code }) => (answer === 'no' ? code : answer));

  test('a complete pair answers yes wherever the question arises', () => {
    expect(answers({})).toEqual(['yes', 'yes', 'yes', 'yes', 'not_applicable', 'yes', 'yes']);
    expect(decisionOf().answers.map(({ question }) => question)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test.each([
    ['11.1 no review record', { change: null, rollout: null }, 0, 'record_missing'],
    ['11.1 a review record that can not be read', { change: '- a list' }, 0, 'record_malformed'],
    ['11.2 no rollout gate', { rollout: null }, 1, 'rollout_record_missing'],
    [
      '11.3 no checks named',
      { rollout: rolloutText.replace(/required_checks: .*/, 'required_checks: []') },
      2,
      'checks_not_explicit',
    ],
    ['11.4 no wave', { rollout: rolloutText.replace('canary', 'soon') }, 3, 'wave_unknown'],
    ['11.4 two change ids', { rollout: rolloutText.replace('chg-1', 'chg-2') }, 3, 'change_id_mismatch'],
    ['11.5 a verifier surface without its check', surface('verifier_contract'), 4, 'yes'],
    [
      '11.6 nothing keeps findings',
      {
        rollout:
          'rollout:\n  require: [rollback_plan_ready, trace_regression_check]\n  rollout_mode: { initial: canary }\n',
      },
      5,
      'findings_or_owner_not_retained',
    ],
    ['11.7 no rollout record to find', { rollout: null }, 6, 'not_reconstructable'],
  ] as const)('%s', (_what, scene, index, answer) => {
    expect(answers(scene)[index]).toBe(answer);
  });

  test('11.5 graded reports decide and no signal speaks of the verifier', () => {
    const policy = policyText.replace(
      'job: { workflow: .github/workflows/evals.yml, name: evals }',
      'report: { workflow: .github/workflows/evals.yml, artifact: evals }',
    );
    expect(answers({ policy })[4]).toBe('verifier_unchecked');
  });

  test('a change below the risk that needs records raises none of the questions about them', () => {
    const low = policyText.replace('paths: ["prompts/**"], risk: high', 'paths: ["prompts/**"], risk: low');
    expect(answers({ policy: low, change: null, rollout: null })).toEqual(
      Array.from({ length: 7 }, () => 'not_applicable'),
    );
  });
});
