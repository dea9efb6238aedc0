import type { EffectivePolicy, Mode, RiskLevel } from '../../generated/types.ts';
import { type Loosening, pointerTo } from './loosening.ts';

type Enforcement = EffectivePolicy['enforcement'];
const risks = ['low', 'medium', 'high'] as const;

/** Rules that must hold under any policy: without them what nobody declared would pass. */
const always = ['change_type_unknown', 'risk_unknown', 'risk_below_floor', 'surface_undeclared', 'surface_unknown'];

/** What was enforced stays enforced, and a date on which it would be doesn't move away. No clock: each time is compared. */
export function weakenedEnforcement(before: EffectivePolicy, after: EffectivePolicy): readonly Loosening[] {
  const [then, now] = [before.enforcement, after.enforcement];
  return [...weakenedRisks(then, now), ...weakenedRules(then, now), ...weakenedDate(then, now)];
}

function weakenedRisks(then: Enforcement, now: Enforcement): readonly Loosening[] {
  return risks
    .filter((risk) => of(then, risk) === 'enforce' && of(now, risk) === 'observe')
    .map((risk) => ({
      code: 'enforcement_weakened',
      pointer: pointerTo('enforcement', risk),
      message: `A ${risk} change without its reviews was blocked, now it is only reported.`,
    }));
}

/** A rule's own word goes before the risk's; told where the new policy names it, or drops the old one's word. */
function weakenedRules(then: Enforcement, now: Enforcement): readonly Loosening[] {
  const named = new Set([...Object.keys(then.by_rule), ...Object.keys(now.by_rule)]);
  return [...named].flatMap((rule): Loosening[] => {
    // Where the risk as a whole was told already, a rule adds nothing unless it had a word of its own.
    const isTold = (level: RiskLevel): boolean =>
      then.by_rule[rule] === undefined && of(then, level) === 'enforce' && of(now, level) === 'observe';
    const risk = risks.find(
      (level) =>
        (then.by_rule[rule] ?? of(then, level)) === 'enforce' &&
        (now.by_rule[rule] ?? of(now, level)) === 'observe' &&
        !isTold(level),
    );
    if (risk === undefined) return [];
    const unknown = always.includes(rule) ? ', so that what nobody declared passes' : '';
    const message = `A ${risk} change with ${rule} was stopped, now it is only reported${unknown}.`;
    return [{ code: 'enforcement_weakened', pointer: pointerTo('enforcement', 'rules', rule), message }];
  });
}

function weakenedDate(then: Enforcement, now: Enforcement): readonly Loosening[] {
  if (then.enforce_from === null) return [];
  const isWhole = risks.every((risk) => of(now, risk) === 'enforce') && !Object.values(now.by_rule).includes('observe');
  const isKept = now.enforce_from !== null && Date.parse(now.enforce_from) <= Date.parse(then.enforce_from);
  if (isWhole || isKept) return [];
  const message = `On ${then.enforce_from} everything was to be enforced, now ${now.enforce_from === null ? 'never' : `on ${now.enforce_from}`}.`;
  return [{ code: 'enforcement_weakened', pointer: pointerTo('enforcement', 'enforce_from'), message }];
}

function of({ default: usual, by_risk }: Enforcement, risk: RiskLevel): Mode {
  return by_risk[risk] ?? usual;
}
