import type { FileChanges } from '../../src/sandbox/driver/repositories.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';

/** Files of a change of high risk that declares all it touches: it waits for two people and two evals. */
export function ticketPriority(change = 'ticket-priority', more: FileChanges = {}): FileChanges {
  return {
    'tools/create_ticket.json': '{ "name": "create_ticket", "priority": "asked" }\n',
    [`changes/${change}/change.yaml`]: `kind: change_review_record
review_id: cr-${change}
change_id: chg-${change}
owner: platform-owner
change_type: capability_contract_update
risk_level: high
affected_surfaces: [capability_contract]
required_reviews: [engineering, safety]
required_evals: [offline_eval_passed, duplicate_ticket_eval_passed]
`,
    [`changes/${change}/rollout.yaml`]: `kind: rollout_gate_record
gate_id: gate-${change}
change_id: chg-${change}
bundle_id: bundle-${change}
rollout_wave: canary
traffic_scope: 5_percent
required_checks: [offline_eval_passed, duplicate_ticket_eval_passed, rollback_plan_ready]
blocking_findings: []
`,
    [`changes/${change}/ROLLBACK.md`]: `# Rollback plan\n\n${'Promote the previous bundle and watch the error rate. '.repeat(8)}\n`,
    ...more,
  };
}

/** The change record of a prompt update of medium risk: it asks for one review and one eval. */
export function promptChange(name: string): string {
  return `kind: change_review_record
review_id: cr-${name}
change_id: chg-${name}
owner: platform-owner
change_type: prompt_update
risk_level: medium
affected_surfaces: [prompt_bundle]
required_reviews: [engineering]
required_evals: [offline_eval_passed]
`;
}

/** The rollout record of the same. */
export function promptRollout(name: string): string {
  return `kind: rollout_gate_record
gate_id: gate-${name}
change_id: chg-${name}
bundle_id: bundle-${name}
rollout_wave: canary
traffic_scope: 5_percent
required_checks: [offline_eval_passed]
blocking_findings: []
`;
}

/** `ticketPriority`, which also waits for somebody's word that `red_team_done` of `attestingPolicy`. */
export function attestedChange(change = 'ticket-priority', more: FileChanges = {}): FileChanges {
  const files = ticketPriority(change);
  const rollout = `changes/${change}/rollout.yaml`;
  const demanding = String(files[rollout]).replace('rollback_plan_ready', 'rollback_plan_ready, red_team_done');
  return { ...files, [rollout]: demanding, ...more };
}

/** The sample's policy with sections of its own, and with more signals. */
export function samplePolicy({
  sections = '',
  signals = '',
}: {
  readonly sections?: string;
  readonly signals?: string;
}) {
  const text = sampleFiles['.github/rollout-gate.yml'] ?? '';
  return text.replace('signals:\n', `${sections}signals:\n${signals}`);
}

/** The sample's policy under which safety attests a signal, and a release manager agrees to waivers. */
export const attestingPolicy = samplePolicy({
  sections: 'commands:\n  attest: [safety]\nwaivers:\n  second_approver: release_manager\n',
  signals: '  red_team_done: { attested_by: safety }\n',
});

export const evalsWorkflow = '.github/workflows/evals.yml';

/** A record with so many unknown keys that its problems don't fit into one write of annotations. */
export function manyProblems(count: number): FileChanges {
  const fields = Array.from({ length: count }, (_, index) => `  - ""  # ${index}`).join('\n');
  return { 'change.yaml': `change:\n  change_id: chg-many\n  artifacts:\n${fields}\n`, 'prompts/x.md': 'x\n' };
}

/** What a workflow's job token is granted that may read everything but teams, and write checks. */
export const readingJob = {
  contents: 'read',
  pull_requests: 'read',
  checks: 'write',
  actions: 'read',
  issues: 'read',
  statuses: 'read',
} as const;
