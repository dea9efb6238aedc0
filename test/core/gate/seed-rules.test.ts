import { describe, expect, test } from 'vitest';
import {
  changeText,
  codesOf,
  decisionOf,
  policyText,
  rolloutText,
  type Scene,
  textFact,
} from '../../support/snapshot.ts';
import { surface } from './seed-scenes.ts';

const without = (text: string, line: RegExp): string => text.replace(line, '');

const bare = policyText.replace(
  '  high: { reviews: [engineering, safety], evals: [offline_eval_passed] }',
  '  low: { reviews: [engineering] }',
);

const required = (scene: Scene, signals: string): Scene => ({
  change: (scene.change ?? changeText).replace(
    'required_evals: [offline_eval_passed',
    `required_evals: [offline_eval_passed, ${signals}`,
  ),
});

/** Section and sentence of the seed, the code, and a pull request that breaks the rule. */
const broken: readonly (readonly [string, string, Scene])[] = [
  [
    '9.1 a high-risk change does not enter rollout without a review record',
    'record_missing',
    { change: null, rollout: null },
  ],
  [
    '9.1 a high-risk change does not enter rollout without review',
    'review_not_required',
    { policy: bare, change: changeText.replace('[engineering, safety]', '[]') },
  ],
  ['9.2 the gate points to a concrete wave', 'wave_unknown', { rollout: rolloutText.replace('canary', 'soon') }],
  [
    '9.3 required checks are explicit',
    'checks_not_explicit',
    { rollout: rolloutText.replace(/required_checks: .*/, 'required_checks: []') },
  ],
  [
    '9.3 blocking findings are explicit',
    'record_malformed',
    { rollout: without(rolloutText, /blocking_findings: .*\n/) },
  ],
  [
    '9.4 every decision has an owner who resolves',
    'owner_unresolvable',
    { change: changeText.replace('owner: engineering', 'owner: "the team!"') },
  ],
  [
    '9.6 interruption behaviour of sessions is checked before rollout',
    'session_interruption_unchecked',
    surface('capability_session_contract'),
  ],
  [
    '9.7 expiry and re-init behaviour is checked before rollout',
    'session_reinit_unchecked',
    surface('capability_session_contract'),
  ],
  [
    '9.8 delegated authorization continuity is checked before rollout',
    'delegation_unchecked',
    surface('delegated_authorization_contract'),
  ],
  ['9.9 verifier quality is checked where graded outcomes decide', 'verifier_unchecked', surface('verifier_contract')],
  [
    '9.9 evidence linkage is checked where graded outcomes decide',
    'evidence_linkage_unchecked',
    surface('verifier_contract'),
  ],
  [
    '9.10 orchestration-pattern changes are reviewed before rollout',
    'orchestration_unreviewed',
    surface('orchestration_pattern'),
  ],
  [
    '9.11 sandbox profile changes are reviewed before rollout',
    'sandbox_profile_unreviewed',
    surface('sandbox_profile_contract'),
  ],
  ['7 failed runs are exercised before release', 'failed_run_undrilled', surface('failed_run_handling')],
  ['7 failed runs stay reviewable', 'failed_run_untraceable', surface('failed_run_handling')],
  [
    "9.12 the rollback plan does not live only in people's heads",
    'rollback_plan_missing',
    { rollout: rolloutText.replace('rollback_plan_ready, ', '') },
  ],
  [
    '10.1 review and rollout decisions are not disconnected',
    'records_disconnected',
    {
      rollout: null,
      files: ['prompts/system.md', 'changes/two/rollout.yaml'],
      records: [textFact('changes/two/rollout.yaml', rolloutText)],
    },
  ],
  [
    '10.4 safety findings are blockers',
    'finding_listed',
    { rollout: rolloutText.replace('blocking_findings: []', 'blocking_findings: [leak]') },
  ],
  ['10.5 verifier quality is not assumed', 'verifier_unchecked', surface('verifier_contract')],
  [
    '10.6 expiry and re-init are not left unmodeled',
    'session_reinit_unchecked',
    surface('capability_session_contract'),
  ],
  [
    '10.7 orchestration changes do not slip through as implementation detail',
    'orchestration_unreviewed',
    surface('orchestration_pattern'),
  ],
  ['10.8 the wave is not described too vaguely', 'traffic_exceeds_wave', { rollout: rolloutText.replace('5%', '50%') }],
  [
    '10.8 the share of traffic can be read',
    'traffic_unreadable',
    { rollout: rolloutText.replace('5%', 'a few users') },
  ],
  ['11.2 there is a separate rollout gate', 'rollout_record_missing', { rollout: null }],
];

