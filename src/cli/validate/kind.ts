import { compileGlob, matchesAny } from '../../core/change/surfaces/glob.ts';
import { entryOf } from '../../records/yaml/node.ts';
import { readYaml } from '../../records/yaml/reader.ts';

export type FileKind = 'policy' | 'change' | 'rollout';

/** Where records are, by the policy or by default (contract section 0 point 1, DESIGN section 4). */
export interface RecordPatterns {
  readonly change: readonly string[];
  readonly rollout: readonly string[];
}

export const defaultPatterns: RecordPatterns = {
  change: ['change.yaml', 'changes/*/change.yaml'],
  rollout: ['rollout.yaml', 'changes/*/rollout.yaml'],
};

/** The only path at which the gate reads a policy. */
export const policyPath = '.github/rollout-gate.yml';

/** What the gate takes a path for; null = it would not look at it. */
export function kindByPath(path: string, patterns: RecordPatterns): FileKind | null {
  if (path === policyPath) return 'policy';
  if (matchesAny(patterns.change.map(compileGlob), path)) return 'change';
  return matchesAny(patterns.rollout.map(compileGlob), path) ? 'rollout' : null;
}

/** What a file that somebody names is: by its path, else its name, else what stands in it. null = nobody can tell. */
export function kindOf(path: string, bytes: Uint8Array, patterns: RecordPatterns): FileKind | null {
  return kindByName(path, patterns) ?? kindByContents(path, bytes);
}

/** What a file is by where it lies, else by its name. */
export function kindByName(path: string, patterns: RecordPatterns): FileKind | null {
  const placed = kindByPath(path, patterns);
  if (placed !== null) return placed;
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (!/\.ya?ml$/.test(name)) return null;
  if (/^(rollout-gate|policy)([-._].*)?\.ya?ml$/.test(name)) return 'policy';
  if (/^change([-._].*)?\.ya?ml$/.test(name)) return 'change';
  return /^rollout([-._].*)?\.ya?ml$/.test(name) ? 'rollout' : null;
}

function kindByContents(path: string, bytes: Uint8Array): FileKind | null {
  const { root } = readYaml(bytes, path);
  if (root?.kind !== 'mapping') return null;
  const has = (key: string): boolean => entryOf(root, key) !== undefined;
  const kind = entryOf(root, 'kind')?.value;
  const named = kind?.kind === 'scalar' ? String(kind.value).trim() : '';
  if (has('change') || named === 'change_review_record' || has('affected_surfaces')) return 'change';
  if (has('rollout') || named === 'rollout_gate_record') return 'rollout';
  return has('version') && (has('surfaces') || has('risk') || has('roles') || has('enforcement')) ? 'policy' : null;
}
