import type { ChangeRecord } from '../../../generated/types.ts';
import { positionAt } from '../../change/location.ts';
import type { Needs } from './needs.ts';
import {
  addList,
  extendList,
  fillList,
  type LinedText,
  linedText,
  applyEdits,
  replaceScalar,
  type TextEdit,
} from './text-edit.ts';

/** What is to be added to a record, and nothing else of it changed. */
export interface Additions extends Pick<Needs, 'surfaces' | 'reviews' | 'signals'> {
  /** The new risk_level; null = it stays. */
  readonly risk: string | null;
}

export function isEmpty({ surfaces, reviews, signals, risk }: Additions): boolean {
  return surfaces.length + reviews.length + signals.length === 0 && risk === null;
}

/**
 * The record's text with the additions, computed on the text by positions, so that comments, order and style stay the
 * author's. null = some addition has no place that can be told from the text (a flow mapping without that key).
 */
export function editedRecord(text: string, record: ChangeRecord, additions: Additions): string | null {
  const lined = linedText(text);
  const isReference = record.shape === 'reference';
  const edits = [
    additions.risk === null ? none : riskEdit(record, additions.risk, lined),
    listEdit(record, 'affected_surfaces', 'affected_surfaces', record.affected_surfaces, additions.surfaces, lined),
    listEdit(
      record,
      'required_reviews',
      isReference ? 'approval_roles' : 'required_reviews',
      record.required_reviews,
      additions.reviews,
      lined,
    ),
    listEdit(
      record,
      'required_evals',
      isReference ? 'required_signals' : 'required_evals',
      record.required_evals,
      additions.signals,
      lined,
    ),
  ];
  const found: TextEdit[] = [];
  for (const edit of edits) {
    if (edit === null) return null;
    found.push(...edit);
  }
  return applyEdits(text, found);
}

type Edits = readonly TextEdit[] | null;
const none: Edits = [];

function riskEdit(record: ChangeRecord, risk: string, lined: LinedText): Edits {
  const position = fieldPosition(record, 'risk_level');
  return position === undefined ? null : [replaceScalar(position, risk, lined)];
}

function listEdit(
  record: ChangeRecord,
  field: string,
  key: string,
  present: readonly string[],
  names: readonly string[],
  lined: LinedText,
): Edits {
  if (names.length === 0) return none;
  const pointer = Object.hasOwn(record.at, field) ? record.at[field] : undefined;
  const last = present.length === 0 ? undefined : positionAt(record, `${pointer ?? ''}/${present.length - 1}`);
  if (last !== undefined) return [extendList(last, names, lined)];
  const list = fieldPosition(record, field);
  const neighbour = fieldPosition(record, 'risk_level');
  const edit =
    list !== undefined
      ? fillList(list, names, lined)
      : neighbour === undefined
        ? null
        : addList(neighbour, key, names, lined);
  return edit === null ? null : [edit];
}

function fieldPosition(record: ChangeRecord, field: string) {
  const pointer = Object.hasOwn(record.at, field) ? record.at[field] : undefined;
  return pointer === undefined ? undefined : positionAt(record, pointer);
}
