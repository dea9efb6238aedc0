import type { RolloutMode } from '../../generated/types.ts';
import { parsePercent, toPercent } from '../percent.ts';
import { keyPlace, type Place, valuePlace } from '../place.ts';
import type { ProblemLog } from '../problem-log.ts';
import { pythonStrip } from '../text.ts';
import type { YamlEntry, YamlMapping, YamlScalar } from '../yaml/node.ts';

/** One entry of rollout_mode as written: its trimmed key and its scalar. */
export interface ModeEntry {
  key: string;
  scalar: YamlScalar;
  place: Place;
}

/** Reads rollout_mode as the reference checks it: keys are strings, values scalars, nothing empty, nothing twice. */
export function readModeEntries(mapping: YamlMapping, log: ProblemLog): ModeEntry[] {
  const entries = new Map<string, ModeEntry>();
  for (const entry of lastOfEach(mapping)) {
    const key = pythonStrip(entry.key);
    const { value } = entry;
    if (!entry.keyIsString) log.error('mode_key_type', keyPlace(entry), 'rollout.rollout_mode keys must be strings');
    else if (value.kind !== 'scalar' || value.type === 'null')
      log.error('mode_value_not_scalar', valuePlace(entry), `rollout.rollout_mode values must be scalar: ${key}`);
    else if (key === '' || isBlank(value))
      log.error('mode_entry_empty', valuePlace(entry), 'rollout.rollout_mode entries must not be empty');
    else if (entries.has(key))
      log.error('mode_entry_duplicate', keyPlace(entry), 'rollout.rollout_mode entries must be unique');
    else entries.set(key, { key, scalar: value, place: valuePlace(entry) });
  }
  return [...entries.values()];
}

/** The very same key twice is the YAML reader's finding (`yaml_key_duplicate`); the reference reads the last of them. */
function lastOfEach(mapping: YamlMapping): YamlEntry[] {
  const last = new Map(mapping.entries.map((entry) => [entry.key, entry]));
  return mapping.entries.filter((entry) => last.get(entry.key) === entry);
}

function isBlank(value: YamlScalar): boolean {
  return typeof value.value === 'string' && pythonStrip(value.value) === '';
}

/** The typed mapping; what the gate reads from it must have the right type, or the exposure could not be bounded. */
export function toRolloutMode(entries: readonly ModeEntry[], log: ProblemLog): RolloutMode {
  const find = (key: string): ModeEntry | undefined => entries.find((entry) => entry.key === key);
  return {
    initial: readWave(find('initial'), log),
    max_tenant_exposure_pct: readPercent(find('max_tenant_exposure_pct'), log),
    ceiling_pct: readPercent(find('ceiling_pct'), log),
    require_shadow_period: readFlag(find('require_shadow_period'), log),
    entries: Object.assign(
      Object.create(null) as RolloutMode['entries'],
      Object.fromEntries(entries.map(({ key, scalar }) => [key, plainValue(scalar)])),
    ),
  };
}

function plainValue({ value }: YamlScalar): YamlScalar['value'] {
  return typeof value === 'string' ? pythonStrip(value) : value;
}

function readWave(entry: ModeEntry | undefined, log: ProblemLog): string | null {
  if (entry === undefined) return null;
  if (entry.scalar.type === 'string') return pythonStrip(String(entry.scalar.value));
  log.error('mode_value_type', entry.place, `rollout_mode.${entry.key} must be the name of a wave`);
  return null;
}

function readPercent(entry: ModeEntry | undefined, log: ProblemLog): number | null {
  if (entry === undefined) return null;
  const value = plainValue(entry.scalar);
  const percent = typeof value === 'number' ? toPercent(value) : typeof value === 'string' ? parsePercent(value) : null;
  if (percent === null)
    log.error('mode_value_type', entry.place, `rollout_mode.${entry.key} must be a number from 0 to 100`);
  return percent;
}

function readFlag(entry: ModeEntry | undefined, log: ProblemLog): boolean | null {
  if (entry === undefined) return null;
  if (typeof entry.scalar.value === 'boolean') return entry.scalar.value;
  log.error('mode_value_type', entry.place, `rollout_mode.${entry.key} must be true or false`);
  return null;
}
