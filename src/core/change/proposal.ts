import type { ChangeRecord, RiskLevel, RolloutRecord, Snapshot } from '../../generated/types.ts';
import type { Judgement, ReadRecord } from '../judgement.ts';
import type { Matter } from './matter.ts';
import { type GatheredDemands, gatherDemands } from './surfaces/demands.ts';
import type { Detection } from './surfaces/detection.ts';
import { riskFloor, riskOf, riskReaches, worstRisk } from './surfaces/risk.ts';

/** One change in the pull request: a folder's pair of records, or what the diff alone says. */
export interface Proposal {
  readonly change_id: string;
  readonly folder: string;
  /** null = missing or malformed: judged on a record made from the diff (DESIGN 4). */
  readonly change: ChangeRecord | null;
  readonly rollout: RolloutRecord | null;
  /** A record file of the folder can't be read as one: what it would say is unknown, not absent. */
  readonly malformed: { readonly change: boolean; readonly rollout: boolean };
  readonly base: { readonly change: ChangeRecord | null; readonly rollout: RolloutRecord | null };
  readonly declared: readonly string[];
  /** Declared surfaces, and those of the diff that no record declares. */
  readonly surfaces: readonly string[];
  readonly floor: RiskLevel;
  readonly effective: RiskLevel;
  /** Whether the risk calls for both records (`records.required_from`). */
  readonly records_required: boolean;
  readonly change_type: string;
  /** The record's own, or `<change_id>@<12 digits of the head>` (contract 0.1); null = a gate record that names none. */
  readonly bundle_id: string | null;
  readonly demands: GatheredDemands;
}

/** The record files that count: at head, under the policy's patterns, added or changed by the pull request (DESIGN 4). */
export interface CountedRecords {
  readonly changes: readonly ReadRecord<ChangeRecord>[];
  readonly rollouts: readonly ReadRecord<RolloutRecord>[];
  /** Record files that the pull request changes, but that were not read. */
  readonly unread: readonly string[];
}

/** The records of a judgement that count. */
export function countedRecords(judgement: Judgement, matter: Matter): CountedRecords {
  const { snapshot, isChange, isRollout, records } = matter;
  if (records.size === 0) return noRecords;
  const kept = new Set<string>();
  for (const { path, change } of snapshot.files.list) if (change !== 'removed' && records.has(path)) kept.add(path);
  const changes = judgement.changes.filter(({ path, at }) => at === 'head' && kept.has(path) && isChange(path));
  const rollouts = judgement.rollouts.filter(({ path, at }) => at === 'head' && kept.has(path) && isRollout(path));
  const unread: string[] = [];
  for (const path of kept) {
    const isRead = changes.some((read) => read.path === path) || rollouts.some((read) => read.path === path);
    if (!isRead) unread.push(path);
  }
  return { changes, rollouts, unread };
}

const noRecords: CountedRecords = { changes: [], rollouts: [], unread: [] };

/** One proposal per folder of records; without any, the one that the diff makes. */
export function proposalsOf(judgement: Judgement, counted: CountedRecords, matter: Matter): readonly Proposal[] {
  const { detection, snapshot } = matter;
  const known = proposals.get(detection);
  if (known !== undefined && isOfSame(known, judgement, snapshot)) return known.made;
  const { changes, rollouts } = judgement;
  const made = newProposals(judgement, counted, matter);
  proposals.set(detection, { changes, rollouts, pull_request: snapshot.pull_request, made });
  return made;
}

/** What proposals were made of, besides a diff under a policy. */
interface Made extends Pick<Judgement, 'changes' | 'rollouts'>, Pick<Snapshot, 'pull_request'> {
  readonly made: readonly Proposal[];
}

/**
 * What is needed to judge a pull request and the judgement itself make the same proposals: the last ones are kept by the
 * diff, which both have in common, and taken again only for the same records.
 */
const proposals = new WeakMap<Detection, Made>();

function isOfSame(known: Made, { changes, rollouts }: Judgement, { pull_request }: Snapshot): boolean {
  return known.pull_request === pull_request && areSame(known.changes, changes) && areSame(known.rollouts, rollouts);
}

