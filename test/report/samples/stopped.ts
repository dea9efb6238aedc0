import type { Decision } from '../../../src/generated/types.ts';
import { go, wait } from './unstopped.ts';

/** A surface that the record doesn't declare, with the finished record. */
export const block: Decision = {
  ...wait,
  verdict: 'block',
  observed_verdict: 'block',
  surfaces: {
    declared: ['policy_bundle'],
    detected: ['policy_bundle', 'sandbox_profile_contract'],
    undeclared: ['sandbox_profile_contract'],
    known: true,
  },
  reasons: [
    {
      code: 'surface_undeclared',
      effect: 'block',
      message: 'The diff changes sandbox_profile_contract (sandbox/profile.json), which the record does not declare.',
      subject: 'surface:sandbox_profile_contract',
      mode: 'enforce',
      where: { file: 'changes/refund/change.yaml', line: 9, column: 3, end_line: 9, end_column: 20 },
    },
    ...wait.reasons,
    {
      code: 'telemetry_informal',
      effect: 'advise',
      message: 'Nothing that is required speaks of telemetry or traces.',
      subject: 'change:chg-2026-04-07-001',
      mode: 'enforce',
    },
  ],
  answers: [
    ...go.answers.slice(0, 4),
    { question: 5, answer: 'no', code: 'verifier_unchecked', why: "The verifier's quality has no evidence." },
    ...go.answers.slice(5),
  ],
  next_actions: [
    {
      code: 'surface_undeclared',
      by: 'author',
      how: 'Declare sandbox_profile_contract (the diff changes sandbox/profile.json).',
      file: 'changes/refund/change.yaml',
      line: 9,
    },
    ...wait.next_actions,
  ],
  draft: [
    {
      path: 'changes/refund/change.yaml',
      text: 'change:\n  change_id: chg-2026-04-07-001\n  affected_surfaces: [policy_bundle, sandbox_profile_contract]\n',
      replaces: true,
    },
  ],
};

/** Records that can't be read, with hostile words in them. */
export const malformed: Decision = {
  ...block,
  changes: [],
  reviews: [],
  signals: [],
  answers: [],
  announced: [],
  draft: [],
  not_a_way: [],
  reasons: [
    {
      code: 'record_malformed',
      effect: 'block',
      message: 'changes/refund/change.yaml has 2 problems.',
      subject: 'file:changes/refund/change.yaml',
      mode: 'enforce',
      where: { file: 'changes/refund/change.yaml', line: 9, column: 5, end_line: 9, end_column: 24 },
    },
  ],
  problems: [
    {
      code: 'list_entry_duplicate',
      pointer: '/change/required_signals/1',
      severity: 'error',
      message: 'required_signals entries must be unique',
      hint: 'First given on line 8.',
      where: { file: 'changes/refund/change.yaml', line: 9, column: 5, end_line: 9, end_column: 24 },
    },
    {
      code: 'key_unknown',
      pointer: '/change/aproval_roles',
      severity: 'warning',
      message: 'Unknown key "@acme/everyone <img src=x> [x](https://evil.example) `|` #1" is ignored',
      hint: 'Did you mean approval_roles?',
      where: { file: 'changes/refund/change.yaml', line: 14, column: 3, end_line: 14, end_column: 16 },
    },
    {
      code: 'yaml_syntax',
      pointer: '',
      severity: 'error',
      message: 'Missing closing quote',
      where: { file: 'changes/refund/rollout.yaml', line: 3, column: 9, end_line: 7, end_column: 1 },
    },
  ],
  next_actions: [
    {
      code: 'record_malformed',
      by: 'author',
      how: 'Mend every annotated line.',
      file: 'changes/refund/change.yaml',
      line: 9,
    },
  ],
};

/** Nothing governed is touched. */
export const ungoverned: Decision = {
  ...go,
  governed: false,
  risk: { declared: null, floor: 'low', effective: 'low' },
  surfaces: { declared: [], detected: [], undeclared: [], known: true },
  changes: [],
  reviews: [],
  signals: [],
  answers: [],
  announced: [],
  reasons: [
    {
      code: 'not_governed',
      effect: 'advise',
      message: 'The pull request touches no governed surface and no record.',
      subject: 'pull_request:7',
      mode: 'enforce',
    },
  ],
};

/** The same as `block`, where the policy only observes. */
export const observe: Decision = {
  ...block,
  verdict: 'go',
  enforcement: 'observe',
  reasons: block.reasons.map((reason) => ({ ...reason, mode: 'observe' })),
};

/** The policy on the default branch can't be used. */
export const policyInvalid: Decision = {
  ...malformed,
  reasons: [
    {
      code: 'policy_invalid',
      effect: 'block',
      message: 'The policy on the default branch has 1 problem.',
      subject: 'policy',
      mode: 'enforce',
    },
  ],
  problems: [
    {
      code: 'policy_key_unknown',
      pointer: '/surfacs',
      severity: 'error',
      message: 'surfacs is no key of the policy',
      hint: 'Did you mean surfaces?',
      where: { file: '.github/rollout-gate.yml', line: 4, column: 1, end_line: 4, end_column: 8 },
    },
  ],
  next_actions: [
    {
      code: 'policy_invalid',
      by: 'operator',
      how: 'Mend the policy at the lines named, on the default branch.',
      file: '.github/rollout-gate.yml',
      line: 4,
    },
  ],
};

export const fault = {
  code: 'github_forbidden',
  message: 'GitHub refused GET /repos/acme/agents/contents: Resource not accessible by integration',
  retryable: false,
  next: 'Give the token the permission that the message names.',
};
