import type { Decision, Person, Review, Signal } from '../../src/generated/types.ts';

const HEAD = '4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f';
const EARLIER = '19ab77e0c1d2e3f405162738495a6b7c8d9e0f11';

function person(id: number, login: string): Person {
  return { id, login, type: 'User' };
}

function review(role: string, more: Partial<Review> = {}): Review {
  return {
    role,
    state: 'missing',
    needed: 1,
    demanded_by: ['risk:high'],
    given: [],
    not_counted: [],
    paths: [],
    ...more,
  };
}

function signal(name: string, more: Partial<Signal> = {}): Signal {
  return {
    name,
    value: 'unknown',
    demanded_as: 'required',
    at: 'merge',
    demanded_by: ['record'],
    why: 'The evidence is not there yet.',
    evidence: [],
    refused: [],
    ...more,
  };
}

const kept = {
  person: person(2, 'bob'),
  commit: EARLIER,
  at: '2026-04-07T16:02:00Z',
  kept_from: EARLIER,
  kept_because: 'same_patch',
} as const;

const yes = (question: 1 | 2 | 3 | 4 | 5 | 6 | 7) => ({ question, answer: 'yes', code: '', why: '' }) as const;

/** Everything given, everything true. */
export const go: Decision = {
  version: 1,
  verdict: 'go',
  observed_verdict: 'go',
  governed: true,
  enforcement: 'enforce',
  subject: {
    repository_id: 42,
    repository: 'acme/agents',
    pull_request: 7,
    head_sha: HEAD,
    base_ref: 'main',
    policy: { commit: 'a81e03c1aa0b1c2d3e4f5061728394a5b6c7d8e9', blob: 'b' },
  },
  risk: { declared: 'high', floor: 'high', effective: 'high' },
  surfaces: { declared: ['policy_bundle'], detected: ['policy_bundle'], undeclared: [], known: true },
  changes: [
    {
      change_id: 'chg-2026-04-07-001',
      folder: 'changes/refund',
      record: 'changes/refund/change.yaml',
      rollout_record: 'changes/refund/rollout.yaml',
      bundle_id: 'bundle-2026-04-07-a',
      wave: 'canary',
      traffic: 5,
      change_type: 'policy_update',
      verdict: 'go',
    },
  ],
  reasons: [],
  problems: [],
  reviews: [
    review('engineering', { state: 'given', given: [kept] }),
    review('safety', {
      state: 'given',
      given: [{ ...kept, person: person(3, 'carol'), commit: HEAD, kept_from: null, kept_because: null }],
    }),
  ],
  signals: [
    signal('duplicate_ticket_eval_passed', {
      value: 'true',
      why: 'All cases passed.',
      cases: { passed: 50, total: 50, baseline_passed: 49, baseline_total: 50 },
      evidence: [{ source: 'run:8123', commit: HEAD, at: '2026-04-07T15:58:00Z', digest: null }],
    }),
    signal('telemetry_ready', {
      at: 'promote',
      demanded_by: ['rollout record'],
      why: 'Someone who holds runtime_owner says so at promotion.',
    }),
  ],
  answers: [
    yes(1),
    yes(2),
    yes(3),
    yes(4),
    { question: 5, answer: 'not_applicable', code: '', why: 'No graded outcome decides.' },
    yes(6),
    yes(7),
  ],
  announced: [
    {
      code: 'promotion_signal_pending',
      effect: 'wait',
      message: 'telemetry_ready must be true when the wave is promoted.',
      subject: 'signal:telemetry_ready',
      mode: 'enforce',
    },
  ],
  next_actions: [],
  not_a_way: [],
  unsatisfiable: false,
  draft: [],
};

/** Nothing for the author to do: people and machines are missing. */
/** Goes although an eval failed: two people let that pass for a time. */
export const waived: Decision = {
  ...go,
  reasons: [
    {
      code: 'waiver_applied',
      effect: 'advise',
      subject: 'signal:duplicate_ticket_eval_passed',
      message:
        'signal:duplicate_ticket_eval_passed is waived until 2026-04-12T23:59:59Z (by @frank and @grace: the suite is being rebuilt). duplicate_ticket_eval_passed is false: 3 of 50 cases failed.',
      mode: 'enforce',
    },
  ],
  signals: go.signals.map((one) =>
    one.name === 'duplicate_ticket_eval_passed'
      ? { ...one, value: 'false', why: '3 of 50 cases failed.', cases: { passed: 47, total: 50 } }
      : one,
  ),
};

export const wait: Decision = {
  ...go,
  verdict: 'wait',
  observed_verdict: 'wait',
  reviews: [
    review('engineering', { state: 'given', given: [kept] }),
    review('safety', {
      not_counted: [{ person: person(5, 'erin'), code: 'approver_is_pusher', why: '4f2c9d1 was pushed by @erin.' }],
    }),
    review('security-reviewer', { needed: 2, given: [{ ...kept, person: person(6, 'frank') }] }),
  ],
  signals: [
    signal('offline_eval_passed', {
      why: 'evals / offline is running.',
      evidence: [{ source: 'run:8124', commit: HEAD, at: null, digest: null }],
    }),
  ],
  reasons: [
    {
      code: 'review_missing',
      effect: 'wait',
      message: 'safety has not approved this patch.',
      subject: 'role:safety',
      mode: 'enforce',
    },
    {
      code: 'signal_running',
      effect: 'wait',
      message: 'evals / offline is running.',
      subject: 'signal:offline_eval_passed',
      mode: 'enforce',
    },
    {
      code: 'claim_pending',
      effect: 'wait',
      message: 'The record claims decision: go; safety has not approved this patch.',
      subject: 'claim:decision',
      mode: 'enforce',
      where: { file: 'changes/refund/rollout.yaml', line: 12, column: 11, end_line: 12, end_column: 13 },
    },
  ],
  next_actions: [
    {
      code: 'review_missing',
      by: 'role',
      role: 'safety',
      how: "One approval from team safety-review. @erin's approval doesn't count: 4f2c9d1 was pushed by @erin.",
    },
    {
      code: 'review_missing',
      by: 'role',
      role: 'security-reviewer',
      how: '1 of 2 given (@frank); one more from team security.',
    },
    { code: 'signal_running', by: 'machine', how: 'evals / offline is running.' },
  ],
  not_a_way: [{ code: 'approver_is_author', why: "The author's own approval never counts." }],
};

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
