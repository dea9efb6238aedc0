import type { Change } from './world.ts';

/** A prompt change with its records at the root: waits for engineering and the offline eval. */
export const atRoot: Change = {
  branch: 'alice/tone',
  title: 'Answer in two sentences',
  files: {
    'prompts/support/system.md':
      'You are the support agent of Acme.\n\nAnswer in two sentences. Never promise a refund.\n',
    'change.yaml': `kind: change_review_record
review_id: cr-2026-11-tone
change_id: chg-2026-11-tone
owner: platform-owner
change_type: prompt_update
risk_level: medium
affected_surfaces: [prompt_bundle]
required_reviews: [engineering]
required_evals: [offline_eval_passed]
`,
    'rollout.yaml': `kind: rollout_gate_record
gate_id: gate-2026-11-tone
change_id: chg-2026-11-tone
bundle_id: bundle-2026-11-tone
rollout_wave: canary
traffic_scope: 5_percent
required_checks: [offline_eval_passed]
blocking_findings: []
`,
  },
};
