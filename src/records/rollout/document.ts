import type { TrafficScope } from '../../generated/types.ts';
import { readList, readText } from '../field.ts';
import { parsePercent, toPercent } from '../percent.ts';
import { missingPlace, type Section, valuePlace } from '../place.ts';
import type { ProblemLog } from '../problem-log.ts';
import { pythonStrip } from '../text.ts';
import { entryOf } from '../yaml/node.ts';
import { GATE_KIND } from './shape.ts';

/** The fields of a gate record (seed 004 section 4). */
export const DOCUMENT_ROLLOUT_KEYS = [
  'kind',
  'gate_id',
  'change_id',
  'bundle_id',
  'rollout_wave',
  'traffic_scope',
  'required_checks',
  'blocking_findings',
  'decision',
  'decided_by',
] as const;

export interface DocumentRollout {
  gate_id: string | null;
  change_id: string | null;
  bundle_id: string | null;
  rollout_wave: string | null;
  traffic: TrafficScope | null;
  required_checks: string[];
  blocking_findings: string[] | null;
  decision: string | null;
  decided_by: string[];
}

/**
 * Reads a `rollout_gate_record`: every field is required but `decision` and `decided_by`, which are claims. In a mixed file the
 * checks may stand under `rollout.require` alone.
 */
export function readDocumentRollout(
  section: Section,
  checks: 'required' | 'optional',
  log: ProblemLog,
): DocumentRollout {
  const text = (key: string) => readText(section, key, GATE_KIND, 'required', log);
  return {
    gate_id: text('gate_id'),
    change_id: text('change_id'),
    bundle_id: text('bundle_id'),
    rollout_wave: text('rollout_wave'),
    traffic: readTraffic(section, log),
    required_checks: readList(section, 'required_checks', checks, log),
    blocking_findings: readFindings(section, log),
    decision: readText(section, 'decision', GATE_KIND, 'optional', log),
    decided_by: readList(section, 'decided_by', 'optional', log),
  };
}

/** Findings are explicit: a record that is silent about them is not one without findings. */
function readFindings(section: Section, log: ProblemLog): string[] | null {
  if (entryOf(section.mapping, 'blocking_findings') !== undefined)
    return readList(section, 'blocking_findings', 'required', log);
  log.error('findings_missing', missingPlace(section, 'blocking_findings'), 'blocking_findings is required');
  return null;
}

/** A share of traffic may be written as text or as a number; one that can't be read is unknown, which waits. */
function readTraffic(section: Section, log: ProblemLog): TrafficScope | null {
  const entry = entryOf(section.mapping, 'traffic_scope');
  const scalar = entry?.value.kind === 'scalar' ? entry.value : null;
  if (entry === undefined || scalar === null || (scalar.type !== 'integer' && scalar.type !== 'float')) {
    const raw = readText(section, 'traffic_scope', GATE_KIND, 'required', log);
    return raw === null || entry === undefined ? null : toScope(raw, parsePercent(raw), valuePlace(entry), log);
  }
  const percent = typeof scalar.value === 'number' ? toPercent(scalar.value) : null;
  return toScope(pythonStrip(scalar.plain ?? String(scalar.value)), percent, valuePlace(entry), log);
}

function toScope(
  raw: string,
  percent: number | null,
  place: ReturnType<typeof valuePlace>,
  log: ProblemLog,
): TrafficScope {
  if (percent === null)
    log.warn('traffic_unknown', place, `traffic_scope ${JSON.stringify(raw)} can't be read as a percentage`);
  return { raw, percent };
}
