import { readEntries } from '../field.ts';
import { type Section, valuePlace } from '../place.ts';
import type { ProblemLog } from '../problem-log.ts';
import { entryOf, type YamlEntry, type YamlNode } from '../yaml/node.ts';
import { type ModeEntry, readModeEntries } from './mode.ts';

export const REFERENCE_ROLLOUT_KEYS = ['require', 'block_if', 'rollout_mode'] as const;

export interface ReferenceRollout {
  require: string[];
  block_if: string[];
  mode: ModeEntry[];
}

/** The mapping under `rollout`; an absent one is empty for the reference, null here. */
export function rolloutSection(top: Section, log: ProblemLog): Section | null {
  const head = entryOf(top.mapping, 'rollout');
  if (head === undefined) return null;
  if (head.value.kind === 'mapping') return { mapping: head.value, head };
  log.error('not_a_mapping', valuePlace(head), "'rollout' must be a mapping");
  return null;
}

/** Reads the reference shape: the three shapes first, then the entries of each part (contract section 5.2). */
export function readReferenceRollout(section: Section, log: ProblemLog): ReferenceRollout {
  const part = (
    key: (typeof REFERENCE_ROLLOUT_KEYS)[number],
    kind: YamlNode['kind'],
    noun: string,
  ): YamlEntry | null => {
    const entry = entryOf(section.mapping, key);
    if (entry === undefined || entry.value.kind === kind) return entry ?? null;
    log.error(kind === 'mapping' ? 'not_a_mapping' : 'list_type', valuePlace(entry), `'${key}' must be a ${noun}`);
    return null;
  };
  const require = part('require', 'sequence', 'list');
  const blockIf = part('block_if', 'sequence', 'list');
  const mode = part('rollout_mode', 'mapping', 'mapping');
  return {
    require: require === null ? [] : readEntries(require, 'rollout.require', 'passes', log),
    block_if: blockIf === null ? [] : readEntries(blockIf, 'rollout.block_if', 'passes', log),
    mode: mode?.value.kind === 'mapping' ? readModeEntries(mode.value, log) : [],
  };
}