function areSame(some: readonly ReadRecord<unknown>[], others: readonly ReadRecord<unknown>[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(({ record, problems, path, at }, index) => {
    const other = others[index];
    if (other === undefined || other.at !== at || other.path !== path) return false;
    return other.record === record && other.problems === problems;
  });
}

function newProposals(judgement: Judgement, counted: CountedRecords, matter: Matter): readonly Proposal[] {
  const { changes, rollouts } = counted;
  const pairs: Pair[] = changes.map((change) => ({ change, rollout: rollouts.find(sameFolder(change)) ?? null }));
  for (const rollout of rollouts) if (!changes.some(sameFolder(rollout))) pairs.push({ change: null, rollout });
  if (pairs.length === 0) pairs.push({ change: null, rollout: null });
  const isDeclared = (surface: string): boolean =>
    changes.some((read) => usable(read)?.affected_surfaces.includes(surface) === true);
  const undeclared = matter.detection.detected.map(({ surface }) => surface).filter((surface) => !isDeclared(surface));
  // What no record declares is for the first that can be read to declare: it needs to stand in one of them only.
  const first = pairs.findIndex(({ change }) => change !== null && usable(change) !== null);
  return pairs.map((pair, index) => proposalOf(pair, index === first ? undeclared : [], judgement, matter));
}

interface Pair {
  readonly change: ReadRecord<ChangeRecord> | null;
  readonly rollout: ReadRecord<RolloutRecord> | null;
}

function proposalOf(pair: Pair, undeclared: readonly string[], judgement: Judgement, matter: Matter): Proposal {
  const { policy, detection, snapshot } = matter;
  const change = pair.change === null ? null : usable(pair.change);
  const rollout = pair.rollout === null ? null : usable(pair.rollout);
  const change_id = change?.change_id ?? rollout?.change_id ?? `pr-${snapshot.pull_request.number}`;
  const base = baseRecords(change_id, judgement);
  const declared = change?.affected_surfaces ?? [];
  const more = change === null ? detection.detected.map(({ surface }) => surface) : undeclared;
  const surfaces = [...new Set(more.length === 0 ? declared : [...declared, ...more])];
  const floor = riskFloor(
    detection.detected.filter(({ surface }) => surfaces.includes(surface)),
    declared,
    policy,
  );
  const effective = worstRisk([floor, wordOf(change), wordOf(base.change)]);
  const change_type = change?.change_type ?? '';
  const records = { head: change, base: base.change };
  const rollouts = { head: rollout, base: base.rollout };
  return {
    change_id,
    folder: pair.change?.folder ?? pair.rollout?.folder ?? '',
    change,
    rollout,
    malformed: {
      change: pair.change !== null && change === null,
      rollout: pair.rollout !== null && rollout === null,
    },
    base,
    declared,
    surfaces,
    floor,
    effective,
    records_required: riskReaches(effective, policy.records.required_from),
    change_type,
    bundle_id: bundleOf(rollout, change_id, snapshot.pull_request.head_sha),
    demands: gatherDemands({ policy, records, rollouts, surfaces, risk: effective, floor, change_type }),
  };
}

/** The risk that a record names; the least where there is none. */
function wordOf(record: ChangeRecord | null): RiskLevel {
  return record === null ? 'low' : riskOf(record.risk_level);
}

/** Demands of base and head are united only under the same change_id (T19): otherwise an old change would bind a new one. */
function baseRecords(change_id: string, judgement: Judgement): Proposal['base'] {
  const change = judgement.changes.find((read) => read.at === 'base' && usable(read)?.change_id === change_id) ?? null;
  const rollout = judgement.rollouts.find((read) => {
    if (read.at !== 'base') return false;
    const own = usable(read)?.change_id ?? null;
    return own === null ? change !== null && read.folder === change.folder : own === change_id;
  });
  return {
    change: change === null ? null : usable(change),
    rollout: rollout === undefined ? null : usable(rollout),
  };
}

function bundleOf(rollout: RolloutRecord | null, change_id: string, head: string): string | null {
  if (rollout === null) return null;
  return rollout.shape === 'reference' ? `${change_id}@${head.slice(0, 12)}` : rollout.bundle_id;
}

/** The record, unless an error makes it unusable. */
export function usable<T>({ record, problems }: ReadRecord<T>): T | null {
  return problems.some(({ severity }) => severity === 'error') ? null : record;
}

function sameFolder({ folder }: { readonly folder: string }) {
  return (other: { readonly folder: string }) => other.folder === folder;
}
