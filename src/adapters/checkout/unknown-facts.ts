import type { Snapshot } from '../../generated/types.ts';

/** A pull request that was never opened: GitHub numbers from 1. */
export const noPullRequest = {
  number: 0,
  id: 0,
  state: 'open',
  draft: false,
  head_repository: 0,
  author: null,
  same_head: [],
} as const;

const none = { complete: true, list: [] } as const;

/** Everything that only GitHub knows. Nobody pushed or reviewed and nothing ran yet: empty lists, wholly known. */
export function nothingKnown(now: string): Omit<Snapshot, 'repository' | 'pull_request'> {
  return {
    version: 1,
    now,
    policy: null,
    organization_policy: null,
    codeowners: null,
    files: { complete: true, total: 0, list: [] },
    records: [],
    commits: none,
    pushers: { known: true, list: [] },
    requesters: { known: true, list: [] },
    reviews: none,
    base_changes: [],
    patches: [],
    teams: [],
    users: [],
    permissions: [],
    checks: none,
    statuses: none,
    reports: [],
    attestations: [],
    human_attestations: [],
    waivers: [],
    signal_files: [],
    surface_digests: [],
    trees: [],
    issues: { complete: true, open: [] },
    code_scanning: { complete: true, open: [] },
    id_uses: none,
    freezes: [],
    // No pull request, so nobody has said anything in it: a wait for that would hold every change, governed or not.
    answers: { complete: true, fault: null, blocks: [], holds: [] },
  };
}
