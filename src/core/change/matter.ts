import type { EffectivePolicy, Snapshot } from '../../generated/types.ts';
import { compileGlob, matchesAny } from './surfaces/glob.ts';
import { changedPaths, type Detection, detectSurfaces } from './surfaces/detection.ts';

/** What all rules look at: one pull request under one policy. */
export interface Matter {
  readonly snapshot: Snapshot;
  readonly policy: EffectivePolicy;
  readonly detection: Detection;
  /** Both names of every rename and copy. */
  readonly changed: ReadonlySet<string>;
  /** Whether a path is a change record, or a rollout record, by the policy's patterns. */
  readonly isChange: (path: string) => boolean;
  readonly isRollout: (path: string) => boolean;
}

export function matterOf(snapshot: Snapshot, policy: EffectivePolicy): Matter {
  const changed = new Set(changedPaths(snapshot.files.list));
  const { change, rollout } = policy.records;
  return {
    snapshot,
    policy,
    detection: detectSurfaces(snapshot.files, policy),
    changed,
    isChange: pathsOf(change),
    isRollout: pathsOf(rollout),
  };
}

function pathsOf(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns.map(compileGlob);
  return (path) => matchesAny(globs, path);
}
