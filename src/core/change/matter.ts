import type { EffectivePolicy, Snapshot } from '../../generated/types.ts';
import { changedPaths, type Detection, detectSurfaces } from './surfaces/detection.ts';

/** What all rules look at: one pull request under one policy. */
export interface Matter {
  readonly snapshot: Snapshot;
  readonly policy: EffectivePolicy;
  readonly detection: Detection;
  /** Both names of every rename and copy. */
  readonly changed: ReadonlySet<string>;
}

export function matterOf(snapshot: Snapshot, policy: EffectivePolicy): Matter {
  const changed = new Set(changedPaths(snapshot.files.list));
  return { snapshot, policy, detection: detectSurfaces(snapshot.files, policy), changed };
}
