import type { Snapshot } from '../../generated/types.ts';
import type { Scope } from './scope.ts';

/**
 * Whether evidence for a commit stands for the head: it is the head, it has the head's tree, or every surface that the
 * signal covers (empty = all of the policy) has equal digests at both commits. Digests that weren't read are not equal.
 */
export function standsForHead(commit: string, { matter, signal }: Scope): boolean {
  const { snapshot, policy } = matter;
  const head = snapshot.pull_request.head_sha;
  if (commit === head) return true;
  const tree = treeOf(commit, snapshot);
  if (tree !== null && tree === treeOf(head, snapshot)) return true;
  const covered = signal.covers.length > 0 ? signal.covers : Object.keys(policy.surfaces);
  return covered.length > 0 && covered.every((surface) => sameDigest(surface, commit, head, snapshot));
}

function treeOf(commit: string, { trees }: Snapshot): string | null {
  return trees.find((fact) => fact.commit === commit)?.tree ?? null;
}

function sameDigest(surface: string, a: string, b: string, { surface_digests }: Snapshot): boolean {
  const digestAt = (commit: string): string | undefined =>
    surface_digests.find((fact) => fact.commit === commit && fact.surface === surface)?.digest;
  const digest = digestAt(a);
  return digest !== undefined && digest === digestAt(b);
}
