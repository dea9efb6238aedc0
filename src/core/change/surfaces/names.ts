import { keptFor } from '../../kept.ts';

/** What the policy defines by name, with the other names of each. */
interface Defined {
  readonly [name: string]: { readonly aliases: readonly string[] };
}

/** The policy's name of a role or signal: its own name, else the one that lists it as an alias, else unchanged. */
export function canonicalName(name: string, defined: Defined): string {
  return Object.hasOwn(defined, name) ? name : (namesByAlias(defined).get(name) ?? name);
}

/** An alias that two names list is the first one's. */
const namesByAlias = keptFor((defined: Defined): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const [name, { aliases }] of Object.entries(defined)) {
    for (const alias of aliases) if (!names.has(alias)) names.set(alias, name);
  }
  return names;
});
