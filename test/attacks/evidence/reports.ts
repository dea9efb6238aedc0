import type { Snapshot } from '../../../src/generated/types.ts';
import { base, cases, other, report, type Scene } from '../../support/snapshot.ts';
import { type Forgery, sourced } from './scenes.ts';

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

/** Reports that say nothing, or of something else. */
export const artifacts: readonly Forgery[] = [
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
