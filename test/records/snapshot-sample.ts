import type { Snapshot, TextFact } from '../../src/generated/types.ts';

export const HEAD = '4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f';
export const BASE = '19ab77e0c1d2e3f405162738495a6b7c8d9e0f11';

const whole = { complete: true, list: [] } as const;

/** A record file of the sample at a commit; the blob id is made from its text. */
export function textFact(path: string, text: string | null, at: TextFact['at'] = 'head'): TextFact {
  const blob = `${path}@${at}:${text?.length ?? 0}`;
  return { path, at, commit: at === 'base' ? BASE : HEAD, blob, text, bytes: text?.length ?? 70_000 };
}

/** A pull request that changes nothing, with a policy; `changes` replace whole members. */
export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    version: 1,
    now: '2026-04-07T16:05:00Z',
    repository: { id: 42, full_name: 'acme/agents', owner_type: 'Organization', default_branch: 'main' },
    pull_request: {
      number: 7,
      id: 7007,
      state: 'open',
      draft: false,
      head_sha: HEAD,
      base_ref: 'main',
      base_sha: BASE,
      head_repository: 42,
      author: { id: 1, login: 'ada', type: 'User' },
      created_at: '2026-04-07T15:00:00Z',
      same_head: [],
    },
    policy: {
      repository: 'acme/agents',
      path: '.github/rollout-gate.yml',
      commit: BASE,
      blob: 'policy-1',
      text: 'version: 1\n',
    },
    organization_policy: null,
    codeowners: null,
    files: { complete: true, total: 0, list: [] },
    records: [],
    commits: whole,
    pushers: { known: true, list: [] },
    requesters: { known: true, list: [] },
    reviews: whole,
    base_changes: [],
    patches: [],
    teams: [],
    users: [],
    permissions: [],
    checks: whole,
    statuses: whole,
    reports: [],
    attestations: [],
    human_attestations: [],
    waivers: [],
    signal_files: [],
    surface_digests: [],
    trees: [],
    issues: { complete: true, open: [] },
    code_scanning: { complete: true, open: [] },
    id_uses: whole,
    freezes: [],
    answers: { complete: true, fault: null, blocks: [], holds: [] },
    ...changes,
  };
}
