import type { Scene } from './scene.ts';

/** Declares a prompt change and edits the sandbox profile besides: blocked, with the finished record offered. */
export const underDeclared: Scene = {
  title: 'Answer refund questions with the refund article',
  branch: 'alice/refund-answers',
  author: ({ people }) => people.alice,
  body: 'Small prompt tuning. The sandbox may now write its scratch folder, so that drafts survive.',
  files: {
    'prompts/support/refund.md': 'When the customer asks for a refund, quote the refund article and offer a ticket.\n',
    'sandbox/profile.yaml': 'network: none\nfilesystem: scratch_write\ncpu_seconds: 10\nmemory_mb: 256\n',
    'changes/refund/change.yaml': `change:
  change_id: chg-2026-11-refund-answers
  change_type: prompt_update
  risk_level: medium
  rollout_strategy: staged_canary
  # only the prompt, says the author
  affected_surfaces: [prompt_bundle]
  required_signals: [offline_eval_passed]
  approval_roles: [engineering]
  session_control_owner: runtime_owner
  emergency_freeze_owner: platform-owner
`,
    'changes/refund/rollout.yaml': `rollout:
  require: [offline_eval_passed]
  block_if: []
  rollout_mode:
    initial: canary
    max_tenant_exposure_pct: 5
`,
  },
  expects: 'failure',
  steps: [],
};
