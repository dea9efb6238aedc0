import { createHash } from 'node:crypto';
import { decide } from '../../src/core/decide.ts';
import type { Judgement } from '../../src/core/judgement.ts';
import type {
  CheckFact,
  Decision,
  EvalCase,
  FileFact,
  Person,
  ReportFact,
  ReviewFact,
  RunFact,
  Snapshot,
  StatusFact,
  TextFact,
} from '../../src/generated/types.ts';
import { plainReaders, prepareJudgement } from '../../src/records/judgement.ts';

export const head = '4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f';
export const base = '19ab77e0c1d2e3f405162738495a6b7c8d9e0f11';
export const other = '7777777777777777777777777777777777777777';
export const now = '2026-04-07T16:05:00Z';
export const earlier = '2026-04-07T15:30:00Z';
export const repositoryId = 42;

export const people = {
  ada: person(1, 'ada'),
  bob: person(2, 'bob'),
  carol: person(3, 'carol'),
  dan: person(4, 'dan'),
  erin: person(5, 'erin'),
  robot: { id: 90, login: 'robot[bot]', type: 'Bot' },
} satisfies Record<string, Person>;

export function person(id: number, login: string): Person {
  return { id, login, type: 'User' };
}

/** A policy of one high-risk surface, two people who may review, one job and one report. */
export const policyText = `version: 1
roles:
  engineering: { users: [bob] }
  safety: { users: [carol] }
surfaces:
  prompt_bundle: { paths: ["prompts/**"], risk: high }
  policy_bundle: { paths: ["policy/**"], risk: high }
signals:
  offline_eval_passed:
    job: { workflow: .github/workflows/evals.yml, name: evals }
    trusted_paths: ["evals/**"]
  rollback_plan_ready: { file: "changes/*/ROLLBACK.md", min_length: 20 }
risk:
  high: { reviews: [engineering, safety], evals: [offline_eval_passed] }
`;

/** Records for a change of prompt_bundle that this policy lets go once people and evals have spoken. */
export const changeText = `kind: change_review_record
review_id: cr-1
change_id: chg-1
owner: engineering
change_type: prompt_update
risk_level: high
affected_surfaces:
  - prompt_bundle
required_reviews: [engineering, safety]
required_evals: [offline_eval_passed]
`;

export const rolloutText = `kind: rollout_gate_record
gate_id: gate-1
change_id: chg-1
bundle_id: bundle-1
rollout_wave: canary
traffic_scope: 5%
required_checks: [rollback_plan_ready, trace_regression_check]
blocking_findings: []
`;

export const changePath = 'changes/one/change.yaml';
export const rolloutPath = 'changes/one/rollout.yaml';

/** A pull request to judge. Left out: the ready one, which is `go`. */
export interface Scene {
  readonly policy?: string | null;
  /** Files of the diff beside the records; a path alone is a modified file. */
  readonly files?: readonly (string | FileFact)[];
  /** Record texts at head; null = the file isn't there. */
  readonly change?: string | null;
  readonly rollout?: string | null;
  /** Further record files, at head or base. */
  readonly records?: readonly TextFact[];
  readonly facts?: Partial<Snapshot>;
  readonly pull_request?: Partial<Snapshot['pull_request']>;
}

export function snapshotOf(scene: Scene = {}): Snapshot {
  const { policy = policyText, files = ['prompts/system.md'], change = changeText, rollout = rolloutText } = scene;
  const own = [
    ...(change === null ? [] : [textFact(changePath, change)]),
    ...(rollout === null ? [] : [textFact(rolloutPath, rollout)]),
  ];
  const list = [...files.map(fileFact), ...own.map(({ path }) => fileFact(path))];
  return {
    version: 1,
    now,
    repository: { id: repositoryId, full_name: 'acme/agents', owner_type: 'Organization', default_branch: 'main' },
    pull_request: {
      number: 7,
      id: 7007,
      state: 'open',
      draft: false,
      head_sha: head,
      base_ref: 'main',
      base_sha: base,
      head_repository: repositoryId,
      author: people.ada,
      created_at: '2026-04-07T15:00:00Z',
      same_head: [],
      ...scene.pull_request,
    },
    policy:
      policy === null
        ? null
        : { repository: 'acme/agents', path: '.github/rollout-gate.yml', commit: base, blob: 'policy-1', text: policy },
    organization_policy: null,
    codeowners: null,
    files: { complete: true, total: list.length, list },
    records: [...own, ...(scene.records ?? [])],
    commits: { complete: true, list: [commitBy(people.ada)] },
    pushers: { known: true, list: [people.ada] },
    requesters: { known: true, list: [] },
    reviews: { complete: true, list: [approval(people.bob, 1), approval(people.carol, 2)] },
    base_changes: [],
    patches: [],
    teams: [],
    users: Object.values(people).map(({ id, login }) => ({ login, id })),
    permissions: [],
    checks: { complete: true, list: [check('evals'), check('trace_regression_check', { id: 801 })] },
    statuses: { complete: true, list: [] },
    reports: [],
    attestations: [],
    human_attestations: [],
    waivers: [],
    signal_files: [{ path: 'changes/one/ROLLBACK.md', exists: true, length: 300 }],
    surface_digests: [],
    trees: [],
    issues: { complete: true, open: [] },
    code_scanning: { complete: true, open: [] },
    id_uses: { complete: true, list: [] },
    freezes: [],
    answers: { complete: true, fault: null, blocks: [], holds: [] },
    ...scene.facts,
  };
}

