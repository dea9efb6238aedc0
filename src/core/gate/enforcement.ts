import type { EffectivePolicy, Mode, Reason, RiskLevel, Verdict } from '../../generated/types.ts';
import type { Ground } from './ground.ts';

type Enforcement = EffectivePolicy['enforcement'];

/** The mode of a pull request of a risk: from `enforce_from` on everything is enforced, else by risk, else the default. */
export function modeOf({ default: usual, by_risk, enforce_from }: Enforcement, risk: RiskLevel, now: string): Mode {
  return isDue(enforce_from, now) ? 'enforce' : (by_risk[risk] ?? usual);
}

/**
 * The mode of the gate itself: one rule that is enforced by name makes it one that decides, by that rule alone where the
 * rest is observed, so that the check that a ruleset requires is there to say so.
 */
export function gateModeOf(enforcement: Enforcement, risk: RiskLevel, now: string): Mode {
  const isNamed = Object.values(enforcement.by_rule).includes('enforce');
  return isNamed ? 'enforce' : modeOf(enforcement, risk, now);
}

/** Whether no pull request at all is decided on: neither a risk nor a rule by name is enforced, now or by a date that has come. */
export function onlyObserves(enforcement: Enforcement, now: string): boolean {
  const { default: usual, by_risk, by_rule, enforce_from } = enforcement;
  const modes = [usual, ...Object.values(by_risk), ...Object.values(by_rule)];
  return !isDue(enforce_from, now) && !modes.includes('enforce');
}

/** Grounds with the mode that each has: a rule's own word goes before the risk's. */
export function reasonsOf(
  grounds: readonly Ground[],
  enforcement: Enforcement,
  risk: RiskLevel,
  now: string,
): readonly Reason[] {
  const usual = modeOf(enforcement, risk, now);
  const due = isDue(enforcement.enforce_from, now);
  const { by_rule } = enforcement;
  return grounds.map(({ code, effect, message, subject, where }) => {
    const own = Object.hasOwn(by_rule, code) ? by_rule[code] : undefined;
    const mode = due ? 'enforce' : (own ?? usual);
    return where === undefined
      ? { code, effect, message, subject, mode }
      : { code, effect, message, subject, mode, where };
  });
}

/** The verdict of reasons; `all` counts those that are only observed as well. */
export function verdictOf(reasons: readonly Reason[], all: boolean): Verdict {
  let verdict: Verdict = 'go';
  for (const { mode, effect } of reasons) {
    if (effect === 'advise' || !(all || mode === 'enforce')) continue;
    if (effect === 'block') return 'block';
    verdict = 'wait';
  }
  return verdict;
}

/** Blocks first, then waits, then advice; otherwise as the rules gave them. The same reason is told once. */
export function sorted(reasons: readonly Reason[]): readonly Reason[] {
  if (reasons.length < 2) return reasons;
  // By subject: a pull request of many records has a reason for each, and each of them again for every other.
  const told = new Map<string, Reason[]>();
  const [blocks, waits, advice]: [Reason[], Reason[], Reason[]] = [[], [], []];
  for (const reason of reasons) {
    const others = told.get(reason.subject);
    if (others === undefined) told.set(reason.subject, [reason]);
    else if (others.some((other) => isSameReason(reason, other))) continue;
    else others.push(reason);
    const same = reason.effect === 'block' ? blocks : reason.effect === 'wait' ? waits : advice;
    same.push(reason);
  }
  return [...blocks, ...waits, ...advice];
}

function isSameReason({ code, message }: Reason, other: Reason): boolean {
  return code === other.code && message === other.message;
}

function isDue(from: string | null, now: string): boolean {
  return from !== null && Date.parse(now) >= Date.parse(from);
}
