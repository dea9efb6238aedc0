import type { ChangeRecord, RolloutRecord } from '../../../generated/types.ts';
import type { ReadRecord } from '../../judgement.ts';
import { riskOf, riskReaches } from '../surfaces/risk.ts';

/** The records of one commit, by path. */
export interface RecordsAt {
  readonly changes: readonly ReadRecord<ChangeRecord>[];
  readonly rollouts: readonly ReadRecord<RolloutRecord>[];
}

/**
 * Whether the record files named differ between a reviewed commit and the head only by asking for more: demands,
 * surfaces, blockers and findings only added, risk and bounds only stricter, no claim added or changed, ids, types and
 * wave the same (DESIGN 5). A record that is new, gone or malformed on either side is no tightening.
 */
export function recordsTightened(before: RecordsAt, after: RecordsAt, paths: readonly string[]): boolean {
  return paths.every((path) => {
    const change = pairAt(path, before.changes, after.changes);
    if (change !== null) return changeTightened(change.before, change.after);
    const rollout = pairAt(path, before.rollouts, after.rollouts);
    return rollout !== null && rolloutTightened(rollout.before, rollout.after);
  });
}

function pairAt<T>(
  path: string,
  before: readonly ReadRecord<T>[],
  after: readonly ReadRecord<T>[],
): { readonly before: T; readonly after: T } | null {
  const old = recordAt(path, before);
  const now = recordAt(path, after);
  return old === null || now === null ? null : { before: old, after: now };
}

function recordAt<T>(path: string, records: readonly ReadRecord<T>[]): T | null {
  const found = records.find((read) => read.path === path);
  return found === undefined || found.problems.some(({ severity }) => severity === 'error') ? null : found.record;
}

function changeTightened(before: ChangeRecord, after: ChangeRecord): boolean {
  return (
    before.change_id === after.change_id &&
    before.review_id === after.review_id &&
    before.owner === after.owner &&
    before.change_type === after.change_type &&
    before.rollout_strategy === after.rollout_strategy &&
    before.session_control_owner === after.session_control_owner &&
    before.emergency_freeze_owner === after.emergency_freeze_owner &&
    riskReaches(riskOf(after.risk_level), riskOf(before.risk_level)) &&
    includesAll(after.affected_surfaces, before.affected_surfaces) &&
    includesAll(after.required_reviews, before.required_reviews) &&
    includesAll(after.required_evals, before.required_evals) &&
    includesAll(after.artifacts, before.artifacts) &&
    claimNotStrengthened(before.status, after.status, 'approved')
  );
}

function rolloutTightened(before: RolloutRecord, after: RolloutRecord): boolean {
  return (
    before.gate_id === after.gate_id &&
    before.change_id === after.change_id &&
    before.bundle_id === after.bundle_id &&
    before.rollout_wave === after.rollout_wave &&
    trafficKeptOrLowered(before, after) &&
    includesAll(after.required_checks, before.required_checks) &&
    includesAll(after.block_if, before.block_if) &&
    includesAll(after.blocking_findings, before.blocking_findings) &&
    claimNotStrengthened(before.decision, after.decision, 'go') &&
    includesAll(before.decided_by, after.decided_by) &&
    modeTightened(before, after)
  );
}

/** What the reader understands of `rollout_mode` may get stricter; every other entry must stay as it was. */
function modeTightened({ rollout_mode: before }: RolloutRecord, { rollout_mode: after }: RolloutRecord): boolean {
  const understood = ['max_tenant_exposure_pct', 'ceiling_pct', 'require_shadow_period'];
  const keys = new Set([...Object.keys(before.entries), ...Object.keys(after.entries)]);
  const others = [...keys].filter((key) => !understood.includes(key));
  return (
    before.initial === after.initial &&
    boundKeptOrLowered(before.max_tenant_exposure_pct, after.max_tenant_exposure_pct) &&
    boundKeptOrLowered(before.ceiling_pct, after.ceiling_pct) &&
    (before.require_shadow_period === after.require_shadow_period || after.require_shadow_period === true) &&
    others.every((key) => own(before.entries, key) === own(after.entries, key))
  );
}

function own<T>(mapping: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

function trafficKeptOrLowered({ traffic: before }: RolloutRecord, { traffic: after }: RolloutRecord): boolean {
  if (before?.raw === after?.raw) return true;
  if (before === null || after === null || before.percent === null || after.percent === null) return false;
  return after.percent <= before.percent;
}

/** No bound is the loosest bound. */
function boundKeptOrLowered(before: number | null, after: number | null): boolean {
  return before === null || (after !== null && after <= before);
}

/** A claim may stay, and one in favour may go. Taking out `rejected` or `no_go` would be no tightening. */
function claimNotStrengthened(before: string | null, after: string | null, favourable: string): boolean {
  return after === before || (after === null && before === favourable);
}

/** A list that is missing (null) is less than an empty one: the empty one is explicit. */
function includesAll(list: readonly string[] | null, wanted: readonly string[] | null): boolean {
  return wanted === null || (list !== null && wanted.every((entry) => list.includes(entry)));
}
