import type { EffectivePolicy, RiskLevel } from '../../../generated/types.ts';
import type { DetectedSurface } from './detection.ts';

/** The levels from least to worst. */
export const riskLevels = ['low', 'medium', 'high'] as const satisfies readonly RiskLevel[];

/** The worst of several risks; low when there are none. */
export function worstRisk(risks: readonly RiskLevel[]): RiskLevel {
  let worst: RiskLevel = 'low';
  for (const risk of risks) if (!riskReaches(worst, risk)) worst = risk;
  return worst;
}

/** Whether a risk is at least another. */
export function riskReaches(risk: RiskLevel, least: RiskLevel): boolean {
  return riskLevels.indexOf(risk) >= riskLevels.indexOf(least);
}

/** The risk that a record's word stands for: anything but low, medium, high counts as high (contract 0.1). */
export function riskOf(word: string): RiskLevel {
  return riskLevels.find((level) => level === word) ?? 'high';
}

/** The least risk of a change: the worst of the surfaces that the diff affects and of those declared that the policy knows. */
export function riskFloor(
  detected: readonly DetectedSurface[],
  declared: readonly string[],
  policy: EffectivePolicy,
): RiskLevel {
  const risks = detected.map(({ risk }) => risk);
  for (const name of declared) {
    if (Object.hasOwn(policy.surfaces, name)) risks.push(policy.surfaces[name]?.risk ?? 'high');
  }
  return worstRisk(risks);
}
