import type { ChangeRecord, WavePolicy } from '../../../generated/types.ts';
import type { Matter } from '../../change/matter.ts';
import type { Proposal } from '../../change/proposal.ts';
import { checksOf, type Needs } from './needs.ts';
import { mappingText, type YamlValue } from './yaml-text.ts';

/** A whole change record for what the diff shows, in the shape of the rollout record beside it (reference without one). */
export function newChange(proposal: Proposal, needs: Needs, matter: Matter): string {
  const { change_id, effective, rollout } = proposal;
  const change_type = `${needs.surfaces[0] ?? 'agent'}_update`;
  if (rollout !== null && rollout.shape !== 'reference') {
    return drafted(matter, {
      kind: 'change_review_record',
      review_id: idFrom('cr', change_id),
      change_id,
      owner: needs.owner,
      change_type,
      risk_level: effective,
      affected_surfaces: needs.surfaces,
      required_reviews: needs.reviews,
      required_evals: needs.signals,
    });
  }
  const change = {
    change_id,
    change_type,
    risk_level: effective,
    rollout_strategy: matter.policy.waves.length > 1 ? 'staged_canary' : 'direct',
    affected_surfaces: needs.surfaces,
    required_signals: needs.signals,
    approval_roles: needs.reviews,
    session_control_owner: needs.owner,
    emergency_freeze_owner: needs.owner,
  };
  return drafted(matter, { change });
}

/** A whole rollout record that opens the plan's first wave with traffic, in the shape of its change record. */
export function newRollout(proposal: Proposal, needs: Needs, matter: Matter): string {
  const { change, change_id } = proposal;
  const wave = firstWave(matter.policy.waves);
  const checks = checksOf(needs, matter);
  if (change?.shape === 'document') {
    return drafted(matter, {
      kind: 'rollout_gate_record',
      gate_id: idFrom('gate', change_id),
      change_id,
      bundle_id: idFrom('bundle', change_id),
      rollout_wave: wave?.name ?? 'canary',
      traffic_scope: `${wave?.traffic ?? 0}%`,
      required_checks: checks,
      blocking_findings: [],
    });
  }
  const rollout_mode = {
    initial: wave?.name ?? 'canary',
    max_tenant_exposure_pct: wave?.traffic ?? 0,
    require_shadow_period: matter.policy.waves.some(({ traffic }) => traffic === 0),
  };
  return drafted(matter, { rollout: { require: checks, block_if: [], rollout_mode } });
}

/** A record that says all that another one says, where that one's text can't be added to in place. */
export function changeAnew(record: ChangeRecord, needs: Needs, risk: string, matter: Matter): string {
  const { change_id, change_type, rollout_strategy, artifacts, session_control_owner, emergency_freeze_owner } = record;
  const lists = {
    surfaces: union(record.affected_surfaces, needs.surfaces),
    reviews: union(record.required_reviews, needs.reviews),
    signals: union(record.required_evals, needs.signals),
  };
  const shared = {
    ...(rollout_strategy === null ? {} : { rollout_strategy }),
    ...(artifacts.length === 0 ? {} : { artifacts }),
  };
  const owners = {
    ...(session_control_owner === null ? {} : { session_control_owner }),
    ...(emergency_freeze_owner === null ? {} : { emergency_freeze_owner }),
  };
  if (record.shape === 'reference') {
    const { surfaces: affected_surfaces, signals: required_signals, reviews: approval_roles } = lists;
    const named = { affected_surfaces, required_signals, approval_roles };
    return drafted(matter, { change: { change_id, change_type, risk_level: risk, ...shared, ...named, ...owners } });
  }
  return drafted(matter, {
    kind: 'change_review_record',
    review_id: record.review_id ?? idFrom('cr', change_id),
    change_id,
    owner: record.owner ?? needs.owner,
    change_type,
    risk_level: risk,
    affected_surfaces: lists.surfaces,
    required_reviews: lists.reviews,
    required_evals: lists.signals,
    ...(record.status === null ? {} : { status: record.status }),
    ...shared,
    ...owners,
  });
}

/** The first wave that carries traffic: a shadow wave before it opens by itself. */
function firstWave(waves: readonly WavePolicy[]): WavePolicy | null {
  return waves.find(({ traffic }) => traffic > 0) ?? waves[0] ?? null;
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

/** Ids have at most 100 characters. */
function idFrom(kind: string, id: string): string {
  return `${kind}-${id}`.slice(0, 100);
}

function drafted({ snapshot }: Matter, record: { readonly [key: string]: YamlValue }): string {
  const { number } = snapshot.pull_request;
  return `# Drafted by rollout-gate from the diff of pull request ${number}. Read it, then commit it.\n${mappingText(record)}`;
}
