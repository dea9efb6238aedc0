import { clockFindings } from '../core/doctor/clock.ts';
import type { Finding, PolicySurroundings, RepositoryFact } from '../core/doctor/facts.ts';
import { finding } from '../core/doctor/finding.ts';
import { archivedFinding } from '../core/doctor/reach.ts';
import { gateFindings } from '../core/doctor/gate.ts';
import { alertFindings, policyFindings, workflowFindings } from '../core/doctor/policy.ts';
import { queueFindings } from '../core/doctor/queue.ts';
import { roleFindings, rolesOf } from '../core/doctor/roles.ts';
import type { EffectivePolicy, RolePolicy } from '../generated/types.ts';
import { readPolicy } from '../records/policy/reader.ts';
import type { DoctorReader } from './ports-doctor.ts';

const policyPath = '.github/rollout-gate.yml';

/** Who looks. */
export interface Looker {
  /** Our App's id; null = not known. */
  readonly app_id: number | null;
  /** Whether the token is that of an Actions job. */
  readonly as_job: boolean;
  /** What the installation granted, by the API's names; null = not known. */
  readonly granted: Readonly<Record<string, string>> | null;
}

/** Looks at a repository: clock, policy, roles, workflows, and whether the gate is enforced. */
export async function examineRepository(reader: DoctorReader, looker: Looker): Promise<readonly Finding[]> {
  const repository = await reader.repository();
  const clock = clockFindings(reader.skewSeconds());
  if (repository === null) {
    return [...clock, finding('repository_unreadable', "The repository isn't there, or the token can't see it.")];
  }
  const { full_name, default_branch: branch, archived } = repository;
  const policy = await examinePolicy(reader, repository, looker);
  const read = await reader.rules(branch);
  const rules = typeof read === 'string' ? null : read;
  return [
    ...clock,
    finding('repository_readable', `${full_name} can be read; its default branch is ${branch}.`),
    ...(archived ? [archivedFinding(full_name)] : []),
    ...policy,
    ...gateFindings({ rules, branch, ...looker }),
    ...queueFindings(rules, branch),
  ];
}

async function examinePolicy(
  reader: DoctorReader,
  repository: RepositoryFact,
  { granted }: Looker,
): Promise<readonly Finding[]> {
  const { default_branch: branch } = repository;
  const policy = await reader.text(policyPath, branch);
  if (policy === 'absent') return [finding('policy_missing', `${branch} has no ${policyPath}: nothing is judged.`)];
  if (policy === 'unreadable') return [finding('policy_unreadable', `${policyPath} on ${branch} can't be read.`)];
  const read = readPolicy(policy.text, policyPath);
  const found = policyFindings(read);
  if (read.effective === null) return found;
  const roles = rolesOf(read.effective, repository);
  const around = await surroundings(reader, branch, roles, read.effective);
  return [
    ...found,
    ...roleFindings(roles, around),
    ...workflowFindings(read.effective, around),
    ...alertFindings(read.effective, granted),
  ];
}

/** One thing after the other: doctor is in no hurry, and GitHub limits what is asked at once. */
async function surroundings(
  reader: DoctorReader,
  branch: string,
  roles: ReadonlyMap<string, RolePolicy>,
  policy: EffectivePolicy,
): Promise<PolicySurroundings> {
  const all = [...roles.values()];
  const hasOwners = all.some(({ codeowners }) => codeowners.length > 0);
  const hasWorkflows = policy.deployer !== null || Object.keys(policy.signals).length > 0;
  return {
    teams: await eachOf(
      all.flatMap(({ teams }) => teams),
      (slug) => reader.team(slug),
    ),
    users: await eachOf(
      all.flatMap(({ users }) => users.map(({ login }) => login)),
      (login) => reader.user(login),
    ),
    codeowners: hasOwners ? await reader.codeowners(branch) : 'absent',
    paths: hasOwners || hasWorkflows ? await reader.paths(branch) : [],
  };
}

async function eachOf<T>(
  names: readonly string[],
  read: (name: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  for (const name of new Set(names)) found.set(name, await read(name));
  return found;
}
