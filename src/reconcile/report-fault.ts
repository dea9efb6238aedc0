import { onlyObserves } from '../core/gate/enforcement.ts';
import { policyInForce } from '../records/judgement.ts';
import { faultCheck } from '../report/check/fault-check.ts';
import { type FaultShown, GATE_NAME } from '../report/output.ts';
import { checkRunDifference } from './difference.ts';
import type {
  Clock,
  Glance,
  Packing,
  PullRequestKey,
  PullRequestReader,
  PullRequestWriter,
  WriteResult,
} from './ports.ts';

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
  // Under a limit every write makes it worse: only a gate that stands open is worth one.
  if (fault.code === 'github_rate_limited' && !isGateOpen(glance)) return [];
  const now = parts.clock.now();
  const writes = checkRunDifference([faultCheck(fault, observes(glance, now))], glance, now, parts.packing.sha256);
  return parts.writer.write(glance, writes);
}

/**
 * Whether it is certain that nothing is enforced. A run under the required name would stay for good, so that one which is
 * there goes on, and in any doubt the gate closes.
 */
function observes({ policy, organization, own_checks }: Glance, now: Date): boolean {
  if (policy === null || organization === 'unread' || own_checks.some(({ name }) => name === GATE_NAME)) return false;
  const effective = policyInForce(policy, organization);
  return effective !== null && onlyObserves(effective.enforcement, now.toISOString());
}

function isGateOpen({ own_checks }: Glance): boolean {
  const newest = own_checks.filter(({ name }) => name === GATE_NAME).toSorted((a, b) => b.id - a.id)[0];
  return newest?.conclusion === 'success';
}
