import type { EffectivePolicy, GuardrailPolicy, WavePolicy } from '../../generated/types.ts';
import { lacking, type Loosening, namesOr, pointerTo } from './loosening.ts';

/** No wave opens to more traffic, sooner, or with fewer people and guardrails; no guardrail tolerates more. */
export function raisedExposure(before: EffectivePolicy, after: EffectivePolicy): readonly Loosening[] {
  return [
    ...before.waves.flatMap((wave, index) => raisedWave(wave, index, after.waves)),
    ...Object.entries(before.guardrails).flatMap(([name, guardrail]) => weakenedGuardrail(name, guardrail, after)),
  ];
}

/** Waves are compared by their place: what counts is how much traffic the first, the second, … step opens. */
function raisedWave(before: WavePolicy, index: number, waves: readonly WavePolicy[]): readonly Loosening[] {
  const after = waves[index];
  const pointer = pointerTo('waves', index);
  if (after === undefined) {
    // The last step may be left out where the one before it opens no more than it did.
    return [];
  }
  const loosenings: Loosening[] = [];
  if (after.traffic > before.traffic) {
    const message = `Step ${index + 1} opened ${before.name} at ${before.traffic} %, now ${after.name} at ${after.traffic} %.`;
    loosenings.push({ code: 'exposure_raised', pointer, message });
  }
  const weak = [
    ...(after.soak_seconds < before.soak_seconds
      ? [`${after.name} had to stay healthy for ${before.soak_seconds} s, now for ${after.soak_seconds} s`]
      : []),
    ...(lacking(before.approvals, after.approvals).length > 0
      ? [
          `opening ${after.name} took ${namesOr(lacking(before.approvals, after.approvals), '')}, now ${namesOr(after.approvals, 'nobody')}`,
        ]
      : []),
    ...(lacking(before.guardrails, after.guardrails).length > 0
      ? [
          `${after.name} was watched by ${namesOr(lacking(before.guardrails, after.guardrails), '')}, now by ${namesOr(after.guardrails, 'nothing')}`,
        ]
      : []),
    ...(before.promote === 'command' && after.promote === 'auto'
      ? [`a person opened ${after.name}, now it opens by itself`]
      : []),
  ];
  return [
    ...loosenings,
    ...weak.map(
      (words): Loosening => ({
        code: 'wave_weakened',
        pointer,
        message: `${words[0]?.toUpperCase()}${words.slice(1)}.`,
      }),
    ),
  ];
}

function weakenedGuardrail(
  name: string,
  before: GuardrailPolicy,
  { guardrails }: EffectivePolicy,
): readonly Loosening[] {
  const after = Object.hasOwn(guardrails, name) ? guardrails[name] : undefined;
  const pointer = pointerTo('guardrails', name);
  const said = (message: string): Loosening => ({ code: 'guardrail_weakened', pointer, message });
  // Its absence from the waves that it watched is told there.
  if (after === undefined) return [];
  if (after.kind !== before.kind || after.sample !== before.sample || after.eval !== before.eval) {
    return [said(`${name} watched ${watched(before)}, now ${watched(after)}.`)];
  }
  return [
    ...(before.max !== null && (after.max === null || after.max > before.max)
      ? [said(`${name} was breached above ${before.max}, now above ${after.max ?? 'nothing'}.`)]
      : []),
    ...(before.budget !== null &&
    (after.budget === null || after.budget.critical > before.budget.critical || after.budget.high > before.budget.high)
      ? [said(`${name} tolerated ${budget(before)}, now ${budget(after)}.`)]
      : []),
    ...(before.on_breach === 'rollback' && after.on_breach === 'hold'
      ? [said(`A breach of ${name} rolled back, now it holds.`)]
      : []),
  ];
}

function watched({ kind, sample, eval: signal }: GuardrailPolicy): string {
  return sample ?? signal ?? kind;
}

function budget({ budget: limits }: GuardrailPolicy): string {
  return limits === null ? 'any number' : `${limits.critical} critical and ${limits.high} high`;
}
