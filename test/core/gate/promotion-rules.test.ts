import { describe, expect, test } from 'vitest';
import { matterOf } from '../../../src/core/change/matter.ts';
import { countedRecords, proposalsOf } from '../../../src/core/change/proposal.ts';
import { judgePromotion, type PromotionFacts } from '../../../src/core/gate/promotion-rules.ts';
import { readSignals } from '../../../src/core/gate/signals.ts';
import {
  codesOf,
  decisionOf,
  judgementOf,
  people,
  policyText,
  rolloutText,
  type Scene,
} from '../../support/snapshot.ts';

const policy = `${policyText.replace('signals:', 'signals:\n  telemetry_ready: { attested_by: safety, at: promote }')}waves:
  - { name: shadow, traffic: 0, soak: 1h }
  - { name: canary, traffic: 5, soak: 4h, approvals: [safety], guardrails: [errors] }
guardrails:
  errors: { sample: error_rate, max: 0.02 }
`;
const rollout = `${rolloutText.replace('trace_regression_check', 'trace_regression_check, telemetry_ready')}rollout:\n  rollout_mode: { initial: canary, require_shadow_period: true }\n`;
const scene: Scene = { policy, rollout };

/** Everything as it has to be for canary to open. */
const ready: PromotionFacts = {
  now: '2026-04-08T12:00:00Z',
  shadow_passed: true,
  soaked: new Map([['shadow', 3600]]),
  guardrails: new Map([['errors', 'holds']]),
  approvals: new Set(['safety']),
  freezes: [],
};
const frozen = { surface: 'prompt_bundle', until: '2026-04-08T12:00:01Z', by: people.dan };
const attested: Scene['facts'] = {
  human_attestations: [
    {
      signal: 'telemetry_ready',
      person: people.carol,
      commit: '4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f',
      at: '2026-04-07T16:00:00Z',
      comment_id: 3,
    },
  ],
};

function promoted(facts: Partial<PromotionFacts>, snapshot: Scene['facts'] = attested): string[] {
  const judgement = judgementOf({ ...scene, facts: snapshot ?? {} });
  const effective = judgement.policy?.effective;
  if (effective === null || effective === undefined) expect.fail('the policy must be usable');
  const matter = matterOf(judgement.snapshot, effective);
  const [proposal] = proposalsOf(judgement, countedRecords(judgement, matter), matter);
  const wave = effective.waves[1];
  if (proposal === undefined || wave === undefined) expect.fail('there must be a proposal and a wave');
  const signals = readSignals([proposal], matter, new Set());
  return judgePromotion({ proposal, wave, policy: effective, signals, facts: { ...ready, ...facts } }).map(
    ({ code }) => code,
  );
}

describe('what binds when a wave is opened', () => {
  test.each([
    ['everything holds', {}, []],
    ['the surface is frozen', { freezes: [frozen] }, ['freeze_active']],
    ['the freeze is over', { freezes: [{ ...frozen, until: '2026-04-08T12:00:00Z' }] }, []],
    ['another surface is frozen', { freezes: [{ ...frozen, surface: 'policy_bundle' }] }, []],
    ['the shadow period has not passed', { shadow_passed: false }, ['shadow_period_pending']],
    ['the wave before has not soaked', { soaked: new Map([['shadow', 3599]]) }, ['soak_pending']],
    ['the wave before is not open', { soaked: new Map<string, number>() }, ['traffic_not_open', 'soak_pending']],
    ['a guardrail is breached', { guardrails: new Map([['errors', 'breached' as const]]) }, ['guardrail_breached']],
    ['a guardrail has no data', { guardrails: new Map<string, 'holds'>() }, ['guardrail_unknown']],
    ['an approval is missing', { approvals: new Set<string>() }, ['wave_approval_pending']],
  ])('%s', (_what, facts, codes) => expect(promoted(facts)).toEqual(codes));

  test('a signal that binds at promotion is not settled', () => {
    expect(promoted({}, {})).toEqual(['promotion_signal_pending']);
  });
});

test('at merge all of it is announced and none of it binds', () => {
  const decision = decisionOf({ ...scene, facts: { freezes: [{ ...frozen, until: '2026-04-09T00:00:00Z' }] } });
  expect(decision.verdict).toBe('go');
  expect(codesOf(decision)).toEqual([]);
  expect(decision.announced.map(({ code }) => code)).toEqual([
    'freeze_active',
    'shadow_period_pending',
    'traffic_not_open',
    'soak_pending',
    'guardrail_unknown',
    'promotion_signal_pending',
    'wave_approval_pending',
  ]);
});
