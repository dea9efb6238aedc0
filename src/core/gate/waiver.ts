import type { WaiverFact } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import { membershipOf } from '../change/reviews/people.ts';
import { resolveRole } from '../change/reviews/role.ts';
import { advise, type AdviseCode, type Ground } from './ground.ts';

/** What a waiver may let pass: findings and false signals. Reviews, records, claims and ids are never a matter of waiving. */
const waivable: ReadonlySet<string> = new Set([
  'finding_open',
  'finding_listed',
  'signal_false',
  'blocker_true',
  'guardrail_breached',
]);

/**
 * Lets waived grounds pass as advice for the time of the waiver. A waiver that doesn't hold changes nothing and is told
 * with why: run out, forbidden by the policy, or without its second approver.
 */
export function applyWaivers(grounds: readonly Ground[], matter: Matter): readonly Ground[] {
  const { waivers } = matter.snapshot;
  if (waivers.length === 0) return grounds;
  return grounds.flatMap((ground) => {
    const found = waivers.filter((waiver) => names(waiver, ground));
    if (found.length === 0 || ground.effect === 'advise') return [ground];
    const faults = found.map((waiver) => ({ waiver, fault: faultOf(waiver, ground, matter) }));
    const good = faults.find(({ fault }) => fault === null);
    if (good !== undefined)
      return [told('waiver_applied', ground, good.waiver, `is waived until ${good.waiver.expires_at}`)];
    return [
      ground,
      ...faults.flatMap(({ waiver, fault }) => (fault === null ? [] : [told(fault.code, ground, waiver, fault.why)])),
    ];
  });
}

/** A waiver names a finding by its id, a signal by its name, or a reason by its code. */
function names({ finding }: WaiverFact, { code, subject }: Ground): boolean {
  const own = subject.slice(subject.indexOf(':') + 1);
  return finding === code || finding === subject || finding === own;
}

interface Fault {
  readonly code: AdviseCode;
  readonly why: string;
}

function faultOf(waiver: WaiverFact, ground: Ground, matter: Matter): Fault | null {
  const { never, second_approver } = matter.policy.waivers;
  const isForbidden = never.includes(ground.code) || never.includes(waiver.finding) || !waivable.has(ground.code);
  if (isForbidden) return { code: 'waiver_not_allowed', why: 'may not be waived' };
  // Compared so that a time that can't be read has run out.
  if (!(Date.parse(waiver.expires_at) > Date.parse(matter.snapshot.now))) {
    return { code: 'waiver_expired', why: `was waived until ${waiver.expires_at}, which is over` };
  }
  if (second_approver === null || secondAgrees(waiver, second_approver, matter)) return null;
  return { code: 'waiver_unapproved', why: `is not waived: ${second_approver} has to agree` };
}

function secondAgrees({ owner, second_approver }: WaiverFact, role: string, { policy, snapshot }: Matter): boolean {
  if (second_approver === null || second_approver.id === owner.id) return false;
  const { holders } = resolveRole(role, policy, snapshot);
  return membershipOf(second_approver.id, holders, snapshot.permissions) === 'member';
}

function told(code: AdviseCode, { subject, message }: Ground, { owner, reason }: WaiverFact, what: string): Ground {
  return advise(code, subject, `${subject} ${what} (by @${owner.login}: ${reason}). ${message}`);
}
