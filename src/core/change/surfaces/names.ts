import type { EffectivePolicy } from '../../../generated/types.ts';

/** The policy's name of a role or signal that goes by several: its own name, else the one that lists it as an alias, else unchanged. */
export function canonicalName(name: string, defined: EffectivePolicy['roles'] | EffectivePolicy['signals']): string {
  if (Object.hasOwn(defined, name)) return name;
  const found = Object.entries(defined).find(([, { aliases }]) => aliases.includes(name));
  return found === undefined ? name : found[0];
}
