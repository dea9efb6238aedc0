import { Checkout } from '../support/checkout.ts';

const policy = `version: 1
roles:
  engineering: { teams: [engineering] }
  safety: { teams: [safety] }
surfaces:
  prompt_bundle: { paths: ["prompts/**"], risk: medium }
  policy_bundle: { paths: ["policies/**"], risk: high }
signals:
  offline_eval_passed:
    report: { workflow: .github/workflows/evals.yml, artifact: evals, suite: offline, min_cases: 2, min_pass_rate: 1 }
    trusted_paths: ["evals/**"]
risk:
  low: { reviews: [engineering] }
  medium: { reviews: [engineering], evals: [offline_eval_passed] }
  high: { reviews: [engineering, safety], evals: [offline_eval_passed] }
`;

export const change = `change:
  change_id: chg-refund
  change_type: prompt_update
  risk_level: medium
  rollout_strategy: staged_canary
  affected_surfaces: [prompt_bundle]
  required_signals: [offline_eval_passed]
  approval_roles: [engineering]
  session_control_owner: engineering
  emergency_freeze_owner: engineering
`;

export const rollout = `rollout:
  require: [offline_eval_passed]
  block_if: []
  rollout_mode:
    initial: canary
    max_tenant_exposure_pct: 5
`;

/**
 * A small governed repository: `main` has the policy and a prompt, the branch `refund` changes the prompt. `files` are
 * what the branch holds besides.
 */
export function agentsRepository(files: Readonly<Record<string, string>> = {}): Checkout {
  const checkout = new Checkout();
  checkout.commit({
    '.github/rollout-gate.yml': policy,
    'prompts/refund.md': 'Refund up to 50 EUR.\n',
    'policies/tools.yml': 'allow: []\n',
    'README.md': 'Agents\n',
  });
  checkout.branch('refund').commit({ 'prompts/refund.md': 'Refund up to 80 EUR.\n', ...files });
  return checkout;
}
