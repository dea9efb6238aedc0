import type { BranchRule, Finding } from './facts.ts';
import { finding, someOf } from './finding.ts';

/** Id of the App behind all Actions jobs of github.com: pinning a check to it separates nothing (github-checked rule 11). */
const actionsApp = 15_368;
/** The name that is required, whatever else is configured (github-checked rule 16). */
const gate = 'rollout-gate';
const bypass = "Who may bypass it can't be told.";

export interface GateFacts {
  /** null = the rules can't be read. */
  readonly rules: readonly BranchRule[] | null;
  readonly branch: string;
  /** Our App's id; null = not known. */
  readonly app_id: number | null;
  /** Whether doctor looks with the token of an Actions job. */
  readonly as_job: boolean;
}

/** Whether the gate is enforced: required, and pinned to our App, not merely by its name (github-facts T5 and T40). */
export function gateFindings({ rules, branch, app_id, as_job }: GateFacts): readonly Finding[] {
  if (rules === null) return [finding('gate_unreadable', `The rules of ${branch} can't be read.`)];
  const workflows = rules.flatMap((rule) => (rule.kind === 'required_workflow' ? [rule.path] : []));
  const ours = workflows.filter((path) => /(^|\/)rollout-gate\.ya?ml$/.test(path));
  if (ours.length > 0) {
    return [finding('gate_required', `A ruleset requires the workflow ${someOf(ours)} on ${branch}. ${bypass}`)];
  }
  const pins = rules.flatMap((rule) =>
    rule.kind === 'required_check' && rule.context === gate ? [rule.integration_id] : [],
  );
  const found = pinFinding(pins, branch, app_id);
  const isForgeable = found.code !== 'gate_required' && found.code !== 'gate_pin_unknown';
  const sentence = `The Action's own check on ${branch} is not enforced: any job can post one like it.`;
  return as_job && isForgeable ? [found, finding('action_not_enforced', sentence)] : [found];
}

/** Rules add up: one that is pinned to us is enough. */
function pinFinding(pins: readonly (number | null)[], branch: string, app: number | null): Finding {
  const named = pins.filter((id) => id !== null);
  const other = named.find((id) => id !== actionsApp);
  if (pins.length === 0) return finding('gate_not_required', `No rule of ${branch} requires ${gate}: not enforced.`);
  if (app !== null && named.includes(app) && app !== actionsApp) {
    return finding('gate_required', `${branch} requires ${gate}, pinned to our App (id ${app}). ${bypass}`);
  }
  if (other !== undefined && app === null) {
    return finding('gate_pin_unknown', `${branch} requires ${gate}, pinned to the App with the id ${other}. ${bypass}`);
  }
  if (other !== undefined) {
    return finding(
      'gate_pinned_elsewhere',
      `${branch} requires ${gate} from the App with the id ${other}, not ${app}.`,
    );
  }
  return named.length > 0
    ? finding('gate_pinned_to_actions', `${branch} requires ${gate} from GitHub Actions: not enforced.`)
    : finding('gate_not_pinned', `${branch} requires ${gate} by name only, from any source: not enforced.`);
}
