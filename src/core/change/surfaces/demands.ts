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

/** All that one change has to show, each once. */
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
  const { policy, risk, floor = risk, surfaces, records, rollouts } = sources;
  const found: Found = { policy, reviews: new Map(), signals: new Map(), blockers: new Map() };
  const { head, base } = records;
  if (head !== null) addRecord(head, 'record', found);
  if (base !== null) addRecord(base, 'base record', found);
  addDemands(policy.risk[risk], `risk:${risk}`, found);
  if (floor !== risk) addDemands(policy.risk[floor], `risk:${floor}`, found);
  for (const name of surfaces) {
    const requires = Object.hasOwn(policy.surfaces, name) ? policy.surfaces[name]?.requires : undefined;
    if (requires !== undefined) addDemands(requires, `surface:${name}`, found);
  }
  addChangeType(sources.change_type, found);
  // A type that was gathered before adds nothing.
  if (head !== null) addChangeType(head.change_type, found);
  if (base !== null) addChangeType(base.change_type, found);
  for (const surface of surfaces) {
    for (const { signal, code } of demandsOf(surface, policy)) {
      addSignal(signal, `surface:${surface}`, { kind: 'signal', seed: code }, found);
    }
  }
  const gate = rollouts?.head ?? null;
  const before = rollouts?.base ?? null;
  if (gate !== null) addRollout(gate, 'rollout record', found);
  if (before !== null) addRollout(before, 'base rollout record', found);
  return {
    reviews: [...found.reviews.values()],
    signals: [...found.signals.values()],
    blockers: [...found.blockers.values()],
  };
}

/** A demand while it is gathered: who demands it grows. */
type Growing<Demand extends { readonly demanded_by: readonly string[] }> = Omit<Demand, 'demanded_by'> & {
  readonly demanded_by: string[];
};

/** What is gathered so far, by the policy's names. */
interface Found {
  readonly policy: EffectivePolicy;
  readonly reviews: Map<string, Growing<DemandedReview>>;
  readonly signals: Map<
    string,
    Omit<Growing<DemandedSignal>, 'kind' | 'seed_code'> & { kind: 'eval' | 'signal'; seed_code: SeedCode | null }
  >;
  readonly blockers: Map<string, Growing<DemandedBlocker>>;
}

function addRecord({ required_reviews, required_evals }: ChangeRecord, by: string, found: Found): void {
  for (const role of required_reviews) addReview(role, by, found);
  for (const name of required_evals) addSignal(name, by, anEval, found);
}

function addRollout({ required_checks, block_if }: RolloutRecord, by: string, found: Found): void {
  for (const name of required_checks) addSignal(name, by, aSignal, found);
  for (const written of block_if) addBlocker(written, by, found);
}

function addChangeType(name: string, found: Found): void {
  const { change_types } = found.policy;
  const demands = Object.hasOwn(change_types, name) ? change_types[name] : undefined;
  if (demands !== undefined) addDemands(demands, `change_type:${name}`, found);
}

function addDemands({ reviews, evals, signals }: Demands, by: string, found: Found): void {
  for (const role of reviews) addReview(role, by, found);
  for (const name of evals) addSignal(name, by, anEval, found);
  for (const name of signals) addSignal(name, by, aSignal, found);
}

const anEval = { kind: 'eval', seed: null } as const;
const aSignal = { kind: 'signal', seed: null } as const;

function addReview(written: string, by: string, { policy, reviews }: Found): void {
  const role = canonicalName(written, policy.roles);
  const known = reviews.get(role);
  if (known === undefined) reviews.set(role, { role, demanded_by: [by] });
  else addOnce(known.demanded_by, by);
}

function addSignal(
  written: string,
  by: string,
  { kind, seed }: { readonly kind: 'eval' | 'signal'; readonly seed: SeedCode | null },
  { policy, signals }: Found,
): void {
  const name = canonicalName(written, policy.signals);
  const known = signals.get(name);
  if (known === undefined) {
    signals.set(name, { name, kind, demanded_by: [by], seed_code: seed, at: bindingTime(name, policy) });
    return;
  }
  if (kind === 'eval') known.kind = kind;
  known.seed_code ??= seed;
  addOnce(known.demanded_by, by);
}

function addBlocker(written: string, by: string, { policy, blockers }: Found): void {
  const name = canonicalName(written, policy.signals);
  const known = blockers.get(name);
  if (known === undefined) blockers.set(name, { name, demanded_by: [by], at: bindingTime(name, policy) });
  else addOnce(known.demanded_by, by);
}

function addOnce(list: string[], one: string): void {
  if (!list.includes(one)) list.push(one);
}

function bindingTime(signal: string, policy: EffectivePolicy): 'merge' | 'promote' {
  return (Object.hasOwn(policy.signals, signal) ? policy.signals[signal]?.at : undefined) ?? 'merge';
}