/** What each of the seed's surfaces demands, with the reason while it is not true. */
const seedDemands: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'capability_session_contract',
    {
      session_expiry_behavior_checked: 'session_interruption_unchecked',
      reinit_policy_reviewed: 'session_reinit_unchecked',
    },
  ],
  ['delegated_authorization_contract', { delegated_authorization_continuity_checked: 'delegation_unchecked' }],
  [
    'verifier_contract',
    { verifier_quality_check: 'verifier_unchecked', evidence_linkage_checked: 'evidence_linkage_unchecked' },
  ],
  ['orchestration_pattern', { orchestration_pattern_reviewed: 'orchestration_unreviewed' }],
  ['sandbox_profile_contract', { sandbox_profile_reviewed: 'sandbox_profile_unreviewed' }],
  [
    'failed_run_handling',
    {
      failed_run_drill_checked: 'failed_run_undrilled',
      failed_run_traceability_verified: 'failed_run_untraceable',
    },
  ],
];

const seedCodes = new Set(seedDemands.flatMap(([, demanded]) => Object.values(demanded)));

describe('the rules of seed 004, sections 7, 9, 10, 11', () => {
  test.each(broken)('%s: %s', (_rule, code, scene) => {
    const decision = decisionOf(scene);
    const reason = decision.reasons.find((found) => found.code === code);
    const effect = seedCodes.has(code) ? 'wait' : 'block';
    expect(reason).toMatchObject({ effect, message: expect.stringMatching(/\.$/) });
    expect(decision.verdict).toBe(effect);
  });

  test.each(seedDemands)('%s demands %s, whether or not a record names it, until it is true', (name, demanded) => {
    const signals = Object.keys(demanded);
    const named = required(surface(name), signals.join(', '));
    for (const scene of [surface(name), named]) {
      const decision = decisionOf(scene);
      expect(new Set(codesOf(decision))).toEqual(new Set(Object.values(demanded)));
      expect(decision.signals.map((signal) => signal.name)).toEqual(expect.arrayContaining(signals));
    }
  });

  test.each(seedDemands)('%s is let go when what it demands is true: %s', (name, demanded) => {
    const policy = Object.keys(demanded).reduce(
      (text, signal) => text.replace('signals:\n', `signals:\n  ${signal}: { file: ${signal}.md }\n`),
      policyText,
    );
    const paths = ['changes/one/ROLLBACK.md', ...Object.keys(demanded).map((signal) => `${signal}.md`)];
    const signal_files = paths.map((path) => ({ path, exists: true, length: 300 }));
    const before = decisionOf({ ...surface(name), policy });
    expect(before.verdict).not.toBe('go');
    const facts = decisionOf({ ...surface(name), policy, facts: { signal_files } });
    expect(codesOf(facts)).toEqual([]);
    expect(facts.verdict).toBe('go');
  });

  test('10.3 telemetry readiness that nothing requires is advised on', () => {
    const decision = decisionOf({ rollout: rolloutText.replace(', trace_regression_check', '') });
    expect(codesOf(decision)).toEqual(['telemetry_informal']);
    expect(decision.verdict).toBe('go');
  });

  test('10.2 a gate whose policy stands at no commit is not versioned', async () => {
    const { decide } = await import('../../../src/core/decide.ts');
    const { judgementOf, sha256 } = await import('../../support/snapshot.ts');
    const judgement = judgementOf();
    const { policy } = judgement.snapshot;
    const loose = { ...judgement, snapshot: { ...judgement.snapshot, policy: policy && { ...policy, commit: '' } } };
    expect(codesOf(decide(loose, sha256))).toEqual(['gate_unversioned']);
  });

  test('9.2, 9.3, 9.4, 9.5 hold for records that came some other way than from a file', async () => {
    const { decide } = await import('../../../src/core/decide.ts');
    const { judgementOf, sha256 } = await import('../../support/snapshot.ts');
    const judgement = judgementOf();
    const changes = judgement.changes.map((read) => ({
      ...read,
      record: read.record && { ...read.record, owner: null },
    }));
    const rollouts = judgement.rollouts.map((read) => ({
      ...read,
      record: read.record && { ...read.record, bundle_id: null, gate_id: null, blocking_findings: null },
    }));
    const codes = codesOf(decide({ ...judgement, changes, rollouts }, sha256));
    expect(new Set(codes)).toEqual(
      new Set([
        'owner_missing',
        'bundle_unknown',
        'findings_not_explicit',
        'not_reconstructable',
        'findings_or_owner_not_retained',
      ]),
    );
  });
});
