import type { ChangeRecord } from '../../generated/types.ts';
import { warnUnknownKeys } from '../field.ts';
import { checkIdentifiers } from '../identifier.ts';
import { folderOf, pointersOf, positionsOf } from '../location.ts';
import { keyPlace, nodePlace, type Section } from '../place.ts';
import type { Parsed } from '../problem.ts';
import { firstErrorOnly, type ProblemLog, problemLog, settle } from '../problem-log.ts';
import { topLevel } from '../top-level.ts';
import { readYaml, type YamlFile } from '../yaml/reader.ts';
import { DOCUMENT_CHANGE_KEYS, readDocumentChange } from './document.ts';
import { changeSection, REFERENCE_CHANGE_KEYS, readReferenceChange } from './reference.ts';
import { checkRisk } from './risk.ts';
import { changeShape } from './shape.ts';

/**
 * Reads change.yaml in either shape into one typed record, with every problem at its line. `path` is the file's path in the
 * repository. The first error is the one that the reference would raise (contract section 0 point 4).
 */
export function parseChange(input: string | Uint8Array, path: string): Parsed<ChangeRecord> {
  const file = readYaml(input, path);
  if (file.root === null) return { record: null, problems: file.problems };
  const log = problemLog(file);
  const top = topLevel(file.root, path, log);
  return settle(top === null ? null : readChange(top, file, log), log);
}

function readChange(top: Section, file: YamlFile, log: ProblemLog): ChangeRecord | null {
  const found = changeShape(top.mapping);
  if (found.shape === 'reference') return readReference(top, file, log);
  if (found.shape === 'document') return readDocument(top, file, log);
  // Told with what the reference says of such a file: it reads the top level as the record.
  readReferenceChange(top, firstErrorOnly(log));
  const place = found.at === null ? nodePlace(top.mapping) : keyPlace(found.at);
  log.error('record_kind_unknown', place, 'The file is neither shape of a change record', found.hint);
  return null;
}

function readReference(top: Section, file: YamlFile, log: ProblemLog): ChangeRecord | null {
  const section = changeSection(top, log);
  if (section === null) return null;
  const { approval_roles, required_signals, ...fields } = readReferenceChange(section, log);
  warnUnknownKeys(section, REFERENCE_CHANGE_KEYS, log);
  if (section !== top)
    warnUnknownKeys(top, ['change'], log, 'The record is what stands under change: move the key there, or remove it.');
  checkIdentifiers(section.mapping, ['change_id'], log.error);
  checkRisk(section.mapping, log);
  const { change_id, change_type, risk_level } = fields;
  if (change_id === null || change_type === null || risk_level === null) return null;
  return {
    shape: 'reference',
    path: file.file,
    folder: folderOf(file.file),
    ...fields,
    change_id,
    change_type,
    risk_level,
    review_id: null,
    owner: null,
    required_reviews: approval_roles,
    required_evals: required_signals,
    status: null,
    positions: positionsOf(top.mapping, file),
    at: pointersOf(section.mapping, REFERENCE_FIELDS),
  };
}

function readDocument(top: Section, file: YamlFile, log: ProblemLog): ChangeRecord | null {
  const fields = readDocumentChange(top, log);
  warnUnknownKeys(top, DOCUMENT_CHANGE_KEYS, log);
  checkIdentifiers(top.mapping, ['review_id', 'change_id'], log.error);
  checkRisk(top.mapping, log);
  const { change_id, change_type, risk_level } = fields;
  if (change_id === null || change_type === null || risk_level === null) return null;
  return {
    shape: 'document',
    path: file.file,
    folder: folderOf(file.file),
    ...fields,
    change_id,
    change_type,
    risk_level,
    positions: positionsOf(top.mapping, file),
    at: pointersOf(top.mapping, DOCUMENT_FIELDS),
  };
}

/** The key that each field of a record is read from. */
const DOCUMENT_FIELDS = sameNames(DOCUMENT_CHANGE_KEYS);
const REFERENCE_FIELDS = sameNames(REFERENCE_CHANGE_KEYS)
  .set('required_reviews', 'approval_roles')
  .set('required_evals', 'required_signals');

function sameNames(keys: readonly string[]): Map<string, string> {
  return new Map(keys.map((key) => [key, key]));
}
