import type { EffectivePolicy, RiskLevel, Snapshot } from '../../../generated/types.ts';
import { keptFor } from '../../kept.ts';
import { changedPaths } from './changed-paths.ts';
import { compileGlob, type Glob, matchesAny } from './glob.ts';
import { recordPaths } from './record-paths.ts';
import { riskReaches } from './risk.ts';

/** A surface that the diff affects. */
export interface DetectedSurface {
  readonly surface: string;
  /** Risk of changing it, by the policy; high where the built-in surface caught a path. */
  readonly risk: RiskLevel;
  /** Changed paths that belong to it, both names of a rename or copy, in the order of the diff. */
  readonly paths: readonly string[];
}

/** The surfaces that a diff affects, as far as it is known. */
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
  const surfacesOf = coverageOf(policy);
  const found = new Map<string, { risk: RiskLevel; readonly paths: string[] }>();
  for (const path of changed) {
    for (const { surface, risk } of surfacesOf(path)) {
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

/** A surface that covers a path, with the risk of changing it there. */
interface CoveringSurface {
  readonly surface: string;
  readonly risk: RiskLevel;
}

/**
 * The surfaces that cover a path. A record file (policy.records) belongs to a surface only when one of the surface's patterns
 * names the file itself: a wildcard such as `*.yaml` is not meant for records.
 */
const coverageOf = keptFor((policy: EffectivePolicy): ((path: string) => readonly CoveringSurface[]) => {
  const { isRecord } = recordPaths(policy);
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

const builtIn: readonly CoveringSurface[] = [{ surface: rulesSurface, risk: 'high' }];

function namesFile({ pattern }: Glob): boolean {
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  return name !== '' && !name.includes('*') && !name.includes('?');
}
