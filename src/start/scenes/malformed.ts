import type { Scene } from './scene.ts';

/** A record with many mistakes: each one annotated at its line, all at once. */
export const malformed: Scene = {
  title: 'Route escalations to the large model',
  branch: 'erin/escalation-routing',
  author: ({ people }) => people.erin,
  body: 'First change record that I write; I am not sure about the format.',
  files: {
    'runtime/routing.yaml':
      'default: small\nroutes:\n  - when: escalation\n    model: large\n  - when: second_contact\n    model: large\n',
    'changes/escalation-routing/change.yaml': `change:
  change_id: chg-2026-11-escalation-routing
  change_type: model_routing_update
  risk_level:
  rollout_strategy: staged_canary
  affected_surfaces: runtime_control_schema
  required_signals:
    - offline_eval_passed
    - offline_eval_passed
    - on
  aproval_roles: [engineering, runtime_owner]
  session_control_owner: runtime_owner
`,
    'changes/escalation-routing/rollout.yaml': `rollout:
  require: [offline_eval_passed, ""]
  rollout_mode:
    initial: [canary]
`,
  },
  expects: 'failure',
  steps: [],
};
