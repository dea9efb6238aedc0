/** What the policy defines by name, with the other names of each. */
interface Defined {
  readonly [name: string]: { readonly aliases: readonly string[] };
}

/** The policy's name of a role or signal: its own name, else the one that lists it as an alias, else unchanged. */
export function canonicalName(name: string, defined: Defined): string {
  if (Object.hasOwn(defined, name)) return name;
  const found = Object.entries(defined).find(([, { aliases }]) => aliases.includes(name));
  return found === undefined ? name : found[0];
}
