import type { Snapshot } from '../../src/generated/types.ts';
import { base, cases, check, other, people, policyText, report, type Scene, status } from '../support/snapshot.ts';

/** How evidence is forged or worn out, the code that refuses it, and the pull request that is ready but for it. */
export type Forgery = readonly [how: string, code: string, scene: Scene];

export const trace = check('trace_regression_check', { id: 801 });

/** The check run `evals` as a forger leaves it; the rest of the pull request is ready to go. */
export function evals(...args: Parameters<typeof check> extends [string, ...infer Rest] ? Rest : never): Scene {
  return checks([check('evals', ...args)]);
}

function checks(list: Snapshot['checks']['list']): Scene {
  return { facts: { checks: { complete: true, list: [...list, trace] } } };
}

const jobs: readonly Forgery[] = [
  [
    'a check run made with the job token, in the genuine run but not among its jobs',
    'evidence_not_a_job',
    evals({ is_job: false }),
  ],
  ['a check run of the Actions app without any run', 'evidence_not_a_job', evals({ run: null })],
  ['a check run whose jobs could not be read', 'evidence_job_unread', evals({ is_job: null })],
  ['a check run by another app', 'evidence_wrong_app', evals({ app: 'evil-checks', app_id: 4711 })],
  ['a check run by an app that calls itself like Actions', 'evidence_wrong_app', evals({ app: 'github-actions-2' })],
  [
    "a job of the eval's name in a workflow that the pull request adds",
    'evidence_wrong_workflow',
    evals({}, { path: '.github/workflows/mine.yml' }),
  ],
  [
    'a workflow whose path only begins like the real one',
    'evidence_wrong_workflow',
    evals({}, { path: '.github/workflows/evals.yml.yml' }),
  ],
  ['an edited workflow', 'evidence_workflow_edited', { files: ['prompts/system.md', '.github/workflows/evals.yml'] }],
  [
    'a workflow renamed away and replaced',
    'evidence_workflow_edited',
    {
      files: [
        'prompts/system.md',
        { path: '.github/workflows/old.yml', previous_path: '.github/workflows/evals.yml', change: 'renamed' },
      ],
    },
  ],
  [
    'an edited data set of the eval',
    'evidence_trusted_path_edited',
    { files: ['prompts/system.md', 'evals/cases.json'] },
  ],
  [
    'an edited local action',
    'evidence_trusted_path_edited',
    { files: ['prompts/system.md', '.github/actions/setup/action.yml'] },
  ],
  ['a run by hand', 'evidence_wrong_event', evals({}, { event: 'workflow_dispatch' })],
  ['a scheduled run', 'evidence_wrong_event', evals({}, { event: 'schedule' })],
  ['a repository_dispatch run', 'evidence_wrong_event', evals({}, { event: 'repository_dispatch' })],
  ['a pull_request_target run', 'evidence_base_commit', evals({}, { event: 'pull_request_target' })],
  ['a green run of an older commit', 'evidence_wrong_commit', evals({ head_sha: other }, { head_sha: other })],
  [
    'a check run that names the head in a run for another commit',
    'evidence_wrong_commit',
    evals({}, { head_sha: other }),
  ],
  ['a run of a fork', 'evidence_foreign_repository', evals({}, { head_repository: 99 })],
  ['a run whose repository is gone', 'evidence_foreign_repository', evals({}, { head_repository: null })],
  [
    'a run of another pull request with the same head',
    'evidence_other_pull_request',
    evals({}, { pull_requests: [8] }),
  ],
  [
    'a run of a fork that names no pull request, while another one shares the head',
    'evidence_other_pull_request',
    { ...evals({}, { pull_requests: [] }), pull_request: { same_head: [8] } },
  ],
  [
    "a push run of a workflow that differs from the default branch's",
    'evidence_workflow_edited',
    evals({}, { event: 'push', workflow_is_default: false }),
  ],
  [
    'a push run whose workflow was not compared',
    'evidence_workflow_unread',
    evals({}, { event: 'push', workflow_is_default: null }),
  ],
  ['a check run of tomorrow', 'evidence_future_dated', evals({ completed_at: '2026-04-08T16:00:00Z' })],
  ['a check run dated by a word', 'evidence_future_dated', evals({ completed_at: 'soon' })],
  [
    'the green first attempt of a re-run that failed',
    'evidence_attempt_superseded',
    checks([check('evals'), check('evals', { id: 850, conclusion: 'failure' }, { attempt: 2 })]),
  ],
  [
    'a green run under a newer red one',
    'evidence_attempt_superseded',
    checks([check('evals'), check('evals', { id: 850, conclusion: 'failure' }, { id: 9000 })]),
  ],
  [
    "a commit status of the job's name",
    'evidence_status_not_trusted',
    { facts: { checks: { complete: true, list: [trace] }, statuses: { complete: true, list: [status('evals')] } } },
  ],
  [
    "a commit status of the signal's name",
    'evidence_status_not_trusted',
    {
      facts: {
        checks: { complete: true, list: [trace] },
        statuses: { complete: true, list: [status('offline_eval_passed')] },
      },
    },
  ],
];

