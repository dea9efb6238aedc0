import type { PolicyFile } from '../../generated/types.ts';
import { pointerStep } from '../yaml/node.ts';

/** A place in the policy that names something defined elsewhere in it. */
export interface Use {
  readonly name: string;
  readonly pointer: string;
}

/** Every place that names a role. */
export function roleUses(policy: PolicyFile): Use[] {
  return [
    ...demandsOf(policy).flatMap(({ demands, pointer }) => list(demands.reviews, `${pointer}/reviews`)),
    ...(policy.waves ?? []).flatMap((wave, index) => list(wave.approvals, `/waves/${index}/approvals`)),
    ...Object.entries(policy.commands ?? {}).flatMap(([command, roles]) =>
      list(roles, pointerStep('/commands', command)),
    ),
    ...one(policy.waivers?.second_approver, '/waivers/second_approver'),
    ...signalEntries(policy).flatMap(({ signal, pointer }) => [
      ...one(signal.attested_by, `${pointer}/attested_by`),
      ...one(signal.trusted_reviewer, `${pointer}/trusted_reviewer`),
    ]),
  ];
}

/** Every place that names a signal. */
export function signalUses(policy: PolicyFile): Use[] {
  return [
    ...demandsOf(policy).flatMap(({ demands, pointer }) => [
      ...list(demands.evals, `${pointer}/evals`),
      ...list(demands.signals, `${pointer}/signals`),
    ]),
    ...Object.entries(policy.guardrails ?? {}).flatMap(([name, { eval: signal }]) =>
      one(signal, `${pointerStep('/guardrails', name)}/eval`),
    ),
  ];
}

/** Every place that names a surface. */
export function surfaceUses(policy: PolicyFile): Use[] {
  return signalEntries(policy).flatMap(({ signal, pointer }) => list(signal.covers, `${pointer}/covers`));
}

/** Every place that names a guardrail. */
export function guardrailUses(policy: PolicyFile): Use[] {
  return (policy.waves ?? []).flatMap((wave, index) => list(wave.guardrails, `/waves/${index}/guardrails`));
}

/** Every path glob. */
export function globUses(policy: PolicyFile): Use[] {
  return [
    ...list(policy.records?.change, '/records/change'),
    ...list(policy.records?.rollout, '/records/rollout'),
    ...Object.entries(policy.roles ?? {}).flatMap(([name, role]) =>
      list(role.codeowners, `${pointerStep('/roles', name)}/codeowners`),
    ),
    ...Object.entries(policy.surfaces ?? {}).flatMap(([name, { paths }]) =>
      list(paths, `${pointerStep('/surfaces', name)}/paths`),
    ),
    ...signalEntries(policy).flatMap(({ signal, pointer }) => [
      ...list(signal.trusted_paths, `${pointer}/trusted_paths`),
      ...one(signal.file, `${pointer}/file`),
    ]),
  ];
}

type AnyDemands = {
  readonly reviews?: readonly string[];
  readonly evals?: readonly string[];
  readonly signals?: readonly string[];
};

function demandsOf(policy: PolicyFile): { demands: AnyDemands; pointer: string }[] {
  const { risk = {}, surfaces = {}, change_types = {} } = policy;
  return [
    ...Object.entries(risk).map(([level, demands]) => ({ demands, pointer: pointerStep('/risk', level) })),
    ...Object.entries(surfaces).map(([name, { requires = {} }]) => ({
      demands: requires,
      pointer: `${pointerStep('/surfaces', name)}/requires`,
    })),
    ...Object.entries(change_types).map(([name, { requires = {} }]) => ({
      demands: requires,
      pointer: `${pointerStep('/change_types', name)}/requires`,
    })),
  ];
}

function signalEntries(policy: PolicyFile) {
  return Object.entries(policy.signals ?? {}).map(([name, signal]) => ({
    signal,
    pointer: pointerStep('/signals', name),
  }));
}

function list(names: readonly string[] | undefined, pointer: string): Use[] {
  return (names ?? []).map((name, index) => ({ name, pointer: pointerStep(pointer, index) }));
}

function one(name: string | undefined, pointer: string): Use[] {
  return name === undefined ? [] : [{ name, pointer }];
}
