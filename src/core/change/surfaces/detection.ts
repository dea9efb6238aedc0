import type { EffectivePolicy, FileFact, RiskLevel, Snapshot } from '../../../generated/types.ts';
import { keptFor } from '../../kept.ts';
import { compileGlob, type Glob, matchesAny } from './glob.ts';
import { riskReaches } from './risk.ts';

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
  return detectIn(changedPaths(files.list), files.complete, policy);
}

/** The same of the changed paths themselves, each once; `known` = they are all. */
export function detectIn(changed: Iterable<string>, known: boolean, policy: EffectivePolicy): Detection {
  const belongs = membershipOf(policy);
  const found = new Map<string, { risk: RiskLevel; readonly paths: string[] }>();
  for (const path of changed) {
    for (const { surface, risk } of belongs(path)) {
      const entry = found.get(surface);
      if (entry === undefined) found.set(surface, { risk, paths: [path] });
      else {
        if (!riskReaches(entry.risk, risk)) entry.risk = risk;
        entry.paths.push(path);
      }
    }
  }
  const detected: DetectedSurface[] = [];
  const take = (surface: string): void => {
    const entry = found.get(surface);
    if (entry !== undefined) detected.push({ surface, risk: entry.risk, paths: entry.paths });
  };
  if (found.size > 0) {
    for (const surface of Object.keys(policy.surfaces)) take(surface);
    if (!Object.hasOwn(policy.surfaces, rulesSurface)) take(rulesSurface);
  }
  return { known, detected };
}

/** Every path that a diff speaks of, once: both names of a renamed or copied file. */
export function changedPaths(files: readonly FileFact[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path, previous_path } of files) {
    paths.add(path);
    if (previous_path !== null) paths.add(previous_path);
  }
  return paths;
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
export const membershipOf = keptFor((policy: EffectivePolicy): ((path: string) => readonly Membership[]) => {
  const isRecord = recordFiles(policy);
  const surfaces = Object.entries(policy.surfaces).map(([surface, { paths, risk }]) => {
    const globs = paths.map(compileGlob);
    return { surface, risk, globs, naming: globs.filter(namesFile) };
  });
  return (path) => {
    const record = isRecord(path);
    const found = surfaces.filter(({ globs, naming }) => matchesAny(record ? naming : globs, path));
    if (found.length === 0 && !record && matchesAny(rulesPaths, path)) return builtIn;
    return found;
  };
});

const builtIn: readonly Membership[] = [{ surface: rulesSurface, risk: 'high' }];

/** Whether a path is a change record, a rollout record or either, by the policy's patterns. */
export interface RecordPaths {
  readonly isChange: (path: string) => boolean;
  readonly isRollout: (path: string) => boolean;
  readonly isRecord: (path: string) => boolean;
}

export const recordPaths = keptFor(
  ({ records }: { readonly records: Pick<EffectivePolicy['records'], 'change' | 'rollout'> }): RecordPaths => {
    const [change, rollout] = [records.change.map(compileGlob), records.rollout.map(compileGlob)];
    return {
      isChange: (path) => matchesAny(change, path),
      isRollout: (path) => matchesAny(rollout, path),
      isRecord: (path) => matchesAny(change, path) || matchesAny(rollout, path),
    };
  },
);

/** Whether a path is a change or rollout record by the policy's patterns. */
export function recordFiles(policy: EffectivePolicy): (path: string) => boolean {
  return recordPaths(policy).isRecord;
}

function namesFile({ pattern }: Glob): boolean {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  return name !== '' && !name.includes('*') && !name.includes('?');
}