const calledPolicy = policyText.replace('name: evals }', 'name: evals / offline }');
const called: readonly Forgery[] = [
  [
    'an edit of a workflow that the genuine one may call',
    'evidence_workflow_edited',
    {
      ...checks([check('evals / offline')]),
      policy: calledPolicy,
      files: ['prompts/system.md', '.github/workflows/called.yml'],
    },
  ],
];

const sourced = (source: string): string =>
  policyText.replace(
    'job: { workflow: .github/workflows/evals.yml, name: evals }\n    trusted_paths: ["evals/**"]',
    source,
  );
const reportPolicy = sourced(
  'report: { workflow: .github/workflows/evals.yml, artifact: evals, suite: duplicate_ticket, min_cases: 50 }',
);
export const comparePolicy = reportPolicy.replace('min_cases: 50', 'compare: baseline, min_cases: 50');
export const reports = (...list: Snapshot['reports']): Scene => ({ policy: reportPolicy, facts: { reports: list } });
export const baseline = report(
  { commit: base, release: { bundle_id: 'bundle-0' } },
  { artifact_id: 901 },
  { id: 7000, event: 'push', head_sha: base, workflow_is_default: true },
);

const artifacts: readonly Forgery[] = [
  [
    'an artifact of another workflow',
    'evidence_wrong_workflow',
    reports(report({}, {}, { path: '.github/workflows/mine.yml' })),
  ],
  ['a report that names another commit than its run', 'report_wrong_commit', reports(report({ commit: other }))],
  ['a report of an older commit', 'report_wrong_commit', reports(report({ commit: other }, {}, { head_sha: other }))],
  ['an artifact that is no report', 'report_malformed', reports(report({}, { report: null }))],
  [
    'an artifact that was refused as unsafe',
    'report_unsafe',
    reports(report({}, { report: null, unusable: 'report_unsafe' })),
  ],
  [
    'an artifact that is too large',
    'report_too_large',
    reports(report({}, { report: null, unusable: 'report_too_large' })),
  ],
  ['an artifact that has expired', 'report_expired', reports(report({}, { report: null, unusable: 'report_expired' }))],
  ['a run without the artifact', 'report_missing', reports(report({}, { report: null, unusable: 'report_missing' }))],
  ['a report of another suite', 'report_suite_missing', reports(report({ suite: 'easy' }))],
  ['a report of 49 cases where 50 are asked for', 'report_too_few_cases', reports(report({ cases: cases(49) }))],
  [
    '50 cases of which most were skipped',
    'report_too_few_cases',
    reports(report({ cases: [...cases(1), ...cases(49, { outcome: 'skipped' })] })),
  ],
  ['a report of another bundle', 'evidence_reused', reports(report({ release: { bundle_id: 'bundle-0' } }))],
  [
    "another commit's report, uploaded again",
    'evidence_reused',
    reports(
      report({}, { digest: 'sha256:same' }),
      report({ commit: other }, { digest: 'sha256:same', artifact_id: 902 }, { head_sha: other, id: 4 }),
    ),
  ],
  ['a report measured tomorrow', 'evidence_future_dated', reports(report({ measured_at: '2026-04-08T16:00:00Z' }))],
  [
    'duplicate tickets measured on nobody knows which release',
    'report_identity_missing',
    reports(report({ release: {} })),
  ],
  [
    'duplicate tickets without keys',
    'report_case_unreviewable',
    reports(report({ cases: cases(50, { idempotency_key: '' }) })),
  ],
  [
    'a report without a baseline to compare with',
    'baseline_missing',
    { policy: comparePolicy, facts: { reports: [report()] } },
  ],
  [
    'a report judged by another judge than its baseline',
    'not_comparable',
    { policy: comparePolicy, facts: { reports: [report({ judge: { name: 'judge', version: '2' } }), baseline] } },
  ],
  [
    'a report of another data set, told by its digest',
    'not_comparable',
    {
      policy: comparePolicy,
      facts: { reports: [report({ dataset: { name: 'tickets', version: '3', digest: 'sha256:2' } }), baseline] },
    },
  ],
  [
    'a report by a verifier under another contract',
    'not_comparable',
    {
      policy: comparePolicy,
      facts: { reports: [report({ verifier: { id: 'verifier', contract_version: '1' } }), baseline] },
    },
  ],
];

