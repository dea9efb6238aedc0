import type { EffectivePolicy, Snapshot } from '../../generated/types.ts';
import { changedPaths } from './surfaces/changed-paths.ts';
import { type Detection, detectIn } from './surfaces/detection.ts';
import { type RecordPaths, recordPaths } from './surfaces/record-paths.ts';

/** What all rules look at: one pull request under one policy. */
export interface Matter extends RecordPaths {
  readonly snapshot: Snapshot;
  readonly policy: EffectivePolicy;
  readonly detection: Detection;
  /** Both names of every rename and copy. */
  readonly changed: ReadonlySet<string>;
  /** Those of them that are records by the policy's patterns. */
  readonly records: ReadonlySet<string>;
}

/** The matter of a snapshot under the policy in force. */
export function matterOf(snapshot: Snapshot, policy: EffectivePolicy): Matter {
  const { changed, records, detection } = diffOf(snapshot, policy);
  const { isChange, isRollout, isRecord } = recordPaths(policy);
  return { snapshot, policy, detection, changed, records, isChange, isRollout, isRecord };
}

/** What the changed files say under a policy. */
interface Diff extends Pick<Matter, 'detection' | 'changed' | 'records'> {
  readonly files: Snapshot['files'];
  readonly policy: EffectivePolicy;
}

/**
 * What is needed to judge a pull request and the judgement itself ask for the same diff: the last one is kept by the facts
 * of the pull request, which both have in common, and taken again only for equal files under the same policy.
 */
const diffs = new WeakMap<Snapshot['pull_request'], Diff>();

function diffOf({ pull_request, files }: Snapshot, policy: EffectivePolicy): Diff {
  const known = diffs.get(pull_request);
  if (known !== undefined && known.policy === policy && isSame(known.files, files)) return known;
  const changed = changedPaths(files.list);
  const { isRecord } = recordPaths(policy);
  const records = new Set<string>();
  for (const path of changed) if (isRecord(path)) records.add(path);
  const diff = { files, policy, changed, records, detection: detectIn(changed, files.complete, policy) };
  diffs.set(pull_request, diff);
  return diff;
}

function isSame(some: Snapshot['files'], others: Snapshot['files']): boolean {
  if (some === others) return true;
  const { complete, list } = others;
  if (some.complete !== complete || some.list.length !== list.length) return false;
  return some.list.every(({ path, previous_path, change }, index) => {
    const other = list[index];
    return path === other?.path && previous_path === other.previous_path && change === other.change;
  });
}
