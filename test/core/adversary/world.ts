import fc from 'fast-check';
import type { Decision, Snapshot } from '../../../src/generated/types.ts';
import { decide } from '../../../src/core/decide.ts';
import { plainReaders, prepareJudgement } from '../../../src/records/judgement.ts';
import {
  approval,
  changeText,
  check,
  commitBy,
  head,
  now,
  other,
  people,
  report,
  rolloutText,
  sha256,
  snapshotOf,
  status,
} from '../../support/snapshot.ts';

/** A policy that reads a signal from every kind of source, with roles by name, team, CODEOWNERS and permission. */
export const richPolicy = `version: 1
roles:
  engineering: { users: [bob] }
  safety: { teams: [safety-team], aliases: [safety_lead] }
  owners: { codeowners: ["prompts/**"] }
  maintainers: { permission: maintain }
surfaces:
  prompt_bundle: { paths: ["prompts/**"], risk: high }
  policy_bundle: { paths: ["policy/**"], risk: high }
signals:
  offline_eval_passed:
    job: { workflow: .github/workflows/evals.yml, name: evals }
    trusted_paths: ["evals/**"]
  duplicates_checked:
    report: { workflow: .github/workflows/evals.yml, artifact: evals, suite: duplicate_ticket }
  verifier_quality_check: { status: { context: ci/verifier, creator: erin } }
  leak_found: { code_scanning: { rule: leaked-secret } }
  unsafe_path: { job: { workflow: .github/workflows/evals.yml, name: unsafe } }
  stop_file: { file: "changes/*/STOP.md" }
  rollback_plan_ready: { file: "changes/*/ROLLBACK.md", min_length: 20 }
findings:
  issues: { label: blocking }
  code_scanning: { min_severity: high }
risk:
  high: { reviews: [engineering, safety_lead, owners, maintainers], evals: [offline_eval_passed, duplicates_checked] }
`;

const richRollout = `${rolloutText.replace(
  'required_checks: [rollback_plan_ready, trace_regression_check]',
  'required_checks: [rollback_plan_ready, trace_regression_check, verifier_quality_check]',
)}rollout:
  block_if: [leak_found, unsafe_path, stop_file]
`;

const stopFile = 'changes/one/STOP.md';

/** A pull request under that policy for which everything is given: \`go\`. */
export function richWorld(): Snapshot {
  const world = snapshotOf({ policy: richPolicy, change: changeText, rollout: richRollout });
  return {
    ...world,
    codeowners: { path: 'CODEOWNERS', blob: 'owners-1', text: 'prompts/ @dan\n', error_lines: [] },
    reviews: {
      complete: true,
      list: [
        approval(people.bob, 1),
        approval(people.carol, 2),
        approval(people.dan, 3, { commit: other }),
        approval(people.erin, 4),
      ],
    },
    teams: [{ team: 'safety-team', readable: true, size: 3, acted: [people.carol.id] }],
    permissions: [
      { person: people.ada.id, permission: 'write' },
      { person: people.erin.id, permission: 'maintain' },
    ],
    patches: [patch(other), patch(head)],
    checks: {
      complete: true,
      list: [
        check('evals'),
        check('trace_regression_check', { id: 801 }),
        check('unsafe', { id: 802, conclusion: 'failure' }),
      ],
    },
    statuses: { complete: true, list: [status('ci/verifier')] },
    reports: [report()],
    signal_files: [...world.signal_files, { path: stopFile, exists: false, length: null }],
  };
}

function patch(sha: string): Snapshot['patches'][number] {
  const file = {
    path: 'prompts/system.md',
    previous_path: null,
    patch: 'sha256:a',
    base_blob: 'a',
    head_blob: 'b',
    head_mode: '100644',
  };
  return { sha, complete: true, files: [file] };
}

export function verdictOf(snapshot: Snapshot): Decision['verdict'] {
  return decisionFor(snapshot).verdict;
}

export function decisionFor(snapshot: Snapshot): Decision {
  return decide(prepareJudgement(snapshot, plainReaders), sha256);
}

export type Turn = (snapshot: Snapshot) => Snapshot;

const withChecks =
  (...more: Snapshot['checks']['list']): Turn =>
  (world) => ({ ...world, checks: { ...world.checks, list: [...world.checks.list, ...more] } });
const withReviews =
  (...more: Snapshot['reviews']['list']): Turn =>
  (world) => ({ ...world, reviews: { ...world.reviews, list: [...world.reviews.list, ...more] } });
