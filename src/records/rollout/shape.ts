import type { YamlEntry, YamlMapping } from '../yaml/node.ts';
import { entryOf, isString } from '../yaml/node.ts';

export const GATE_KIND = 'rollout_gate_record';

/** Which shape a rollout file has: a `rollout` mapping, a gate record, or both in one file. */
export type RolloutShape =
  | { shape: 'reference' | 'document' | 'mixed' }
  | { shape: 'unknown'; at: YamlEntry | null; hint: string };

export function rolloutShape(top: YamlMapping): RolloutShape {
  const hasRollout = entryOf(top, 'rollout') !== undefined;
  const kind = entryOf(top, 'kind');
  if (kind === undefined) {
    if (hasRollout) return { shape: 'reference' };
    return { shape: 'unknown', at: top.entries[0] ?? null, hint: `Add a rollout mapping, or kind: ${GATE_KIND}.` };
  }
  if (isString(kind.value) && kind.value.value.trim() === GATE_KIND)
    return { shape: hasRollout ? 'mixed' : 'document' };
  return {
    shape: 'unknown',
    at: kind,
    hint: `A rollout record has kind: ${GATE_KIND}, or a rollout mapping and no kind.`,
  };
}
