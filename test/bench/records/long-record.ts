const signals = Array.from({ length: 20 }, (_none, index) => `quality_${index + 1}_eval_passed`);
const artifacts = Array.from({ length: 18 }, (_none, index) => `prompts/support/part-${index + 1}.md`);

/** A sound record of 60 lines: what a team with many evals writes. */
export const longRecord = `# The tone of the support agent: two sentences an answer, and never a promise.
change:
  change_id: chg-2026-11-support-tone
  change_type: prompt_update
  risk_level: medium
  rollout_strategy: staged_canary
  session_control_owner: runtime_owner
  emergency_freeze_owner: platform-owner
  affected_surfaces:
    - prompt_bundle
  # Every part of the prompt that is rewritten.
  artifacts:
${artifacts.map((path) => `    - ${path}`).join('\n')}
  # Held in the nightly suite.
  required_signals:
    - offline_eval_passed
${signals.map((name) => `    - ${name}`).join('\n')}
  # Who reads it before customers do.
  approval_roles:
    - engineering
    - safety

# Asked for in the weekly review of refused answers:
# customers read two sentences and skip the third.
`;

/** The same with a mistake on every tenth line or so: a doubled entry, a missing value, a wrong type, an unknown key. */
export const flawedRecord = longRecord
  .replace('risk_level: medium', 'risk_level:')
  .replace('quality_2_eval_passed', 'quality_1_eval_passed')
  .replace('quality_9_eval_passed', 'on')
  .replace('- prompts/support/part-4.md', '- 4')
  .replace('approval_roles', 'aproval_roles')
  .replace('emergency_freeze_owner: platform-owner', 'emergency_freeze_owner: ""');
