import { faultCheck } from '../report/check/fault-check.ts';
import type { FaultShown } from '../report/output.ts';
import { checkRunDifference } from './difference.ts';
import type { Clock, Packing, PullRequestKey, PullRequestReader, PullRequestWriter, WriteResult } from './ports.ts';

/**
 * Says on the pull request that it could not be evaluated: the gate closes, whatever it said before (DESIGN section 3).
 * Throws what the ports throw: then not even this could be said, and the shell says it in its own way.
 */
export async function reportFault(
  parts: {
    readonly reader: PullRequestReader;
    readonly writer: PullRequestWriter;
    readonly packing: Packing;
    readonly clock: Clock;
  },
  key: PullRequestKey,
  fault: FaultShown,
): Promise<readonly WriteResult[]> {
  const glance = await parts.reader.glance(key);
  if (!glance.has_policy || !glance.is_open) return [];
  const writes = checkRunDifference([faultCheck(fault)], glance, parts.clock.now(), parts.packing.sha256);
  return parts.writer.write(glance, writes);
}