const without =
  (who: number): Turn =>
  (world) => ({
    ...world,
    reviews: { ...world.reviews, list: world.reviews.list.filter(({ person }) => person?.id !== who) },
  });

/** What may happen to a pull request, for worse or without effect, one at a time. */
export const events: Readonly<Record<string, Turn>> = {
  'a newer run of the job fails': withChecks(check('evals', { id: 900, conclusion: 'failure' }, { id: 9000 })),
  'a newer attempt of the job fails': withChecks(check('evals', { id: 901, conclusion: 'failure' }, { attempt: 2 })),
  'a newer run of the job is in progress': withChecks(
    check('evals', { id: 902, status: 'in_progress', conclusion: null, completed_at: null }, { id: 9001 }),
  ),
  'a newer push run of the job fails': withChecks(
    check('evals', { id: 903, conclusion: 'failure' }, { id: 9002, event: 'push', workflow_is_default: true }),
  ),
  'a newer run of the blocker is true': withChecks(check('unsafe', { id: 904, conclusion: 'success' }, { id: 9003 })),
  'a newer report fails': (world) => ({
    ...world,
    reports: [
      ...world.reports,
      report(
        { cases: [{ id: 'a', outcome: 'failed', blocking: true, failure_reason: 'x', trace_id: 't' }] },
        { artifact_id: 901 },
        { id: 9004 },
      ),
    ],
  }),
  'a newer status fails': (world) => ({
    ...world,
    statuses: {
      ...world.statuses,
      list: [...world.statuses.list, status('ci/verifier', { state: 'failure', created_at: now })],
    },
  }),
  'engineering asks for changes': withReviews(
    approval(people.bob, 11, { state: 'changes_requested', submitted_at: now }),
  ),
  'safety asks for changes': withReviews(approval(people.carol, 12, { state: 'changes_requested', submitted_at: now })),
  'engineering has not approved': without(people.bob.id),
  'safety has not approved': without(people.carol.id),
  'an owner has not approved': without(people.dan.id),
  'the approver is a committer': (world) => ({
    ...world,
    commits: { ...world.commits, list: [...world.commits.list, commitBy(people.bob)] },
  }),
  'the approver is a co-author': (world) => ({
    ...world,
    commits: {
      ...world.commits,
      list: world.commits.list.map((one) => ({ ...one, co_authors: [{ person: people.carol, name: 'carol' }] })),
    },
  }),
  'the approver pushed': (world) => ({ ...world, pushers: { ...world.pushers, list: [people.ada, people.erin] } }),
  'the approver asked an agent': (world) => ({ ...world, requesters: { known: true, list: [people.bob] } }),
  'the base was changed': (world) => ({ ...world, base_changes: [now] }),
  'an alert is open': (world) => ({
    ...world,
    code_scanning: {
      complete: true,
      open: [{ source: 'code_scanning', id: '1', title: 'x', url: '', rule: 'leaked-secret', severity: 'critical' }],
    },
  }),
  'an issue is open': (world) => ({
    ...world,
    issues: {
      complete: true,
      open: [{ source: 'issue', id: '1', title: 'x', url: '', rule: null, severity: null }],
    },
  }),
  'the change id is used elsewhere': (world) => ({
    ...world,
    id_uses: {
      complete: true,
      list: [{ change_id: 'chg-1', bundle_id: null, pull_request: 8, rollout: null }],
    },
  }),
  'the workflow is edited': (world) => withFile(world, '.github/workflows/evals.yml'),
  'the data set is edited': (world) => withFile(world, 'evals/cases.json'),
  'another surface is edited': (world) => withFile(world, 'policy/a.yaml'),
  'the stop file is there': (world) => ({
    ...withFile(world, stopFile),
    signal_files: world.signal_files.map((file) =>
      file.path === stopFile ? { ...file, exists: true, length: 30 } : file,
    ),
  }),
  'the rollback plan is short': (world) => ({
    ...world,
    signal_files: world.signal_files.map((file) => (file.exists ? { ...file, length: 3 } : file)),
  }),
};

function withFile(world: Snapshot, path: string): Snapshot {
  const list = [...world.files.list, { path, previous_path: null, change: 'modified' as const }];
  return { ...world, files: { ...world.files, total: list.length, list } };
}

/** Worlds near \`go\`: some things have happened, some were read, all of it honest. */
export const worlds: fc.Arbitrary<Snapshot> = fc
  .subarray(Object.values(events), { maxLength: 3 })
  .map((turns) => turns.reduce((world, turn) => turn(world), richWorld()));

