import type { BranchRule, Finding } from './facts.ts';
import { finding } from './finding.ts';

/** Whether a merge queue asks the gate about every pull request: with HEADGREEN a refusal in the middle of a group merges (github-checked rule 17). */
export function queueFindings(rules: readonly BranchRule[] | null, branch: string): readonly Finding[] {
  const groupings = (rules ?? []).flatMap((rule) => (rule.kind === 'merge_queue' ? [rule.grouping] : []));
  if (groupings.length === 0) return [];
  const other = groupings.find((grouping) => grouping !== 'ALLGREEN');
  if (other === undefined) {
    return [finding('queue_all_green', `The merge queue of ${branch} wants every commit of a group green.`)];
  }
  const said = other === null ? "doesn't say how it groups" : `groups by ${other}`;
  return [finding('queue_not_all_green', `The merge queue of ${branch} ${said}: not every commit has to pass.`)];
}
