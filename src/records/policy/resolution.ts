import type {
  Demands,
  EffectivePolicy,
  Enforcement,
  GuardrailPolicy,
  PolicyDemands,
  PolicyFile,
  PolicyFileGuardrail,
  PolicyFileRole,
  PolicyFileSurface,
  PolicyFileWave,
  PolicyRiskDemands,
  RolePolicy,
  SurfacePolicy,
  WavePolicy,
} from '../../generated/types.ts';
import { toSeconds } from './duration.ts';
import { type NameIndex, nameIndex } from './name-index.ts';
import { resolveSignal } from './signal.ts';

/** Aliases replaced by the names that they stand for. */
interface Names {
  role(name: string): string;
  signal(name: string): string;
}

/** Fills in every default, turns durations into seconds and aliases into names, so that nobody downstream meets an absent value. */
export function resolvePolicy(policy: PolicyFile): EffectivePolicy {
  const names = namesOf(policy);
  const { records, risk, deployer, notify, rehearsal, waivers, release, findings } = policy;
  return {
    version: 1,
    enforcement: resolveEnforcement(policy.enforcement),
    records: {
      change: records?.change ?? ['change.yaml', 'changes/*/change.yaml'],
      rollout: records?.rollout ?? ['rollout.yaml', 'changes/*/rollout.yaml'],
      required_from: records?.required_from ?? 'medium',
    },
    roles: mapValues(policy.roles, resolveRole),
    surfaces: mapValues(policy.surfaces, (surface) => resolveSurface(surface, names)),
    change_types: mapValues(policy.change_types, ({ requires }) => resolveDemands(requires, names)),
    signals: mapValues(policy.signals, (signal, name) => resolveSignal(name, signal, names.role)),
    findings: { issues: findings?.issues ?? null, code_scanning: findings?.code_scanning ?? null },
    risk: {
      low: resolveRisk(risk?.low, names),
      medium: resolveRisk(risk?.medium, names),
      high: resolveRisk(risk?.high, names),
    },
    waves: (policy.waves ?? DEFAULT_WAVES).map((wave) => resolveWave(wave, names)),
    guardrails: mapValues(policy.guardrails, (guardrail) => resolveGuardrail(guardrail, names)),
    deployer:
      deployer === undefined
        ? null
        : {
            workflow: deployer.workflow ?? null,
            app: deployer.app ?? null,
            start_within_seconds: toSeconds(deployer.start_within ?? '2m'),
            deadline_seconds: toSeconds(deployer.deadline ?? '15m'),
          },
    notify: notify ?? null,
    freeze: {
      weekly: (policy.freeze?.weekly ?? []).map(({ from, to, timezone = 'UTC', except = [] }) => ({
        from,
        to,
        timezone,
        except,
      })),
    },
    rehearsal:
      rehearsal === undefined
        ? null
        : { within_seconds: toSeconds(rehearsal.within), environment: rehearsal.environment },
    commands: mapValues(policy.commands, (roles) => roles.map(names.role)),
    waivers: {
      second_approver: waivers?.second_approver === undefined ? null : names.role(waivers.second_approver),
      max_seconds: toSeconds(waivers?.max ?? '14d'),
      never: waivers?.never ?? [],
    },
    release: {
      publisher: release?.publisher ?? 'action',
      sign: release?.sign ?? 'ed25519',
      tag: release?.tag ?? 'rollout-{bundle_id}-{attempt}',
    },
  };
}

/** DESIGN section 4. */
const DEFAULT_WAVES: readonly PolicyFileWave[] = [
  { name: 'canary', traffic: 5 },
  { name: 'broad', traffic: 50 },
  { name: 'full', traffic: 100 },
];

/** What a policy that says nothing comes to: no role, no surface, and every command by permission alone. */
export const policyOfDefaults: EffectivePolicy = resolvePolicy({ version: 1 });

function namesOf({ roles = {}, signals = {} }: PolicyFile): Names {
  const lookUp = (index: NameIndex) => (name: string) => index.get(name) ?? name;
  return { role: lookUp(nameIndex('roles', roles, null)), signal: lookUp(nameIndex('signals', signals, null)) };
}

function resolveEnforcement(enforcement: PolicyFile['enforcement']): Enforcement {
  if (typeof enforcement !== 'object')
    return { default: enforcement ?? 'enforce', by_risk: {}, by_rule: {}, enforce_from: null };
  const { low, medium, high, rules = {}, enforce_from = null } = enforcement;
  return {
    default: enforcement.default ?? 'enforce',
    by_risk: { ...(low && { low }), ...(medium && { medium }), ...(high && { high }) },
    by_rule: { ...rules },
    enforce_from,
  };
}

function resolveRole({
  teams = [],
  users = [],
  codeowners = [],
  permission,
  approvals,
  aliases = [],
}: PolicyFileRole): RolePolicy {
  return {
    teams,
    users: users.map((user) =>
      typeof user === 'string' ? { login: user, id: null } : { login: user.login, id: user.id },
    ),
    codeowners,
    permission: permission ?? null,
    approvals: approvals ?? 1,
    aliases,
    implicit: false,
  };
}

function resolveSurface({ paths, risk = 'medium', requires }: PolicyFileSurface, names: Names): SurfacePolicy {
  return { paths, risk, requires: resolveDemands(requires, names) };
}

function resolveDemands(demands: PolicyDemands | undefined, names: Names): Demands {
  return {
    reviews: (demands?.reviews ?? []).map(names.role),
    evals: (demands?.evals ?? []).map(names.signal),
    signals: (demands?.signals ?? []).map(names.signal),
  };
}

function resolveRisk(demands: PolicyRiskDemands | undefined, names: Names): EffectivePolicy['risk']['low'] {
  return { plan: demands?.plan ?? null, ...resolveDemands(demands, names) };
}

function resolveWave(wave: PolicyFileWave, names: Names): WavePolicy {
  return {
    name: wave.name,
    environment: wave.environment ?? wave.name,
    traffic: wave.traffic,
    soak_seconds: wave.soak === undefined ? 0 : toSeconds(wave.soak),
    approvals: (wave.approvals ?? []).map(names.role),
    guardrails: wave.guardrails ?? [],
    promote: wave.promote ?? 'command',
  };
}

function resolveGuardrail(guardrail: PolicyFileGuardrail, names: Names): GuardrailPolicy {
  const { budget, sample, eval: signal } = guardrail;
  return {
    kind: budget !== undefined ? 'drift' : sample !== undefined ? 'sample' : 'eval',
    sample: sample ?? null,
    eval: signal === undefined ? null : names.signal(signal),
    critical: guardrail.critical ?? null,
    max: guardrail.max ?? null,
    min_samples: guardrail.min_samples ?? 1,
    window_seconds: toSeconds(guardrail.window ?? '5m'),
    budget: budget === undefined ? null : { critical: budget.critical ?? 0, high: budget.high ?? 2 },
    on_breach: guardrail.on_breach ?? 'rollback',
  };
}

function mapValues<T, U>(
  entries: Readonly<Record<string, T>> | undefined,
  change: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(entries ?? {}).map(([name, value]) => [name, change(value, name)]));
}
