import { describe, expect, it } from 'vitest';
import { recordsTightened } from '../../../../src/core/change/patch/tightening.ts';
import type { ReadRecord } from '../../../../src/core/judgement.ts';
import type { ChangeRecord, Problem, RolloutRecord } from '../../../../src/generated/types.ts';
import { changeRecord, earlier, head, rolloutRecord } from '../facts.ts';

function read<T extends { readonly path: string }>(
  record: T | null,
  path: string,
  commit: string,
  problems: readonly Problem[] = [],
): ReadRecord<T> {
  return { path, folder: '', at: commit === head ? 'head' : 'reviewed', commit, record, problems };
}

const change = (changes: Partial<ChangeRecord> = {}) =>
  changeRecord({ required_reviews: ['engineering'], status: 'approved', ...changes });
const mode = (changes: Partial<RolloutRecord['rollout_mode']>) => ({ ...rolloutRecord().rollout_mode, ...changes });

function changeAnswer(before: Partial<ChangeRecord>, after: Partial<ChangeRecord>): boolean {
  const at = (record: ChangeRecord, commit: string) => ({
    changes: [read(record, 'change.yaml', commit)],
    rollouts: [],
  });
  return recordsTightened(at(change(before), earlier), at(change(after), head), ['change.yaml']);
}

function rolloutAnswer(before: Partial<RolloutRecord>, after: Partial<RolloutRecord>): boolean {
  const at = (record: RolloutRecord, commit: string) => ({
    changes: [],
    rollouts: [read(record, 'rollout.yaml', commit)],
  });
  return recordsTightened(at(rolloutRecord(before), earlier), at(rolloutRecord(after), head), ['rollout.yaml']);
}

describe('a change record only asks for more', () => {
  it.each<[sentence: string, before: Partial<ChangeRecord>, after: Partial<ChangeRecord>, tightened: boolean]>([
    ['when only its text changed', {}, {}, true],
    ['with a review more', {}, { required_reviews: ['safety', 'engineering'] }, true],
    ['not with a review less', {}, { required_reviews: [] }, false],
    ['not with another review', {}, { required_reviews: ['safety'] }, false],
    ['with an eval more', {}, { required_evals: ['offline', 'cost'] }, true],
    ['not with an eval less', {}, { required_evals: [] }, false],
    ['with a surface more', {}, { affected_surfaces: ['policy_bundle', 'tools'] }, true],
    ['not with a surface less', {}, { affected_surfaces: [] }, false],
    ['with a higher risk', {}, { risk_level: 'high' }, true],
    ['not with a lower risk', {}, { risk_level: 'low' }, false],
    ['with an artifact more', {}, { artifacts: ['a'] }, true],
    ['not with an artifact less', { artifacts: ['a'] }, { artifacts: [] }, false],
    ['without its claim', {}, { status: null }, true],
    ['not with a claim', { status: null }, { status: 'approved' }, false],
    ['not with another claim', { status: 'pending' }, { status: 'approved' }, false],
    ['not when it is no longer rejected', { status: 'rejected' }, { status: null }, false],
    ['not under another id', {}, { change_id: 'chg-2' }, false],
    ['not with another type', {}, { change_type: 'other' }, false],
    ['not with another owner', {}, { owner: 'somebody' }, false],
    ['not with another strategy', {}, { rollout_strategy: 'direct' }, false],
  ])('%s', (_, before, after, tightened) => {
    expect(changeAnswer(before, after)).toBe(tightened);
  });
});

describe('a rollout record only asks for more', () => {
  it.each<[sentence: string, before: Partial<RolloutRecord>, after: Partial<RolloutRecord>, tightened: boolean]>([
    ['with a check more', {}, { required_checks: ['telemetry_ready', 'oncall_ready'] }, true],
    ['not with a check less', {}, { required_checks: [] }, false],
    ['with a blocker more', {}, { block_if: ['traces_missing', 'x'] }, true],
    ['not with a blocker less', {}, { block_if: [] }, false],
    ['with a finding more', {}, { blocking_findings: ['f'] }, true],
    ['not with a finding less', { blocking_findings: ['f'] }, { blocking_findings: [] }, false],
    ['not when its findings are not explicit any more', {}, { blocking_findings: null }, false],
    ['with less traffic', {}, { traffic: { raw: '1%', percent: 1 } }, true],
    ['not with more traffic', {}, { traffic: { raw: '50%', percent: 50 } }, false],
    ["not with traffic that can't be read", {}, { traffic: { raw: 'some', percent: null } }, false],
    ['not without its traffic', {}, { traffic: null }, false],
    ['not in another wave', {}, { rollout_wave: 'full' }, false],
    ['not for another bundle', {}, { bundle_id: 'bundle-2' }, false],
    ['not with decision go', {}, { decision: 'go' }, false],
    ['not when decision no_go is gone', { decision: 'no_go' }, { decision: null }, false],
    ['with one decider less', { decided_by: ['a', 'b'] }, { decided_by: ['a'] }, true],
    ['not with one decider more', {}, { decided_by: ['a'] }, false],
    ['with a bound on exposure', {}, { rollout_mode: mode({ max_tenant_exposure_pct: 5 }) }, true],
    [
      'not with a looser bound',
      { rollout_mode: mode({ ceiling_pct: 5 }) },
      { rollout_mode: mode({ ceiling_pct: 10 }) },
      false,
    ],
    ['not without its bound', { rollout_mode: mode({ ceiling_pct: 5 }) }, {}, false],
    ['with a shadow period', {}, { rollout_mode: mode({ require_shadow_period: true }) }, true],
    ['not without its shadow period', { rollout_mode: mode({ require_shadow_period: true }) }, {}, false],
    ['not with another mode entry', {}, { rollout_mode: mode({ entries: { region: 'eu' } }) }, false],
  ])('%s', (_, before, after, tightened) => {
    expect(rolloutAnswer(before, after)).toBe(tightened);
  });
});

describe('a record is no tightening', () => {
  const good = { changes: [read(change(), 'change.yaml', head)], rollouts: [] };
  const none = { changes: [], rollouts: [] };
  it('when it is new, gone or malformed', () => {
    const problem: Problem = {
      code: 'field_required',
      pointer: '',
      severity: 'error',
      message: '',
      where: { file: '', line: 1, column: 1, end_line: 1, end_column: 1 },
    };
    const malformed = { changes: [read(change(), 'change.yaml', earlier, [problem])], rollouts: [] };
    const unread = { changes: [read<ChangeRecord>(null, 'change.yaml', earlier)], rollouts: [] };
    for (const before of [none, malformed, unread]) expect(recordsTightened(before, good, ['change.yaml'])).toBe(false);
    expect(recordsTightened(good, none, ['change.yaml'])).toBe(false);
    expect(recordsTightened(good, good, ['change.yaml', 'rollout.yaml'])).toBe(false);
  });
});
