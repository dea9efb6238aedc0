import type {
  ChangeRecord,
  CommitFact,
  EffectivePolicy,
  FileFact,
  PatchFact,
  PatchFile,
  Person,
  ReviewFact,
  RolePolicy,
  RolloutRecord,
  Snapshot,
  SurfacePolicy,
} from '../../../src/generated/types.ts';

/** Facts for tables: each maker fills in what a case doesn't speak of. */
export const head = 'a'.repeat(40);
export const earlier = 'b'.repeat(40);

export const people = {
  ann: person(1, 'ann'),
  bob: person(2, 'bob'),
  carol: person(3, 'carol'),
  dan: person(4, 'dan'),
  erin: person(5, 'erin'),
  frank: person(6, 'frank'),
  robot: person(90, 'porter[bot]', 'Bot'),
};

export function person(id: number, login: string, type: Person['type'] = 'User'): Person {
  return { id, login, type };
}

export function file(path: string, change: FileFact['change'] = 'modified', previous: string | null = null): FileFact {
  return { path, previous_path: previous, change };
}

export function filesOf(...paths: readonly string[]): Snapshot['files'] {
  return { complete: true, total: paths.length, list: paths.map((path) => file(path)) };
}

let reviewId = 0;
export function review(by: Person | null, changes: Partial<ReviewFact> = {}): ReviewFact {
  reviewId += 1;
  return {
    id: reviewId,
    person: by,
    state: 'approved',
    commit: head,
    submitted_at: '2026-04-07T12:00:00Z',
    ...changes,
  };
}

export function commit(author: Person | null, changes: Partial<CommitFact> = {}): CommitFact {
  const identity = { person: author, name: author?.login ?? 'Somebody' };
  return { sha: head, author: identity, committer: identity, co_authors: [], ...changes };
}

export function patchFile(
  path: string,
  patch: string | null = `hunks of ${path}`,
  changes: Partial<PatchFile> = {},
): PatchFile {
  return { path, previous_path: null, patch, base_blob: null, head_blob: null, head_mode: '100644', ...changes };
}

export function patch(sha: string, files: readonly PatchFile[], complete = true): PatchFact {
  return { sha, complete, files };
}

export function role(changes: Partial<RolePolicy>): RolePolicy {
  return {
    teams: [],
    users: [],
    codeowners: [],
    permission: null,
    approvals: 1,
    aliases: [],
    implicit: false,
    ...changes,
  };
}

export function surface(paths: readonly string[], changes: Partial<SurfacePolicy> = {}): SurfacePolicy {
  return { paths, risk: 'medium', requires: { reviews: [], evals: [], signals: [] }, ...changes };
}

export function policyOf(changes: Partial<EffectivePolicy> = {}): EffectivePolicy {
  const none = { plan: null, reviews: [], evals: [], signals: [] };
  return {
    version: 1,
    enforcement: { default: 'enforce', by_risk: {}, by_rule: {}, enforce_from: null },
    records: {
      change: ['change.yaml', 'changes/*/change.yaml'],
      rollout: ['rollout.yaml', 'changes/*/rollout.yaml'],
      required_from: 'medium',
    },
    roles: {},
    surfaces: {},
    change_types: {},
    signals: {},
    findings: { issues: null, code_scanning: null },
    risk: { low: none, medium: none, high: none },
    waves: [],
    guardrails: {},
    deployer: null,
    notify: null,
    freeze: { weekly: [] },
    rehearsal: null,
    commands: {},
    waivers: { second_approver: null, max_seconds: 0, never: [] },
    release: { publisher: 'action', sign: 'ed25519', tag: 'rollout' },
    ...changes,
  };
}

export function snapshotOf(changes: Partial<Snapshot> = {}): Snapshot {
  const none = { complete: true, list: [] };
  return {
    version: 1,
    now: '2026-04-07T16:00:00Z',
    repository: { id: 7, full_name: 'acme/agents', owner_type: 'Organization', default_branch: 'main' },
    pull_request: {
      number: 12,
      id: 1012,
      state: 'open',
      draft: false,
      head_sha: head,
      base_ref: 'main',
      base_sha: 'c'.repeat(40),
      head_repository: 7,
      author: people.ann,
      created_at: '2026-04-07T10:00:00Z',
      same_head: [],
    },
    policy: null,
    organization_policy: null,
    codeowners: null,
    files: filesOf('prompts/support.md'),
    records: [],
    commits: { complete: true, list: [commit(people.ann)] },
    pushers: { known: true, list: [people.ann] },
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
    answers: { complete: true, fault: null, blocks: [], holds: [] },
    ...changes,
  };
}

export function changeRecord(changes: Partial<ChangeRecord> = {}): ChangeRecord {
  return {
    shape: 'document',
    path: 'change.yaml',
    folder: '',
    change_id: 'chg-1',
    review_id: 'cr-1',
    owner: 'platform',
    change_type: 'policy_update',
    risk_level: 'medium',
    rollout_strategy: null,
    artifacts: [],
    affected_surfaces: ['policy_bundle'],
    required_reviews: ['engineering'],
    required_evals: ['offline'],
    status: null,
    session_control_owner: null,
    emergency_freeze_owner: null,
    positions: {},
    at: {},
    ...changes,
  };
}

export function rolloutRecord(changes: Partial<RolloutRecord> = {}): RolloutRecord {
  return {
    shape: 'document',
    path: 'rollout.yaml',
    folder: '',
    gate_id: 'gate-1',
    change_id: 'chg-1',
    bundle_id: 'bundle-1',
    rollout_wave: 'canary',
    traffic: { raw: '5%', percent: 5 },
    required_checks: ['telemetry_ready'],
    block_if: ['traces_missing'],
    blocking_findings: [],
    decision: null,
    decided_by: [],
    rollout_mode: {
      initial: null,
      max_tenant_exposure_pct: null,
      ceiling_pct: null,
      require_shadow_period: null,
      entries: {},
    },
    positions: {},
    at: {},
    ...changes,
  };
}
