import { pointerStep } from '../yaml/node.ts';
import type { PolicyLog } from './log.ts';

/** Names with their aliases: `get` gives the defined name for either, or undefined. */
export type NameIndex = ReadonlyMap<string, string>;

/** Reads names and aliases of `roles` or `signals`; one word for two things is a problem at the second one. */
export function nameIndex(
  section: string,
  entries: Readonly<Record<string, { readonly aliases?: readonly string[] }>>,
  log: PolicyLog | null,
): NameIndex {
  const index = new Map<string, string>(Object.keys(entries).map((name) => [name, name]));
  for (const [name, { aliases = [] }] of Object.entries(entries)) {
    for (const [position, alias] of aliases.entries()) {
      const holder = index.get(alias);
      const at = `${pointerStep(`/${section}`, name)}/aliases/${position}`;
      if (holder === undefined) index.set(alias, name);
      else log?.error('alias_clash', at, `${alias} stands for ${holder} already, so it can't stand for ${name} too`);
    }
  }
  return index;
}

/** Finds the known name that another name is one slip away from: a letter more, less, other or swapped, capitals, or - for _. */
export function slipFinder(known: readonly string[]): (name: string) => string | undefined {
  const folded = known.map((name) => ({ name, fold: fold(name) }));
  return (name) => {
    const wanted = fold(name);
    return folded.find((candidate) => candidate.name !== name && isOneSlip(wanted, candidate.fold))?.name;
  };
}

function isOneSlip(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const isSwap = restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0];
  return isSwap || restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ .]/g, '_');
}
