import { mattersWhoPushed } from '../core/change/reviews/exclusion.ts';
import { nextMomentOf } from '../core/gate/next-moment.ts';
import { policyInForce } from '../records/judgement.ts';
import type { Observation } from './ports.ts';

/** Milliseconds after which an answer that was not shown is late no more, but gone. */
const lag = 35_000;
/** Milliseconds after which replicas show what was written (github-facts F23): memory may hide what another process did. */
const replicaLag = 12_000;
/** Milliseconds after which what could not be read (a permission, the log of the branch) is asked for again. */
const unreadLag = 60_000;
/** Milliseconds for which GitHub's log of the head branch may not show yet who pushed the head. */
const youngHead = 60_000;

/**
 * When a pull request has to be judged again although nothing happens, milliseconds since the epoch; null = never. Who pushed
 * was not asked where nothing is governed and while nobody has approved.
 */
export function nextMoment(
  { snapshot, answers, leans_on_memory, head_since, pushers_unread }: Observation,
  { now, governed }: { readonly now: Date; readonly governed: boolean },
): number | null {
  if (snapshot === null || snapshot.pull_request.state !== 'open') return null;
  const policy = snapshot.policy === null ? null : policyInForce(snapshot.policy, snapshot.organization_policy);
  const moment = policy === null ? null : nextMomentOf(snapshot, policy);
  const soon = answers?.lags === true ? [now.getTime() + lag] : [];
  const isYoung = head_since !== null && now.getTime() - Date.parse(head_since) < youngHead;
  const isLate = governed && mattersWhoPushed(snapshot.reviews) && !snapshot.pushers.known && isYoung;
  const level = leans_on_memory || isLate ? [now.getTime() + replicaLag] : [];
  const unread = pushers_unread || snapshot.permissions.some(({ permission }) => permission === 'unknown');
  const again = unread ? [now.getTime() + unreadLag] : [];
  const moments = [...(moment === null ? [] : [Date.parse(moment)]), ...soon, ...level, ...again];
  return moments.length === 0 ? null : Math.min(...moments);
}