/** Every way to know less: a list not read to its end, a text, id, time or run not told. */
export function weakenings(world: Snapshot): readonly (readonly [string, Snapshot])[] {
  const out: [string, Snapshot][] = [];
  for (const key of [
    'files',
    'commits',
    'reviews',
    'checks',
    'statuses',
    'issues',
    'code_scanning',
    'id_uses',
  ] as const) {
    out.push([`${key} not whole`, { ...world, [key]: { ...world[key], complete: false } }]);
  }
  out.push(['pusher unknown', { ...world, pushers: { ...world.pushers, known: false } }]);
  out.push(['requester unknown', { ...world, requesters: { ...world.requesters, known: false } }]);
  out.push(
    ...each(
      world.records,
      (list) => ({ ...world, records: list }),
      'record text',
      (one) => ({ ...one, text: null }),
    ),
  );
  out.push(...dropping(world.records, (list) => ({ ...world, records: list }), 'record'));
  if (world.policy !== null) out.push(['policy text', { ...world, policy: { ...world.policy, text: null } }]);
  if (world.codeowners !== null) {
    out.push(['codeowners text', { ...world, codeowners: { ...world.codeowners, text: null } }]);
    out.push(['codeowners line', { ...world, codeowners: { ...world.codeowners, error_lines: [1] } }]);
  }
  out.push(
    ...each(
      world.teams,
      (teams) => ({ ...world, teams }),
      'team',
      (one) => ({ ...one, readable: false, acted: [] }),
    ),
    ...dropping(world.teams, (teams) => ({ ...world, teams }), 'team'),
    ...dropping(world.users, (users) => ({ ...world, users }), 'user'),
    ...dropping(world.permissions, (permissions) => ({ ...world, permissions }), 'permission'),
    ...dropping(world.patches, (patches) => ({ ...world, patches }), 'patch'),
    ...each(
      world.patches,
      (patches) => ({ ...world, patches }),
      'patch',
      (one) => ({ ...one, complete: false }),
    ),
    ...dropping(world.signal_files, (signal_files) => ({ ...world, signal_files }), 'signal file'),
    ...each(
      world.signal_files,
      (signal_files) => ({ ...world, signal_files }),
      'length',
      (one) => ({ ...one, length: null }),
    ),
  );
  const reviews = (list: Snapshot['reviews']['list']): Snapshot => ({ ...world, reviews: { ...world.reviews, list } });
  out.push(...each(world.reviews.list, reviews, 'review commit', (one) => ({ ...one, commit: null })));
  out.push(...each(world.reviews.list, reviews, 'review person', (one) => ({ ...one, person: null })));
  const checks = (list: Snapshot['checks']['list']): Snapshot => ({ ...world, checks: { ...world.checks, list } });
  out.push(...each(world.checks.list, checks, 'is_job', (one) => ({ ...one, is_job: null })));
  out.push(...each(world.checks.list, checks, 'run', (one) => ({ ...one, run: null })));
  out.push(...each(world.checks.list, checks, 'conclusion', (one) => ({ ...one, conclusion: null })));
  for (const key of ['head_repository', 'pull_requests', 'workflow_is_default'] as const) {
    out.push(
      ...each(world.checks.list, checks, `run.${key}`, (one) => {
        return one.run === null ? one : { ...one, run: { ...one.run, [key]: null } };
      }),
    );
  }
  out.push(
    ...each(world.checks.list, checks, 'run.path', (one) => {
      return one.run === null ? one : { ...one, run: { ...one.run, path: '' } };
    }),
  );
  const reports = (list: Snapshot['reports']): Snapshot => ({ ...world, reports: list });
  out.push(
    ...each(world.reports, reports, 'report', (one) => ({ ...one, report: null, unusable: 'report_expired' })),
    ...each(world.reports, reports, 'report.run', (one) => ({ ...one, run: { ...one.run, head_repository: null } })),
  );
  out.push(['head repository', { ...world, pull_request: { ...world.pull_request, head_repository: null } }]);
  return out;
}

function each<T>(
  list: readonly T[],
  put: (list: readonly T[]) => Snapshot,
  name: string,
  change: (one: T) => T,
): [string, Snapshot][] {
  return list.map((_, index) => [`${name} ${index}`, put(list.map((one, at) => (at === index ? change(one) : one)))]);
}

function dropping<T>(list: readonly T[], put: (list: readonly T[]) => Snapshot, name: string): [string, Snapshot][] {
  return list.map((_, index) => [`${name} ${index} not read`, put(list.filter((_one, at) => at !== index))]);
}
