import type { EffectivePolicy, WaiverFact } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import { mayAgree, mayWaive, secondWords } from '../command/second.ts';
import { waiverEnd, waiverEndText } from './waiver-end.ts';
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
    const found = waivers.filter((waiver) => names(waiver, ground, matter.policy));
    if (found.length === 0 || ground.effect === 'advise') return [ground];
    const faults = found.map((waiver) => ({ waiver, fault: faultOf(waiver, ground, matter) }));
    const good = faults.find(({ fault }) => fault === null);
    if (good !== undefined)
      return [
        told('waiver_applied', ground, good.waiver, `is waived until ${waiverEndText(good.waiver, matter.policy)}`),
      ];
    return [
      ground,
      ...faults.flatMap(({ waiver, fault }) => (fault === null ? [] : [told(fault.code, ground, waiver, fault.why)])),
    ];
  });
}

/** What a waiver names, and what names it. */
type Named = Pick<Ground, 'code' | 'subject'>;

/** Whether a reason may be waived at all: of a kind that may, and under none of its names what the policy never waives. */
export function isWaivable(ground: Named, policy: EffectivePolicy): boolean {
  const { never } = policy.waivers;
  return waivable.has(ground.code) && !never.some((finding) => names({ finding }, ground, policy));
}

/** A waiver names a finding by its id, a signal by its name or an alias of it, or a reason by its code or subject. */
export function names(
  { finding }: Pick<WaiverFact, 'finding'>,
  { code, subject }: Named,
  { signals }: Pick<EffectivePolicy, 'signals'>,
): boolean {
  const own = subject.slice(subject.indexOf(':') + 1);
  const meant = finding.startsWith(signalMark)
    ? `${signalMark}${canonicalName(finding.slice(signalMark.length), signals)}`
    : canonicalName(finding, signals);
  return [finding, meant].some((name) => name === code || name === subject || name === own);
}

const signalMark = 'signal:';

interface Fault {
  readonly code: AdviseCode;
  readonly why: string;
}

function faultOf(waiver: WaiverFact, ground: Ground, matter: Matter): Fault | null {
  if (!isWaivable(ground, matter.policy)) return { code: 'waiver_not_allowed', why: 'may not be waived' };
  // Compared so that a time that can't be read has run out.
  if (!(waiverEnd(waiver, matter.policy) > Date.parse(matter.snapshot.now))) {
    return { code: 'waiver_expired', why: `was waived until ${waiverEndText(waiver, matter.policy)}, which is over` };
  }
  if (!mayWaive(waiver.owner, matter.snapshot, matter.policy)) {
    return { code: 'waiver_unapproved', why: `is not waived: @${waiver.owner.login} may not waive, or not any more` };
  }
  if (secondAgrees(waiver, matter)) return null;
  return { code: 'waiver_unapproved', why: `is not waived: ${secondWords(matter.policy)} has to agree` };
}

/** A waiver counts for nothing without a second person, whether or not the policy names a role for it. */
function secondAgrees({ owner, second_approver }: WaiverFact, { policy, snapshot }: Matter): boolean {
  if (second_approver === null || second_approver.id === owner.id) return false;
  return mayAgree(second_approver, snapshot, policy);
}

function told(code: AdviseCode, { subject, message }: Ground, waiver: WaiverFact, what: string): Ground {
  const { owner, second_approver: second, reason } = waiver;
  const by = second === null ? `@${owner.login}` : `@${owner.login} and @${second.login}`;
  return advise(code, subject, `${subject} ${what} (by ${by}: ${reason}). ${message}`);
}
