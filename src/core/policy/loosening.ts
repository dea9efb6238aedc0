/** What the old policy held that the new one doesn't, by kind. */
export const looseningCodes = [
  'review_lost',
  'eval_lost',
  'signal_lost',
  'plan_lost',
  'risk_lowered',
  'surface_lost',
  'record_lost',
  'enforcement_weakened',
  'role_widened',
  'role_weakened',
  'signal_weakened',
  'finding_lost',
  'waiver_widened',
  'command_widened',
  'exposure_raised',
  'wave_weakened',
  'guardrail_weakened',
] as const;
export type LooseningCode = (typeof looseningCodes)[number];

/** A broken invariant with the smallest change that shows it. */
export interface Loosening {
  readonly code: LooseningCode;
  /** JSON pointer of the part in the new policy, or of where it would be. */
  readonly pointer: string;
  /** The counterexample, one sentence: what was so, and what is now. */
  readonly message: string;
}

/** A part of a policy as a pointer. */
export function pointerTo(...steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** `safety`, `safety and legal`, or nobody. */
export function namesOr(names: readonly string[], nothing: string): string {
  const last = names.at(-1);
  if (last === undefined) return nothing;
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What the first list has and the second lacks. */
export function lacking(before: readonly string[], after: readonly string[]): readonly string[] {
  return before.filter((name) => !after.includes(name));
}
