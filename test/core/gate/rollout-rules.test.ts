import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/generated/types.ts';
import {
  changeText,
  codesOf,
  decisionOf,
  openIssue,
  policyText,
  rolloutText,
  type Scene,
} from '../../support/snapshot.ts';

const referenceRollout = (mode: string): string =>
  `rollout:\n  require: [rollback_plan_ready, trace_regression_check]\n  rollout_mode: ${mode}\n`;
const findingsPolicy = `${policyText}findings:\n  issues: { label: blocking-finding }\n  code_scanning: { min_severity: high }\n`;

describe('the rollout record against the plan', () => {
  test('a reference record opens its initial wave, with a bundle made from change and head', () => {
    const [change] = decisionOf({ policy: findingsPolicy, rollout: referenceRollout('{ initial: broad }') }).changes;
    expect(change).toMatchObject({ bundle_id: 'chg-1@4f2c9d1aa0b1', wave: 'broad', traffic: 50 });
  });

  test.each([
    ['5', 5],
    ['5%', 5],
    ['5_percent', 5],
    ['0', 0],
  ])('traffic_scope %s is %d percent', (scope, traffic) => {
    const decision = decisionOf({ rollout: rolloutText.replace('5%', scope) });
    expect(decision.verdict).toBe('go');
    expect(decision.changes[0]?.traffic).toBe(traffic);
  });

  test.each([
    ['below the wave', '{ initial: canary, max_tenant_exposure_pct: 4 }', ['exposure_exceeds_bound']],
    ['of the wave', '{ initial: canary, max_tenant_exposure_pct: 5 }', []],
    [
      'below an earlier wave',
      '{ initial: broad, max_tenant_exposure_pct: 60, ceiling_pct: 60 }',
      ['exposure_exceeds_bound'],
    ],
    ['of all waves', '{ initial: canary, ceiling_pct: 100 }', []],
  ])('a bound on exposure %s', (_what, mode, codes) => {
    expect(codesOf(decisionOf({ policy: findingsPolicy, rollout: referenceRollout(mode) }))).toEqual(codes);
  });

  test.each([
    ['staged_canary', []],
    ['direct', ['strategy_mismatch']],
    ['shadow_first', ['strategy_mismatch']],
    ['as we please', []],
  ])('rollout_strategy %s', (strategy, codes) => {
    expect(codesOf(decisionOf({ change: `${changeText}rollout_strategy: ${strategy}\n` }))).toEqual(codes);
  });

  test('a required shadow period adds a wave without traffic to the plan', () => {
    const judged = (required: boolean) =>
      decisionOf({
        policy: findingsPolicy,
        rollout: referenceRollout(`{ initial: shadow, require_shadow_period: ${required} }`),
      });
    expect(judged(true)).toMatchObject({ verdict: 'go', announced: [], changes: [{ wave: 'shadow', traffic: 0 }] });
    expect(codesOf(judged(false))).toEqual(['wave_unknown']);
  });

  test('a record without checks and blockers checks nothing', () => {
    const decision = decisionOf({ rollout: rolloutText.replace(/required_checks: .*/, 'required_checks: []') });
    expect(codesOf(decision)).toEqual(expect.arrayContaining(['checks_not_explicit', 'nothing_checked']));
  });
});

