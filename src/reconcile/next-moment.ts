import { nextMomentOf } from '../core/gate/next-moment.ts';
import type { Snapshot } from '../generated/types.ts';
import { prepareJudgement } from '../records/judgement.ts';

/** When a pull request has to be judged again although nothing happens, milliseconds since the epoch; null = never. */
export function nextMoment(snapshot: Snapshot | null): number | null {
  if (snapshot === null || snapshot.pull_request.state !== 'open') return null;
  const policy = prepareJudgement(snapshot).policy?.effective ?? null;
  const moment = policy === null ? null : nextMomentOf(snapshot, policy);
  return moment === null ? null : Date.parse(moment);
}
