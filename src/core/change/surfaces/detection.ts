import type { EffectivePolicy, FileFact, RiskLevel, Snapshot } from '../../../generated/types.ts';
import { compileGlob, type Glob, matchesAny } from './glob.ts';
import { worstRisk } from './risk.ts';

/** A surface that the diff affects. */
export interface DetectedSurface {
  readonly surface: string;
  /** Risk of changing it, by the policy; high where the built-in surface caught a path. */
  readonly risk: RiskLevel;
  /** Changed paths that belong to it, both names of a rename or copy, in the order of the diff. */
  readonly paths: readonly string[];
}

export interface Detection {
  /** False = the list of changed files is not whole, so more surfaces may be affected (`surfaces_unreadable`). */
  readonly known: boolean;
  /** In the policy's order. */
  readonly detected: readonly DetectedSurface[];
}

/**
 * The built-in surface of the gate's own rules: high risk, of the paths below that no surface of the policy covers.
 * Without it a pull request could loosen the policy of all that follow it unjudged.
 */
export const rulesSurface = 'rollout_rules';
const rulesPaths = ['.github/rollout-gate.yml', '.github/rollout-gate/**'].map(compileGlob);

/** Which surfaces the changed files affect (DESIGN 4, 5). */
export function detectSurfaces(files: Snapshot['files'], policy: EffectivePolicy): Detection {
  const belongs = membershipOf(policy);
  const found = new Map<string, { risk: RiskLevel; readonly paths: Set<string> }>();
  for (const path of changedPaths(files.list)) {
    for (const { surface, risk } of belongs(path)) {
      const entry = found.get(surface) ?? { risk, paths: new Set<string>() };
      entry.risk = worstRisk([entry.risk, risk]);
      entry.paths.add(path);
      found.set(surface, entry);
    }
  }
  const order = [
    ...Object.keys(policy.surfaces),
    ...(Object.hasOwn(policy.surfaces, rulesSurface) ? [] : [rulesSurface]),
  ];
  const detected = order.flatMap((surface) => {
    const entry = found.get(surface);
    return entry === undefined ? [] : [{ surface, risk: entry.risk, paths: [...entry.paths] }];
  });
  return { known: files.complete, detected };
}

/** Every path that a diff speaks of: both names of a renamed or copied file. */
export function changedPaths(files: readonly FileFact[]): readonly string[] {
  const paths = files.flatMap((file) => (file.previous_path === null ? [file.path] : [file.path, file.previous_path]));
  return [...new Set(paths)];
}

/** A surface that a path belongs to, with the risk it has there. */
export interface Membership {
  readonly surface: string;
  readonly risk: RiskLevel;
}

/**
 * The surfaces of a path. A record file (policy.records) belongs to a surface only when one of the surface's patterns
 * names the file itself: a wildcard such as `*.yaml` is not meant for records.
 */
export function membershipOf(policy: EffectivePolicy): (path: string) => readonly Membership[] {
  const known = memberships.get(policy);
  if (known !== undefined) return known;
  const made = newMembership(policy);
  memberships.set(policy, made);
  return made;
}

/** A policy is a value, which never changes: what is made of it is kept for as long as it is. */
const memberships = new WeakMap<EffectivePolicy, (path: string) => readonly Membership[]>();

function newMembership(policy: EffectivePolicy): (path: string) => readonly Membership[] {
  const isRecord = recordFiles(policy);
  const surfaces = Object.entries(policy.surfaces).map(([surface, { paths, risk }]) => {
    const globs = paths.map(compileGlob);
    return { surface, risk, globs, naming: globs.filter(namesFile) };
  });
  return (path) => {
    const record = isRecord(path);
    const found = surfaces.filter(({ globs, naming }) => matchesAny(record ? naming : globs, path));
    if (found.length === 0 && !record && matchesAny(rulesPaths, path)) return [{ surface: rulesSurface, risk: 'high' }];
    return found;
  };
}

/** Whether a path is a change or rollout record by the policy's patterns. */
export function recordFiles(policy: EffectivePolicy): (path: string) => boolean {
  const globs = [...policy.records.change, ...policy.records.rollout].map(compileGlob);
  return (path) => matchesAny(globs, path);
}

function namesFile({ pattern }: Glob): boolean {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  return name !== '' && !name.includes('*') && !name.includes('?');
}
