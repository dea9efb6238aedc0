import type { Decision, EffectivePolicy, Reason, WaiverFact } from '../../generated/types.ts';
import { isWaivable, names } from '../gate/waiver.ts';
import { waiverEnd } from '../gate/waiver-end.ts';
import type { Chain } from './chain/chain.ts';
import type { Ask } from './command.ts';
import { isoSeconds } from './date.ts';
import { done, refused, type Saying } from './saying.ts';
import { mayAgree, secondTakes } from './second.ts';
import type { Standing, StandingFacts } from './standing.ts';

type Waive = Extract<Ask, { readonly verb: 'waive' }>;

/** What a waiver is asked for under. */
export interface WaiverMatter {
  readonly chain: Chain;
  readonly roles: StandingFacts['roles'];
  readonly policy: EffectivePolicy;
  readonly decision: Decision;
  readonly head: string;
  /** UTC. */
  readonly now: string;
}

/** Waivers that wait for a second person and haven't run out. */
export function openWaivers({ chain, policy, now }: Pick<WaiverMatter, 'chain' | 'policy' | 'now'>) {
  return runningWaivers({ chain, policy, now }).filter(({ second_approver }) => second_approver === null);
}

function runningWaivers({ chain, policy, now }: Pick<WaiverMatter, 'chain' | 'policy' | 'now'>): readonly WaiverFact[] {
  return chain.waivers.filter((waiver) => waiverEnd(waiver, policy) > Date.parse(now));
}

/** A new waiver, or a second person's word on one that waits for it. */
export function waive(ask: Waive, { person }: Standing, matter: WaiverMatter): Saying {
  const { chain, policy } = matter;
  const fault = waiverFault(ask, matter);
  if (fault !== null) return fault;
  const open = openWaivers(matter).filter(({ finding }) => finding === ask.finding);
  const pending = open.findLast(({ owner }) => owner.id !== person.id);
  if (pending !== undefined && mayAgree(person, matter.roles, policy)) {
    const until = earlier(ask.until, pending.expires_at);
    return done({ kind: 'agree', waiver: pending.id, until }, { until });
  }
  const own = open.find(({ owner, expires_at }) => owner.id === person.id && expires_at === ask.until);
  if (own !== undefined) return done(null, { until: own.expires_at, second: secondTakes(policy) }, 'already_so');
  const { finding, until, reason } = ask;
  const id = `w${chain.next.number}`;
  const told = { until, second: secondTakes(policy) };
  return done({ kind: 'waive', id, finding, until, reason, commit: matter.head }, told, 'waiver_waits');
}

function waiverFault({ finding, until }: Waive, matter: WaiverMatter): Saying | null {
  const { decision, policy, now } = matter;
  const named = decision.reasons
    .filter(({ effect, code }) => effect !== 'advise' || code === 'waiver_applied')
    .filter((reason) => names({ finding }, reason, policy));
  const isKnown = runningWaivers(matter).some((waiver) => waiver.finding === finding);
  const mayPass = (reason: Reason): boolean => reason.code === 'waiver_applied' || isWaivable(reason, policy);
  if (isNever(finding, policy) || (named.length > 0 && !named.some(mayPass))) return refused('waiver_not_allowed');
  if (named.length === 0 && !isKnown) return refused('nothing_to_waive');
  const latest = isoSeconds(Date.parse(now) + policy.waivers.max_seconds * 1000);
  if (isAhead(until, now) && !isAhead(until, latest)) return null;
  return refused('waiver_too_long', { latest });
}

/** Whether the policy never waives what has this name, also where nothing of that name is open now. */
function isNever(finding: string, policy: EffectivePolicy): boolean {
  const named = { code: finding, subject: finding };
  return policy.waivers.never.some((one) => names({ finding: one }, named, policy));
}

/** Whether a time is still to come; one that can't be read isn't. */
function isAhead(time: string, now: string): boolean {
  return Date.parse(time) > Date.parse(now);
}

function earlier(a: string, b: string): string {
  return Date.parse(a) < Date.parse(b) ? a : b;
}