export function judgementOf(scene: Scene = {}): Judgement {
  return prepareJudgement(snapshotOf(scene), plainReaders);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function decisionOf(scene: Scene = {}): Decision {
  return decide(judgementOf(scene), sha256);
}

/** Codes of the reasons that block or wait, in order. */
export function bindingCodes({ reasons }: Decision): string[] {
  return reasons.filter(({ effect }) => effect !== 'advise').map(({ code }) => code);
}

export function codesOf({ reasons }: Decision): string[] {
  return reasons.map(({ code }) => code);
}

export function fileFact(file: string | FileFact): FileFact {
  return typeof file === 'string' ? { path: file, previous_path: null, change: 'modified' } : file;
}

export function textFact(path: string, text: string | null, at: TextFact['at'] = 'head'): TextFact {
  const commit = at === 'base' ? base : at === 'head' ? head : other;
  return { path, at, commit, blob: sha256(`${path}${text}`).slice(0, 40), text, bytes: text?.length ?? 70_000 };
}

export function commitBy(author: Person): Snapshot['commits']['list'][number] {
  const identity = { person: author, name: author.login };
  return { sha: head, author: identity, committer: identity, co_authors: [] };
}

export function approval(by: Person, id: number, changes: Partial<ReviewFact> = {}): ReviewFact {
  return { id, person: by, state: 'approved', commit: head, submitted_at: earlier, ...changes };
}

/** An open issue that the policy may take for a finding. */
export const openIssue: Snapshot['issues']['open'][number] = {
  source: 'issue',
  id: '12',
  title: 'Leaks',
  url: 'https://github.com/acme/agents/issues/12',
  rule: null,
  severity: null,
};

/** A use of the ready pull request's change_id, by nothing yet. */
export function idUse(changes: Partial<Snapshot['id_uses']['list'][number]>): Partial<Snapshot> {
  const use = { change_id: 'chg-1', bundle_id: null, pull_request: null, rollout: null, ...changes };
  return { id_uses: { complete: true, list: [use] } };
}

export function removedFile(path: string): FileFact {
  return { path, previous_path: null, change: 'removed' };
}

/** A run of the evals workflow that may vouch for the head. */
export function run(changes: Partial<RunFact> = {}): RunFact {
  return {
    id: 8123,
    path: '.github/workflows/evals.yml',
    event: 'pull_request',
    head_sha: head,
    head_repository: repositoryId,
    attempt: 1,
    status: 'completed',
    conclusion: 'success',
    pull_requests: [7],
    workflow_is_default: null,
    ...changes,
  };
}

/** A check run that is a job of such a run and succeeded. */
export function check(name: string, changes: Partial<CheckFact> = {}, runChanges: Partial<RunFact> = {}): CheckFact {
  return {
    id: 800,
    name,
    app_id: 15368,
    app: 'github-actions',
    head_sha: head,
    status: 'completed',
    conclusion: 'success',
    started_at: '2026-04-07T15:20:00Z',
    completed_at: earlier,
    run: run(runChanges),
    is_job: true,
    ...changes,
  };
}

export function status(context: string, changes: Partial<StatusFact> = {}): StatusFact {
  return { context, state: 'success', creator: people.erin, created_at: earlier, sha: head, ...changes };
}

export function cases(count: number, changes: Partial<EvalCase> = {}): EvalCase[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `case-${index}`,
    outcome: 'passed',
    trace_id: `trace-${index}`,
    idempotency_key: `key-${index}`,
    side_effects: 'one',
    ...changes,
  }));
}

type Report = NonNullable<ReportFact['report']>;

/** A report artifact of such a run, with 50 passed cases. */
export function report(
  changes: Partial<Report> = {},
  factChanges: Partial<ReportFact> = {},
  runChanges: Partial<RunFact> = {},
): ReportFact {
  return {
    artifact: 'evals',
    artifact_id: 900,
    run: run(runChanges),
    digest: `sha256:${sha256(JSON.stringify([changes, runChanges]))}`,
    created_at: earlier,
    unusable: null,
    report: {
      version: 1,
      suite: 'duplicate_ticket',
      commit: head,
      measured_at: earlier,
      release: { bundle_id: 'bundle-1' },
      dataset: { name: 'tickets', version: '3' },
      judge: { name: 'judge', version: '1' },
      verifier: { id: 'verifier', contract_version: '2' },
      cases: cases(50),
      ...changes,
    },
    ...factChanges,
  };
}
