import { appPermissions } from '../core/access/permissions.ts';
import { appFindings } from '../core/doctor/app.ts';
import type { AppFact, Finding } from '../core/doctor/facts.ts';
import { gateFindings } from '../core/doctor/gate.ts';
import { queueFindings } from '../core/doctor/queue.ts';
import { gateModeOf } from '../core/gate/enforcement.ts';
import type { PolicySource } from '../generated/types.ts';
import { policyAsRead } from '../records/judgement.ts';
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

/** Permissions that no token of ours has a use for so far: without them the gate holds as it did. */
const unused: readonly string[] = Object.entries(appPermissions).flatMap(([name, { token }]) =>
  token === null ? [name] : [],
);

/** Whether the App and an installation of it are what they were (github-facts T40); empty = they are. */
export function auditGrants(fact: AppFact): readonly Finding[] {
  const used = Object.fromEntries(Object.entries(fact.permissions).filter(([name]) => !unused.includes(name)));
  return appFindings({ ...fact, permissions: used }).filter(({ code }) => lost.includes(code));
}

/** What the rules of a repository's default branch come to. */
export interface RulesAudit {
  /** Whether its policy enforces anything; null = there is no policy that can be used, or it can't be told. */
  readonly enforces: boolean | null;
  /** Why the gate is not enforced though the policy says so; empty = it is, or nothing says so. */
  readonly findings: readonly Finding[];
}

const untold: RulesAudit = { enforces: null, findings: [] };

export interface AuditOptions {
  readonly app_id: number;
  /** The organisation's defaults; null = there are none. */
  readonly organization: PolicySource | null;
  readonly now: Date;
}

/** Whether the gate of a repository is enforced as its policy says (github-facts T40). Throws what the port throws. */
export async function auditRules(
  reader: DoctorReader,
  { app_id, organization, now }: AuditOptions,
): Promise<RulesAudit> {
  const repository = await reader.repository();
  if (repository === null) return untold;
  const { default_branch: branch, full_name } = repository;
  const policy = await reader.text(policyPath, branch);
  if (typeof policy === 'string') return untold;
  const source = { repository: full_name, path: policyPath, commit: '', blob: '', text: policy.text };
  const effective = policyAsRead(source, organization);
  if (effective === null) return untold;
  const modes = risks.map((risk) => gateModeOf(effective.enforcement, risk, now.toISOString()));
  if (!modes.includes('enforce')) return { enforces: false, findings: [] };
  const read = await reader.rules(branch);
  // A moment's trouble is no drift: the next look tells.
  if (read === 'unreadable') return untold;
  const rules = read === 'refused' ? null : read;
  const found = [...gateFindings({ rules, branch, app_id, as_job: false }), ...queueFindings(rules, branch)];
  return { enforces: true, findings: found.filter(({ code }) => !fine.includes(code)) };
}

const fine: readonly Finding['code'][] = ['gate_required', 'queue_all_green'];
