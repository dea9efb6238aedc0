import type { Scene, Stage } from './scene.ts';

const rollbackPlan = `# Rollback plan

Who: the release manager on call, or anybody with write access.
How: promote the previous bundle to the wave that is live, watch error_rate for ten minutes, then open the incident issue.
What else: tickets created meanwhile keep their idempotency keys, so a repeated call creates no second ticket.
`;

const evalJob =
  (jobName: string, more: boolean) =>
  async ({ sandbox, sample }: Stage, pull: { head: { sha: string } }) =>
    sandbox.completeJob({
      repository: sample.repository,
      workflow: '.github/workflows/evals.yml',
      headSha: pull.head.sha,
      jobName,
      more,
    });

/** Everything declared: waits for two people and two evals, and turns green as they arrive. */
export const waiting: Scene = {
  title: 'Ask for the priority before a ticket is created',
  branch: 'alice/ticket-priority',
  author: ({ people }) => people.alice,
  body: 'create_ticket now requires a priority. Records, rollback plan and evals are in place.',
  files: {
    'tools/create_ticket.json': `${JSON.stringify(
      {
        name: 'create_ticket',
        side_effects: true,
        idempotency_key: 'required',
        parameters: { title: 'string', body: 'string', priority: 'low | normal | high', asked_for_priority: 'boolean' },
      },
      null,
      2,
    )}\n`,
    'changes/ticket-priority/change.yaml': `kind: change_review_record
review_id: cr-2026-11-ticket-priority
change_id: chg-2026-11-ticket-priority
owner: platform-owner
change_type: capability_contract_update
risk_level: high
affected_surfaces: [capability_contract]
required_reviews: [engineering, safety]
required_evals: [offline_eval_passed, duplicate_ticket_eval_passed]
`,
    'changes/ticket-priority/rollout.yaml': `kind: rollout_gate_record
gate_id: gate-2026-11-ticket-priority
change_id: chg-2026-11-ticket-priority
bundle_id: bundle-2026-11-ticket-priority
rollout_wave: canary
traffic_scope: 5_percent
required_checks: [offline_eval_passed, duplicate_ticket_eval_passed, rollback_plan_ready]
blocking_findings: []
`,
    'changes/ticket-priority/ROLLBACK.md': rollbackPlan,
  },
  expects: null,
  steps: [
    { says: 'the job "evals / offline" succeeds', happen: evalJob('evals / offline', true) },
    { says: 'the job "evals / duplicate-ticket" succeeds', happen: evalJob('evals / duplicate-ticket', false) },
    {
      says: 'Bob (engineering) approves',
      happen: ({ sandbox, sample }, pull) => sandbox.review(pull, sample.people.bob, 'APPROVE', 'Contract reads well.'),
    },
    {
      says: 'Carol (safety) approves',
      happen: ({ sandbox, sample }, pull) =>
        sandbox.review(pull, sample.people.carol, 'APPROVE', 'No new side effects.'),
    },
  ],
};
