import type { RolloutRecord } from '../../generated/types.ts';
import { warnUnknownKeys } from '../field.ts';
import { checkIdentifiers } from '../identifier.ts';
import { folderOf, pointersOf, positionsOf } from '../location.ts';
import { keyPlace, nodePlace, type Section } from '../place.ts';
import type { Parsed } from '../problem.ts';
import { firstErrorOnly, type ProblemLog, problemLog, settle } from '../problem-log.ts';
import { topLevel } from '../top-level.ts';
import { readYaml, type YamlFile } from '../yaml/reader.ts';
import { DOCUMENT_ROLLOUT_KEYS, type DocumentRollout, readDocumentRollout } from './document.ts';
import { toRolloutMode } from './mode.ts';
import { REFERENCE_ROLLOUT_KEYS, type ReferenceRollout, readReferenceRollout, rolloutSection } from './reference.ts';
import { rolloutShape } from './shape.ts';

/**
 * Reads rollout.yaml in the reference shape, the document shape or both in one file into one typed record, with every problem
 * at its line. `path` is the file's path in the repository. The first error is the one that the reference would raise.
 */
export function parseRollout(input: string | Uint8Array, path: string): Parsed<RolloutRecord> {
  const file = readYaml(input, path);
  if (file.root === null) return { record: null, problems: file.problems };
  const log = problemLog(file);
  const top = topLevel(file.root, path, log);
  return settle(top === null ? null : readRollout(top, file, log), log);
}

function readRollout(top: Section, file: YamlFile, log: ProblemLog): RolloutRecord | null {
  const found = rolloutShape(top.mapping);
  if (found.shape === 'unknown') {
    const section = rolloutSection(top, log);
    if (section !== null) readReferenceRollout(section, firstErrorOnly(log));
    const place = found.at === null ? nodePlace(top.mapping) : keyPlace(found.at);
    log.error('record_kind_unknown', place, 'The file is neither shape of a rollout record', found.hint);
    return null;
  }
  const section = rolloutSection(top, log);
  const reference = section === null ? NOTHING : readReferenceRollout(section, log);
  if (section !== null) warnUnknownKeys(section, REFERENCE_ROLLOUT_KEYS, log);
  const document =
    found.shape === 'reference'
      ? SILENT
      : readDocumentRollout(top, found.shape === 'mixed' ? 'optional' : 'required', log);
  if (found.shape === 'reference') checkSiblings(top, log);
  else warnUnknownKeys(top, [...DOCUMENT_ROLLOUT_KEYS, 'rollout'], log);
  checkIdentifiers(top.mapping, found.shape === 'reference' ? [] : ['gate_id', 'change_id', 'bundle_id'], log.error);
  return toRecord(found.shape, top, section, reference, document, file, log);
}

function toRecord(
  shape: RolloutRecord['shape'],
  top: Section,
  section: Section | null,
  { require, block_if, mode }: ReferenceRollout,
  document: DocumentRollout,
  file: YamlFile,
  log: ProblemLog,
): RolloutRecord {
  const rollout_mode = toRolloutMode(mode, log);
  const required_checks = [...new Set([...document.required_checks, ...require])];
  if (required_checks.length === 0)
    log.warn(
      'nothing_checked',
      nodePlace({ ...top.mapping, end: top.mapping.start }),
      'The record names no check, so nothing is checked by it',
    );
  return {
    shape,
    path: file.file,
    folder: folderOf(file.file),
    ...document,
    rollout_wave: document.rollout_wave ?? rollout_mode.initial,
    required_checks,
    block_if,
    rollout_mode,
    positions: positionsOf(top.mapping, file),
    at: fieldPointers(shape, top, section),
  };
}

/** Gate fields beside `rollout` without a kind would be ignored, blocking findings included: that is refused, not advised. */
function checkSiblings(top: Section, log: ProblemLog): void {
  const gateField = top.mapping.entries.find(
    ({ key }) => key !== 'kind' && (DOCUMENT_ROLLOUT_KEYS as readonly string[]).includes(key),
  );
  if (gateField !== undefined) {
    log.error(
      'record_kind_missing',
      keyPlace(gateField),
      `${gateField.key} stands beside rollout, but without kind: rollout_gate_record it would not count`,
    );
  }
  warnUnknownKeys(
    top,
    ['rollout', ...DOCUMENT_ROLLOUT_KEYS],
    log,
    'The record is what stands under rollout: move the key there, or remove it.',
  );
}

function fieldPointers(shape: RolloutRecord['shape'], top: Section, section: Section | null): Record<string, string> {
  const rollout = section === null ? {} : pointersOf(section.mapping, REFERENCE_FIELDS);
  const initial = rollout.rollout_mode === undefined ? {} : { rollout_wave: `${rollout.rollout_mode}/initial` };
  if (shape === 'reference') return { ...initial, ...rollout };
  return { ...initial, ...rollout, ...pointersOf(top.mapping, DOCUMENT_FIELDS) };
}

/** The key that each field of a record is read from. */
const REFERENCE_FIELDS = new Map([
  ['required_checks', 'require'],
  ['block_if', 'block_if'],
  ['rollout_mode', 'rollout_mode'],
]);
const DOCUMENT_FIELDS = new Map(
  DOCUMENT_ROLLOUT_KEYS.map((key) => [key === 'traffic_scope' ? 'traffic' : key, key] as const),
);

const NOTHING: ReferenceRollout = { require: [], block_if: [], mode: [] };
const SILENT: DocumentRollout = {
  gate_id: null,
  change_id: null,
  bundle_id: null,
  rollout_wave: null,
  traffic: null,
  required_checks: [],
  blocking_findings: null,
  decision: null,
  decided_by: [],
};
