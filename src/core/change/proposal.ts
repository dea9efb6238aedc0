import type { ChangeRecord, RiskLevel, RolloutRecord } from '../../generated/types.ts';
import type { Judgement, ReadRecord } from '../judgement.ts';
import type { Matter } from './matter.ts';
import { type GatheredDemands, gatherDemands } from './surfaces/demands.ts';
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

export function countedRecords(judgement: Judgement, { snapshot, isChange, isRollout }: Matter): CountedRecords {
  const kept = new Set(snapshot.files.list.flatMap(({ path, change }) => (change === 'removed' ? [] : [path])));
  const count = <T>(records: readonly ReadRecord<T>[], isRecord: (path: string) => boolean) =>
    records.filter(({ path, at }) => at === 'head' && kept.has(path) && isRecord(path));
  const counted = { changes: count(judgement.changes, isChange), rollouts: count(judgement.rollouts, isRollout) };
  const read = new Set([...counted.changes, ...counted.rollouts].map(({ path }) => path));
  const unread = [...kept].filter((path) => !read.has(path) && (isChange(path) || isRollout(path)));
  return { ...counted, unread };
}

/** One proposal per folder of records; without any, the one that the diff makes. */
export function proposalsOf(judgement: Judgement, counted: CountedRecords, matter: Matter): readonly Proposal[] {
  const declaredByAny = new Set(counted.changes.flatMap((read) => usable(read)?.affected_surfaces ?? []));
  const undeclared = matter.detection.detected.map(({ surface }) => surface).filter((name) => !declaredByAny.has(name));
  const orphans = counted.rollouts.filter(({ folder }) => !counted.changes.some((read) => read.folder === folder));
  const folders = [
    ...counted.changes.map((change) => ({ change, rollout: counted.rollouts.find(sameFolder(change)) ?? null })),
    ...orphans.map((rollout) => ({ change: null, rollout })),
  ];
  const pairs = folders.length === 0 ? [{ change: null, rollout: null }] : folders;
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
  const detected = detection.detected.map(({ surface }) => surface);
  const declared = change?.affected_surfaces ?? [];
  const surfaces = [...new Set([...declared, ...(change === null ? detected : undeclared)])];
  const floor = riskFloor(
    detection.detected.filter(({ surface }) => surfaces.includes(surface)),
    declared,
    policy,
  );
  const words = [change, base.change].flatMap((record) => (record === null ? [] : [riskOf(record.risk_level)]));
  const effective = worstRisk([floor, ...words]);
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
