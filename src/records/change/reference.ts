import { readList, readText } from '../field.ts';
import { keyPlace, type Section, valuePlace } from '../place.ts';
import type { ProblemLog } from '../problem-log.ts';
import { entryOf } from '../yaml/node.ts';

/** The fields of the reference shape, in the order in which the reference checks them (contract section 2.2). */
export const REFERENCE_CHANGE_KEYS = [
  'change_id',
  'change_type',
  'risk_level',
  'rollout_strategy',
  'artifacts',
  'affected_surfaces',
  'required_signals',
  'approval_roles',
  'session_control_owner',
  'emergency_freeze_owner',
] as const;

export interface ReferenceChange {
  change_id: string | null;
  change_type: string | null;
  risk_level: string | null;
  rollout_strategy: string | null;
  artifacts: string[];
  affected_surfaces: string[];
  required_signals: string[];
  approval_roles: string[];
  session_control_owner: string | null;
  emergency_freeze_owner: string | null;
}

/** The mapping that the reference judges: what stands under `change`, or the top level where there is no such key. */
export function changeSection(top: Section, log: ProblemLog): Section | null {
  const head = entryOf(top.mapping, 'change');
  if (head === undefined) return top;
  if (head.value.kind === 'mapping') return { mapping: head.value, head };
  log.error('not_a_mapping', valuePlace(head), 'change config must be a mapping');
  return null;
}

/** Reads the reference shape, all problems in its checking order and wording (contract section 5.1). */
export function readReferenceChange(section: Section, log: ProblemLog): ReferenceChange {
  for (const entry of section.mapping.entries) {
    if (!entry.keyIsString) log.error('yaml_key_not_string', keyPlace(entry), 'change config keys must be strings');
  }
  const text = (key: (typeof REFERENCE_CHANGE_KEYS)[number]) => readText(section, key, 'change', 'required', log);
  const list = (key: (typeof REFERENCE_CHANGE_KEYS)[number]) => readList(section, key, 'optional', log);
  return {
    change_id: text('change_id'),
    change_type: text('change_type'),
    risk_level: text('risk_level'),
    rollout_strategy: text('rollout_strategy'),
    artifacts: list('artifacts'),
    affected_surfaces: list('affected_surfaces'),
    required_signals: list('required_signals'),
    approval_roles: list('approval_roles'),
    session_control_owner: text('session_control_owner'),
    emergency_freeze_owner: text('emergency_freeze_owner'),
  };
}
