import type { EffectivePolicy } from '../../../generated/types.ts';
import { keptFor } from '../../kept.ts';
import { compileGlob, matchesAny } from './glob.ts';

/** Whether a path is a change record, a rollout record or either, by the policy's patterns. */
export interface RecordPaths {
  readonly isChange: (path: string) => boolean;
  readonly isRollout: (path: string) => boolean;
  readonly isRecord: (path: string) => boolean;
}

/** The policy's patterns as questions about one path. */
export const recordPaths = keptFor(
  ({ records }: { readonly records: Pick<EffectivePolicy['records'], 'change' | 'rollout'> }): RecordPaths => {
    const [change, rollout] = [records.change.map(compileGlob), records.rollout.map(compileGlob)];
    return {
      isChange: (path) => matchesAny(change, path),
      isRollout: (path) => matchesAny(rollout, path),
      isRecord: (path) => matchesAny(change, path) || matchesAny(rollout, path),
    };
  },
);
