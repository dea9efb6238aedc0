import type { Decision } from '../../../src/generated/types.ts';
import { HEAD, kept, person, review, signal, yes } from './parts.ts';

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
