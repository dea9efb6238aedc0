import type { ChangeRecord, Demands, EffectivePolicy, RiskLevel, RolloutRecord } from '../../../generated/types.ts';
import { canonicalName } from './names.ts';
import { demandsOf, type SeedCode } from './seed-demands.ts';

/** What one change is demanded of. Records of base and head are given together only under the same `change_id`. */
export interface DemandSources {
  readonly policy: EffectivePolicy;
  /** The change record at head (null = made from the diff) and, under the same id, at base: demands are united (T19). */
  readonly records: { readonly head: ChangeRecord | null; readonly base: ChangeRecord | null };
  /** The rollout records of the same folder, likewise. Left out: their checks are not gathered. */
  readonly rollouts?: { readonly head: RolloutRecord | null; readonly base: RolloutRecord | null };
  /** Detected and declared surfaces. */
  readonly surfaces: readonly string[];
  /** The effective risk. */
  readonly risk: RiskLevel;
  /** The floor, whose demands stay when a record declares more: a record can only tighten. Left out: the effective risk. */
  readonly floor?: RiskLevel;
  readonly change_type: string;
}

export interface DemandedReview {
  /** The policy's name of the role. */
  readonly role: string;
  readonly demanded_by: readonly string[];
}

export interface DemandedSignal {
  /** The policy's name of the signal. */
  readonly name: string;
  /** eval has a check run of its own; what is demanded as both is an eval. */
  readonly kind: 'eval' | 'signal';
  readonly demanded_by: readonly string[];
  /** The seed's reason when a surface's name demands it (seed 9); null otherwise. */
  readonly seed_code: SeedCode | null;
  readonly at: 'merge' | 'promote';
}

/** A signal that must be false (block_if). */
export interface DemandedBlocker {
  readonly name: string;
  readonly demanded_by: readonly string[];
  readonly at: 'merge' | 'promote';
}

export interface GatheredDemands {
  readonly reviews: readonly DemandedReview[];
  readonly signals: readonly DemandedSignal[];
  readonly blockers: readonly DemandedBlocker[];
}

/**
 * The union of what records, risk, surfaces and change type demand, each with who demands it (`record`, `base record`,
 * `risk:high`, `surface:x`, `change_type:y`, `rollout record`, `base rollout record`). Names are the policy's; the order
 * is that of the sources, then of each source's list.
 */
export function gatherDemands(sources: DemandSources): GatheredDemands {
  const { policy } = sources;
  const reviews = new Map<string, Set<string>>();
  const signals = new Map<string, { kind: 'eval' | 'signal'; readonly by: Set<string>; seed: SeedCode | null }>();
  const blockers = new Map<string, Set<string>>();
  const askReview = (name: string, by: string): void => {
    const role = canonicalName(name, policy.roles);
    reviews.set(role, (reviews.get(role) ?? new Set()).add(by));
  };
  const askSignal = (name: string, by: string, kind: 'eval' | 'signal', seed: SeedCode | null = null): void => {
    const signal = canonicalName(name, policy.signals);
    const entry = signals.get(signal) ?? { kind, by: new Set<string>(), seed };
    if (kind === 'eval') entry.kind = kind;
    entry.seed ??= seed;
    entry.by.add(by);
    signals.set(signal, entry);
  };
  for (const { by, demands } of policyDemands(sources)) {
    for (const role of demands.reviews) askReview(role, by);
    for (const name of demands.evals) askSignal(name, by, 'eval');
    for (const name of demands.signals) askSignal(name, by, 'signal');
  }
  for (const surface of sources.surfaces) {
    for (const { signal, code } of demandsOf(surface, policy)) askSignal(signal, `surface:${surface}`, 'signal', code);
  }
  for (const { by, record } of recordsOf(sources.rollouts, 'rollout record')) {
    for (const name of record.required_checks) askSignal(name, by, 'signal');
    for (const written of record.block_if) {
      const name = canonicalName(written, policy.signals);
      blockers.set(name, (blockers.get(name) ?? new Set()).add(by));
    }
  }
  return {
    reviews: [...reviews].map(([role, by]) => ({ role, demanded_by: [...by] })),
    signals: [...signals].map(([name, { kind, by, seed }]) => {
      return { name, kind, demanded_by: [...by], seed_code: seed, at: bindingTime(name, policy) };
    }),
    blockers: [...blockers].map(([name, by]) => ({ name, demanded_by: [...by], at: bindingTime(name, policy) })),
  };
}

function bindingTime(signal: string, policy: EffectivePolicy): 'merge' | 'promote' {
  return (Object.hasOwn(policy.signals, signal) ? policy.signals[signal]?.at : undefined) ?? 'merge';
}

interface SourceDemands {
  readonly by: string;
  readonly demands: Demands;
}

/** Everything that comes as a list of reviews, evals and signals: the records themselves, risk, surfaces, change types. */
function policyDemands(sources: DemandSources): readonly SourceDemands[] {
  const { policy, risk, floor = risk, surfaces, records } = sources;
  const types = [sources.change_type, ...recordsOf(records, 'record').map(({ record }) => record.change_type)];
  return [
    ...recordsOf(records, 'record').map(({ by, record }) => ({
      by,
      demands: { reviews: record.required_reviews, evals: record.required_evals, signals: [] },
    })),
    ...[...new Set([risk, floor])].map((level) => ({ by: `risk:${level}`, demands: policy.risk[level] })),
    ...surfaces.flatMap((name) => {
      const demands = Object.hasOwn(policy.surfaces, name) ? policy.surfaces[name]?.requires : undefined;
      return demands === undefined ? [] : [{ by: `surface:${name}`, demands }];
    }),
    ...[...new Set(types)].flatMap((name) => {
      const demands = Object.hasOwn(policy.change_types, name) ? policy.change_types[name] : undefined;
      return demands === undefined ? [] : [{ by: `change_type:${name}`, demands }];
    }),
  ];
}

function recordsOf<T>(
  pair: { readonly head: T | null; readonly base: T | null } | undefined,
  name: string,
): readonly { readonly by: string; readonly record: T }[] {
  const head = pair?.head ?? null;
  const base = pair?.base ?? null;
  return [
    ...(head === null ? [] : [{ by: name, record: head }]),
    ...(base === null ? [] : [{ by: `base ${name}`, record: base }]),
  ];
}
