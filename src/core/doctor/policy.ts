import type { EffectivePolicy } from '../../generated/types.ts';
import { covers } from '../access/permissions.ts';
import type { ReadPolicy } from '../judgement.ts';
import type { Finding, PolicySurroundings } from './facts.ts';
import { finding, someOf } from './finding.ts';

/** Every problem of the policy at its line; a policy with errors is not used at all. */
export function policyFindings({ effective, problems }: ReadPolicy): readonly Finding[] {
  const found = problems.map(({ severity, message, code, where }) => ({
    code: severity === 'error' ? ('policy_problem' as const) : ('policy_remark' as const),
    message: `${message} (${code})`,
    where,
  }));
  return effective === null ? found : [...found, finding('policy_usable', 'The policy can be used.')];
}

/** A job or report counts only from a workflow that the default branch has (github-checked rules 1 and 2). */
export function workflowFindings(policy: EffectivePolicy, { paths }: PolicySurroundings): readonly Finding[] {
  const wanted = [
    ...Object.entries(policy.signals).flatMap(([name, { source }]) =>
      (source.kind === 'job' || source.kind === 'report') && source.workflow !== null
        ? [{ path: source.workflow, by: name }]
        : [],
    ),
    ...(policy.deployer?.workflow == null ? [] : [{ path: policy.deployer.workflow, by: 'deployer' }]),
  ];
  if (wanted.length === 0) return [];
  if (paths === null) return [finding('files_unread', "The files of the default branch can't be listed.")];
  const missing = wanted.filter(({ path }) => !paths.includes(path));
  if (missing.length > 0) {
    return missing.map(({ path, by }) => finding('workflow_missing', `${by}: ${path} is not on the default branch.`));
  }
  const there = [...new Set(wanted.map(({ path }) => path))];
  return [finding('workflow_there', `The default branch has ${someOf(there)}.`)];
}

/** Alerts are read by a permission that the App has only where it was asked for (github-checked rule 10). */
export function alertFindings(
  { findings, signals }: EffectivePolicy,
  granted: Readonly<Record<string, string>> | null,
): readonly Finding[] {
  const isWanted =
    findings.code_scanning !== null || Object.values(signals).some(({ source }) => source.kind === 'code_scanning');
  if (!isWanted || granted === null || covers(granted, 'security_events', 'read')) return [];
  return [
    finding(
      'alerts_unreadable',
      "The policy uses code_scanning, and the installation hasn't granted security_events: read.",
    ),
  ];
}
