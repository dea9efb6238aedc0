import { appFindings } from '../core/doctor/app.ts';
import type { AppFact, Finding } from '../core/doctor/facts.ts';
import { gateFindings } from '../core/doctor/gate.ts';
import { gateModeOf } from '../core/gate/enforcement.ts';
import { readPolicy } from '../records/policy/reader.ts';
import type { DoctorReader } from './ports-doctor.ts';

const policyPath = '.github/rollout-gate.yml';

const risks = ['low', 'medium', 'high'] as const;

/** What of doctor's findings means that the gate does not hold, or sees too little, where it did. */
const lost: readonly Finding['code'][] = [
  'app_suspended',
  'installation_permission_missing',
  'app_permission_missing',
  'app_event_missing',
];

/** Whether the App and an installation of it are what they were (github-facts T40); empty = they are. */
export function auditGrants(fact: AppFact): readonly Finding[] {
  return appFindings(fact).filter(({ code }) => lost.includes(code));
}

/**
 * Why the gate of a repository is not enforced though its policy says that it enforces (github-facts T40); empty = it is, or
 * nothing says so. Throws what the port throws.
 */
export async function auditRules(reader: DoctorReader, app_id: number, now: Date): Promise<readonly Finding[]> {
  const repository = await reader.repository();
  if (repository === null) return [];
  const { default_branch: branch } = repository;
  const policy = await reader.text(policyPath, branch);
  if (typeof policy === 'string') return [];
  const { effective } = readPolicy(policy.text, policyPath);
  if (effective === null) return [];
  const modes = risks.map((risk) => gateModeOf(effective.enforcement, risk, now.toISOString()));
  if (!modes.includes('enforce')) return [];
  const found = gateFindings({ rules: await reader.rules(branch), branch, app_id, as_job: false });
  return found.filter(({ code }) => code !== 'gate_required');
}