describe('blocking findings outside the records', () => {
  const alert = (severity: string | null): Snapshot['issues']['open'][number] => ({
    ...openIssue,
    source: 'code_scanning',
    id: '3',
    rule: 'r',
    severity,
  });
  const judged = (facts: Scene['facts'], policy = findingsPolicy) =>
    codesOf(decisionOf({ policy, ...(facts ? { facts } : {}) }));

  test.each([
    ['an open issue blocks', { issues: { complete: true, open: [openIssue] } }, ['finding_open']],
    ['issues that were not read wait', { issues: { complete: false, open: [] } }, ['findings_unreadable']],
    [
      'an alert of the least severity blocks',
      { code_scanning: { complete: true, open: [alert('high')] } },
      ['finding_open'],
    ],
    ['an alert above it blocks', { code_scanning: { complete: true, open: [alert('critical')] } }, ['finding_open']],
    ['an alert below it does not', { code_scanning: { complete: true, open: [alert('medium')] } }, []],
    [
      'an alert of no known severity blocks',
      { code_scanning: { complete: true, open: [alert(null)] } },
      ['finding_open'],
    ],
    [
      'no alert on a head that was not analysed waits',
      { code_scanning: { complete: true, open: [], analysed: false } },
      ['findings_not_analysed'],
    ],
    [
      'an open alert blocks, analysed or not',
      { code_scanning: { complete: true, open: [alert('high')], analysed: false } },
      ['finding_open', 'findings_not_analysed'],
    ],
    ['no alert on a head that was', { code_scanning: { complete: true, open: [], analysed: true } }, []],
    ['alerts that were not read wait', { code_scanning: { complete: false, open: [] } }, ['findings_unreadable']],
  ] as const)('%s', (_what, facts, codes) => expect(judged(facts)).toEqual(codes));

  test('without a word in the policy they block nothing', () => {
    expect(judged({ issues: { complete: false, open: [openIssue] } }, policyText)).toEqual([]);
  });
});

describe('waivers', () => {
  const waiver = (changes: Partial<Snapshot['waivers'][number]> = {}): Snapshot['waivers'][number] => ({
    id: 'w1',
    finding: 'issue:12',
    owner: { id: 2, login: 'bob', type: 'User' },
    second_approver: { id: 3, login: 'carol', type: 'User' },
    reason: 'known',
    at: '2026-04-07T16:00:00Z',
    expires_at: '2026-04-20T00:00:00Z',
    commit: 'x',
    ...changes,
  });
  const policy = `${findingsPolicy}commands: { waive: [engineering] }\nwaivers: { second_approver: safety, never: [signal_false] }\n`;
  const judged = (found: Snapshot['waivers'][number], facts: Scene['facts'] = {}) =>
    codesOf(
      decisionOf({ policy, facts: { issues: { complete: true, open: [openIssue] }, waivers: [found], ...facts } }),
    );

  test.each([
    ['in force', waiver(), ['waiver_applied']],
    ['named by the reason', waiver({ finding: 'finding_open' }), ['waiver_applied']],
    ['run out', waiver({ expires_at: '2026-04-07T16:05:00Z' }), ['finding_open', 'waiver_expired']],
    ['with an end that can not be read', waiver({ expires_at: 'never' }), ['finding_open', 'waiver_expired']],
    ['without its second approver', waiver({ second_approver: null }), ['finding_open', 'waiver_unapproved']],
    [
      'approved by its own owner',
      waiver({ owner: { id: 3, login: 'carol', type: 'User' } }),
      ['finding_open', 'waiver_unapproved'],
    ],
    [
      'approved by someone without the role',
      waiver({ second_approver: { id: 4, login: 'dan', type: 'User' } }),
      ['finding_open', 'waiver_unapproved'],
    ],
    ['of another finding', waiver({ finding: 'issue:13' }), ['finding_open']],
  ] as const)('%s', (_what, found, codes) => expect(judged(found)).toEqual(codes));

  test('what the policy never lets be waived, and reviews and claims at all, stay', () => {
    const failed = { signal_files: [{ path: 'changes/one/ROLLBACK.md', exists: false, length: null }] };
    expect(
      judged(waiver({ finding: 'rollback_plan_ready' }), { ...failed, issues: { complete: true, open: [] } }),
    ).toEqual(['signal_false', 'waiver_not_allowed']);
    const reviews = { complete: true, list: [] };
    const codes = judged(waiver({ finding: 'review_missing' }), { reviews, issues: { complete: true, open: [] } });
    expect(codes).toEqual(['review_missing', 'review_missing', 'waiver_not_allowed', 'waiver_not_allowed']);
  });
});
