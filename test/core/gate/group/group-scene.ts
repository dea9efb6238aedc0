import type { MergeGroupFact, PatchFact, Snapshot } from '../../../../src/generated/types.ts';
import { changePath, head, type Scene } from '../../../support/snapshot.ts';

/** Head of the merge group. */
export const group = 'c'.repeat(40);

export function patchOf(sha: string, hunks = 'hunks', paths = ['prompts/system.md']): PatchFact {
  const files = paths.map((path) => ({
    path,
    previous_path: null,
    patch: hunks,
    base_blob: null,
    head_blob: null,
    head_mode: '100644',
  }));
  return { sha, complete: true, files };
}

/** What lies under the surfaces at the head and in the group. */
export function digests(atHead: string, inGroup: string): Snapshot['surface_digests'] {
  return ['prompt_bundle', 'policy_bundle'].flatMap((surface) => [
    { commit: head, surface, digest: atHead },
    { commit: group, surface, digest: inGroup },
  ]);
}

/** The ready pull request in a group that another one is ahead of; each case spoils what it names. */
export function inGroup(changes: Partial<MergeGroupFact> = {}, facts: Partial<Snapshot> = {}): Scene {
  const merge_group: MergeGroupFact = {
    head_sha: group,
    pull_head_sha: head,
    position: 1,
    size: 2,
    entry: { base_sha: 'b', head_sha: group, tree: 'other tree' },
    files: { complete: true, list: [{ path: changePath, pull: 'blob', group: 'blob' }] },
    rules: { known: true, policy: 'policy-1', codeowners: null },
    patch: { pull: patchOf(head), group: patchOf(group) },
    others: { complete: true, paths: ['README.md'] },
    checks: { complete: true, list: [] },
    reports: [],
    workflows: [{ path: '.github/workflows/evals.yml', listens: true }],
    ...changes,
  };
  const trees = [
    { commit: head, tree: 'tree' },
    { commit: group, tree: 'group tree' },
  ];
  return { facts: { trees, surface_digests: digests('same', 'same'), ...facts, merge_group } };
}
