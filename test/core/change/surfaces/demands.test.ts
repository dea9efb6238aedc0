import { describe, expect, it } from 'vitest';
import { type DemandSources, gatherDemands } from '../../../../src/core/change/surfaces/demands.ts';
import { demandsOf } from '../../../../src/core/change/surfaces/seed-demands.ts';
import type { SignalPolicy } from '../../../../src/generated/types.ts';
import { changeRecord, policyOf, role, rolloutRecord, surface } from '../facts.ts';

describe('a surface demands by its name', () => {
  it.each([
    ['capability_session_contract', ['session_expiry_behavior_checked', 'reinit_policy_reviewed']],
    ['stateful_sessions', ['session_expiry_behavior_checked', 'reinit_policy_reviewed']],
    ['delegated_authorization_contract', ['delegated_authorization_continuity_checked']],
    ['sandbox_profile_contract', ['sandbox_profile_reviewed']],
    ['orchestration_pattern', ['orchestration_pattern_reviewed']],
    ['failed_run_handling', ['failed_run_drill_checked', 'failed_run_traceability_verified']],
    ['verifier_contract', ['verifier_quality_check', 'evidence_linkage_checked']],
    ['prompt_bundle', []],
  ])('%s: %j', (name, signals) => {
    expect(demandsOf(name, policyOf()).map(({ signal }) => signal)).toEqual(signals);
  });

  it('nothing when the policy says itself what it requires, and everything when it says nothing', () => {
    const requires = { reviews: ['safety'], evals: [], signals: [] };
    expect(
      demandsOf('sandbox_profile', policyOf({ surfaces: { sandbox_profile: surface([], { requires }) } })),
    ).toEqual([]);
    expect(demandsOf('sandbox_profile', policyOf({ surfaces: { sandbox_profile: surface([]) } }))).toHaveLength(1);
  });
});

function signal(changes: Partial<SignalPolicy> = {}): SignalPolicy {
  return {
    source: { kind: 'job', workflow: null, name: 'x' },
    aliases: [],
    trusted_paths: [],
    trusted_reviewer: null,
    covers: [],
    means: [],
    at: 'merge',
    max_age_seconds: 0,
    implicit: false,
    ...changes,
  };
}

const demand = (reviews: readonly string[], evals: readonly string[] = [], signals: readonly string[] = []) => ({
  reviews,
  evals,
  signals,
});
const policy = policyOf({
  roles: { safety: role({ aliases: ['safety_owner'] }) },
  signals: { offline_eval_passed: signal({ aliases: ['offline'] }), telemetry_ready: signal({ at: 'promote' }) },
  surfaces: {
    policy_bundle: surface(['policy/**'], { requires: demand(['safety_owner'], [], ['policy_diff_reviewed']) }),
  },
  change_types: { routing: demand([], ['cost'], []), policy_update: demand(['legal']) },
  risk: {
    low: { plan: null, ...demand(['engineering']) },
    medium: { plan: null, ...demand(['engineering'], ['offline_eval_passed']) },
    high: { plan: null, ...demand(['safety']) },
  },
});
const sources: DemandSources = {
  policy,
  records: { head: null, base: null },
  surfaces: [],
  risk: 'low',
  change_type: 'unknown',
};

describe('demands are united', () => {
  it("from record, risk, surface and change type, under the policy's names, each with who demands it", () => {
    const head = changeRecord({ required_reviews: ['engineering', 'safety_owner'], required_evals: ['offline'] });
    const gathered = gatherDemands({
      ...sources,
      records: { head, base: null },
      surfaces: ['policy_bundle', 'sandbox_profile'],
      risk: 'medium',
      change_type: head.change_type,
    });
    expect(gathered.reviews).toEqual([
      { role: 'engineering', demanded_by: ['record', 'risk:medium'] },
      { role: 'safety', demanded_by: ['record', 'surface:policy_bundle'] },
      { role: 'legal', demanded_by: ['change_type:policy_update'] },
    ]);
    expect(gathered.signals).toEqual([
      {
        name: 'offline_eval_passed',
        kind: 'eval',
        demanded_by: ['record', 'risk:medium'],
        seed_code: null,
        at: 'merge',
      },
      {
        name: 'policy_diff_reviewed',
        kind: 'signal',
        demanded_by: ['surface:policy_bundle'],
        seed_code: null,
        at: 'merge',
      },
      {
        name: 'sandbox_profile_reviewed',
        kind: 'signal',
        demanded_by: ['surface:sandbox_profile'],
        seed_code: 'sandbox_profile_unreviewed',
        at: 'merge',
      },
    ]);
  });

  it("with those of the record at base, so that a pull request can't take a demand out", () => {
    const base = changeRecord({ required_reviews: ['legal'], required_evals: ['cost'], change_type: 'routing' });
    const head = changeRecord({ required_reviews: [], required_evals: [], change_type: 'other' });
    const gathered = gatherDemands({ ...sources, records: { head, base }, change_type: 'other' });
    expect(gathered.reviews).toContainEqual({ role: 'legal', demanded_by: ['base record'] });
    expect(gathered.signals).toEqual([
      { name: 'cost', kind: 'eval', demanded_by: ['base record', 'change_type:routing'], seed_code: null, at: 'merge' },
    ]);
  });

  it("with those of the floor, so that declaring a higher risk can't take a demand out", () => {
    const gathered = gatherDemands({ ...sources, risk: 'high', floor: 'medium' });
    expect(gathered.reviews.map(({ role: name }) => name)).toEqual(['safety', 'engineering']);
    expect(gathered.signals.map(({ name }) => name)).toEqual(['offline_eval_passed']);
  });

  it('with the checks and blockers of the rollout records of head and base', () => {
    const head = rolloutRecord({ required_checks: ['telemetry_ready', 'offline'], block_if: [] });
    const base = rolloutRecord({ block_if: ['traces_missing'] });
    const gathered = gatherDemands({ ...sources, rollouts: { head, base } });
    expect(gathered.signals.map(({ name, at, demanded_by }) => [name, at, ...demanded_by])).toEqual([
      ['telemetry_ready', 'promote', 'rollout record', 'base rollout record'],
      ['offline_eval_passed', 'merge', 'rollout record'],
    ]);
    expect(gathered.blockers).toEqual([{ name: 'traces_missing', demanded_by: ['base rollout record'], at: 'merge' }]);
  });

  it('without reading names such as toString or __proto__ off a prototype', () => {
    const gathered = gatherDemands({ ...sources, surfaces: ['toString', '__proto__'], change_type: 'constructor' });
    expect(gathered.reviews).toEqual([{ role: 'engineering', demanded_by: ['risk:low'] }]);
  });
});
