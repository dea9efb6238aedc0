import { readCheckout } from '../../adapters/checkout/checkout-reader.ts';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { decide } from '../../core/decide.ts';
import type { Capsule, Snapshot } from '../../generated/types.ts';
import { makeCapsule } from '../../records/capsule.ts';
import { prepareJudgement } from '../../records/judgement.ts';
import { needsOf } from '../../reconcile/needs.ts';
import type { Terminal } from '../terminal.ts';

/** Judges what would be a pull request, from two commits of the checkout that the terminal stands in. */
export async function judgeCheckout(
  { base, head }: { readonly base: string; readonly head: string },
  { cwd, now }: Terminal,
): Promise<Capsule> {
  const snapshot = await readCheckout({ folder: cwd, base, head, needsOf, surfacesOf, sha256 }, now());
  return makeCapsule(snapshot, decide(prepareJudgement(snapshot), sha256), sha256);
}

function surfacesOf(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> {
  const surfaces = prepareJudgement(snapshot).policy?.effective?.surfaces ?? {};
  return new Map(Object.entries(surfaces).map(([name, { paths }]) => [name, paths]));
}
