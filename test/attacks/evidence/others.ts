import type { Snapshot } from '../../../src/generated/types.ts';
import { check, other, people, report, type Scene, status } from '../../support/snapshot.ts';
import { type Forgery, sourced } from './scenes.ts';

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

/** Statuses, attestations, words and files that settle nothing. */
export const others: readonly Forgery[] = [
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
