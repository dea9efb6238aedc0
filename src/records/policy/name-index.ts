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

/** True if two different names are one slip apart: a letter more, less, other or swapped, capitals, or - for _. */
export function isSlip(a: string, b: string): boolean {
  const [x, y] = [fold(a), fold(b)];
  if (x === y) return a !== b;
  if (Math.abs(x.length - y.length) > 1) return false;
  let start = 0;
  while (start < x.length && x[start] === y[start]) start += 1;
  const [restX, restY] = [x.slice(start), y.slice(start)];
  const isSwap = restX.slice(2) === restY.slice(2) && restX[0] === restY[1] && restX[1] === restY[0];
  return isSwap || restX.slice(1) === restY.slice(1) || restX.slice(1) === restY || restX === restY.slice(1);
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ .]/g, '_');
}