const statusPolicy = sourced('status: { context: security/scan, creator: erin }');
export const statuses = (...list: Snapshot['statuses']['list']): Scene => ({
  policy: statusPolicy,
  facts: { statuses: { complete: true, list } },
});
const predicate = 'https://in-toto.io/attestation/test-result/v0.1';
const attestationPolicy = sourced(
  `attestation: { predicate: "${predicate}", signer_workflow: acme/evals/.github/workflows/verifier.yml }`,
);
export const attestation = (changes: Partial<Snapshot['attestations'][number]>): Scene => ({
  policy: attestationPolicy,
  facts: {
    reports: [report({ commit: other }, { digest: 'sha256:of-another', artifact_id: 905 }, { head_sha: other })],
    attestations: [
      {
        predicate,
        signer_workflow: 'acme/evals/.github/workflows/verifier.yml',
        subject: 'sha256:abc',
        commit: check('x').head_sha,
        result: 'passed',
        at: '2026-04-07T15:30:00Z',
        ...changes,
      },
    ],
  },
});
const wordPolicy = sourced('attested_by: safety\n    valid_for: 1h');
export const word = (changes: Partial<Snapshot['human_attestations'][number]>): Scene => ({
  policy: wordPolicy,
  facts: {
    human_attestations: [
      {
        signal: 'offline_eval_passed',
        person: people.carol,
        commit: check('x').head_sha,
        at: '2026-04-07T15:30:00Z',
        comment_id: 5,
        ...changes,
      },
    ],
  },
});

const others: readonly Forgery[] = [
  ['a status by someone else', 'evidence_wrong_creator', statuses(status('security/scan', { creator: people.dan }))],
  [
    'a status by an account that is gone',
    'evidence_wrong_creator',
    statuses(status('security/scan', { creator: null })),
  ],
  ['a status of another commit', 'evidence_wrong_commit', statuses(status('security/scan', { sha: other }))],
  [
    'a status of tomorrow',
    'evidence_future_dated',
    statuses(status('security/scan', { created_at: '2026-04-09T00:00:00Z' })),
  ],
  [
    'an attestation by another workflow',
    'evidence_wrong_signer',
    attestation({ signer_workflow: 'acme/agents/.github/workflows/evals.yml' }),
  ],
  ['an attestation of another commit', 'evidence_wrong_commit', attestation({ commit: other })],
  [
    "an attestation of another commit's report",
    'evidence_wrong_subject',
    attestation({ subject: 'sha256:of-another' }),
  ],
  ['an attestation of tomorrow', 'evidence_future_dated', attestation({ at: '2026-04-08T16:00:00Z' })],
  ['the word of someone without the role', 'evidence_attester_not_in_role', word({ person: people.dan })],
  ['the word of a bot', 'evidence_attester_not_in_role', word({ person: { ...people.carol, type: 'Bot' } })],
  ['a word on an older patch', 'evidence_wrong_commit', word({ commit: other })],
  ['a word that has run out', 'evidence_attestation_expired', word({ at: '2026-04-07T15:00:00Z' })],
  ['a word of tomorrow', 'evidence_future_dated', word({ at: '2026-04-08T16:00:00Z' })],
  [
    "another change's rollback plan",
    'evidence_reused',
    { facts: { signal_files: [{ path: 'changes/old/ROLLBACK.md', exists: true, length: 900 }] } },
  ],
];

/** Every forgery. */
export const forgeries: readonly Forgery[] = [...jobs, ...called, ...artifacts, ...others];
